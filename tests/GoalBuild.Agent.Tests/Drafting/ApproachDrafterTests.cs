using GoalBuild.Agent.Drafting;
using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Drafting;

/// <summary>A model drafts an approach: over real HTTP, with what it is sent and what it may cost.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ApproachDrafterTests : IDisposable
{
    private const string Draft = """
        ## Approach
        1. Add the event to src/Events.cs,
           beside the others.
        2. Document it in docs.md.

        **Risks:**
        - Nothing checks that the event is raised.
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task One_question_without_tools_holds_goal_verdicts_findings_and_outline()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        _folder.With("src/Events.cs", "namespace Shop; public sealed class EventStore { public void Raise() { } }").Committed();

        var draft = await AskAsync($$"""agent { model "first" at "{{server.Url}}" price $1 / $10 model "second" at "http://127.0.0.1:9/v1" }""", findings: ["'a' and 'b' stand in each other's way."]);

        var sent = server.Requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(draft.Problem, Is.Null);
            Assert.That(draft.Model, Does.Contain("first"));
            Assert.That(draft.Approach, Is.EqualTo(new[] { "Add the event to src/Events.cs, beside the others.", "Document it in docs.md." }));
            Assert.That(draft.Risks, Is.EqualTo(new[] { "Nothing checks that the event is raised." }));
            Assert.That((draft.Spent.TokensIn, draft.Spent.TokensOut, draft.Spent.Dollars), Is.EqualTo((100L, 20L, 0.0003m)));
            Assert.That(sent.Text, Does.Contain("The events are documented.").And.Contain("docs.md is not there").And.Contain("stand in each other").And.Contain("EventStore"));
            Assert.That(sent.Body.TryGetProperty("tools", out var tools) && tools.GetArrayLength() > 0, Is.False);
        });
    }

    [TestCase("GOALBUILD_TEST_API_KEY", "")]
    [TestCase("GOALBUILD_TEST_DRAFT_WORD", "key GOALBUILD_TEST_DRAFT_WORD")]
    public async Task Secrets_are_masked_before_they_are_sent(string variable, string ofStep)
    {
        const string Secret = "correct-horse-battery-staple";
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        Environment.SetEnvironmentVariable(variable, Secret);
        try
        {
            await AskAsync($$"""agent { model "first" at "{{server.Url}}" {{ofStep}} }""", reason: $"the server answered 401 to {Secret}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Assert.That(server.Requests.Single().Text, Does.Contain("the server answered 401").And.Contain("masked secret").And.Not.Contain(Secret));
    }

    [Test]
    public async Task A_fault_of_the_endpoint_is_a_problem_in_words()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.NoQuota()));
        var draft = await AskAsync($$"""agent { model "first" at "{{server.Url}}" }""");
        Assert.That(draft.Problem, Does.StartWith("Model 'first'").And.Contain("quota"));
    }

    [Test]
    public async Task A_refusal_is_a_problem_that_was_paid_for()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Refuse()));
        var draft = await AskAsync($$"""agent { model "first" at "{{server.Url}}" }""");
        Assert.That((draft.Problem, draft.Spent.Tokens), Is.EqualTo(("The model refused to draft it.", 120L)));
    }

    [Test]
    public async Task An_answer_that_was_cut_off_is_said_to_be()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.CutOff("Approach\n1. Add the ev")));
        var draft = await AskAsync($$"""agent { model "first" at "{{server.Url}}" }""");
        Assert.That((draft.Problem, draft.IsCut, draft.Approach.Single()), Is.EqualTo(((string?)null, true, "Add the ev")));
    }

    [TestCase("budget { cost $1 }", "", "nobody says what")]
    [TestCase("budget { cost $0.01 }", "price $100 / $1000", "No draft was asked for: $0.01 of $0.01 are left")]
    [TestCase("", "tokens 200", "No draft was asked for: 200 of 200 tokens are left")]
    public async Task What_the_caps_do_not_allow_is_not_asked(string budget, string ofStep, string said)
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        var draft = await AskAsync($$"""{{budget}} agent { model "first" at "{{server.Url}}" {{ofStep}} }""");
        Assert.That(draft.Problem, Does.Contain(said));
        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task The_answer_may_take_what_the_caps_leave()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        var draft = await AskAsync($$"""budget { tokens 20000 } agent { model "first" at "{{server.Url}}" wire chat }""");
        Assert.That(draft.Problem, Is.Null);
        Assert.That(server.Requests.Single().Text, Does.Match("max_(completion_)?tokens\":1[0-9]{4}[,}]"));
    }

    [Test]
    public async Task A_ladder_without_a_model_has_nobody_to_draft()
    {
        var draft = await AskAsync("agent { fixers }");
        Assert.That((draft.Model, draft.Problem), Is.EqualTo(("", "The goal's 'agent' has no model that could draft it. Add a 'model' to it, or leave out '--draft'.")));
    }

    [Test]
    public void Cancelling_breaks_the_connection()
    {
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), async () =>
        {
            await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Silence()));
            server.Changed += _ => cancel.Cancel();
            await AskAsync($$"""agent { model "first" at "{{server.Url}}" }""", cancellation: cancel.Token);
        });
    }

    [TestCase("Just do it.\nQuickly.", "Just do it. Quickly.", "")]
    [TestCase("APPROACH\n- a\n* b\n\nThe risks:\n1) c\n2. d", "a|b", "c|d")]
    [TestCase("# Risks\n- only these", "", "only these")]
    [TestCase("Approach:\nfirst\n\nsecond\n- third", "first|second|third", "")]
    public void Lists_are_read_however_they_are_written(string answer, string approach, string risks)
    {
        var draft = ApproachDraft.Read("m", answer, Executors.Spending.None);
        Assert.That((string.Join('|', draft.Approach), string.Join('|', draft.Risks), draft.Problem, draft.IsCut), Is.EqualTo((approach, risks, (string?)null, false)));
    }

    [Test]
    public void What_is_longer_than_a_page_is_cut_and_said_to_be()
    {
        var draft = ApproachDraft.Read("m", string.Join('\n', Enumerable.Range(1, 50).Select(number => $"- {number} {new string('x', 1_000)}")), Executors.Spending.None);
        Assert.That((draft.Approach.Count, draft.Approach[0].Length, draft.IsCut), Is.EqualTo((20, 600, true)));
        Assert.That(ApproachDraft.Read("m", "  \n\n", Executors.Spending.None).Problem, Is.EqualTo("The model said nothing that could be read as a draft."));
    }

    private async Task<ApproachDraft> AskAsync(string members, string reason = "docs.md is not there", string[]? findings = null, CancellationToken cancellation = default)
    {
        var text = $$"""goal "words" { objective "The events are documented." verify { file "docs.md" exists } constrain { only "**" } {{members}} }""";
        _folder.With("words.goal", text);
        var parsed = GoalLanguage.Parse(new SourceText(_folder["words.goal"], text));
        Assert.That(parsed.HasErrors, Is.False, string.Join('\n', parsed.Diagnostics));
        var goal = parsed.File.Goals.Single();
        var verdicts = GoalClause.Of(goal).Select(clause => new Verdict(clause.Name, VerdictStatus.Fails, reason)).ToValueList();
        return await ApproachDrafter.AskAsync(new DraftRequest(goal, parsed.Source, new Workspace(_folder.Path, _folder.State), verdicts, findings ?? []), TimeProvider.System, null, cancellation);
    }
}
