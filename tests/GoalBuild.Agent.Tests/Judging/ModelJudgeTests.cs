using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Judging;
using GoalBuild.Agent.Loop;
using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Agent.Tests.Judging;

/// <summary>A model judges: over real HTTP, by the real engine, in the real loop.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ModelJudgeTests : IDisposable
{
    private const string Yes = """{"verdict":"holds","reason":"Line 2 says so.","citations":["docs.md:2"]}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ModelStep Step(string name, string? url = null) => new(new Text(name)) { Url = url is null ? null : new Text(url) };

    private static Goal With(params AgentStep[] steps) => new(new Text("g")) { Verify = [new JudgeClause(new Text("it is good"))], Agent = new Language.Model.Agent([.. steps]) };

    private static string? Chosen(Goal goal, params (string Name, string Value)[] environment) =>
        JudgeModel.Of(goal, name => environment.FirstOrDefault(pair => pair.Name == name).Value)?.Description;

    [Test]
    public void The_model_that_the_environment_names_comes_first_then_one_that_does_not_begin_the_work()
    {
        var two = With(new FixersStep(), Step("small"), Step("large", "http://127.0.0.1:1/v1"));
        Assert.Multiple(() =>
        {
            Assert.That(Chosen(two), Does.Contain("large"));
            Assert.That(Chosen(two, ("GOALBUILD_JUDGE_MODEL", "third")), Does.Contain("third"));
            Assert.That(JudgeModel.Of(two, name => name == "GOALBUILD_JUDGE_MODEL" ? "large" : null)!.Url!.Value, Is.EqualTo("http://127.0.0.1:1/v1"), "the step of that name says where it is");
            Assert.That(JudgeModel.Of(two, name => name switch { "GOALBUILD_JUDGE_MODEL" => "third", "GOALBUILD_JUDGE_URL" => "http://127.0.0.1:2/v1", _ => null })!.Url!.Value, Is.EqualTo("http://127.0.0.1:2/v1"));
            Assert.That(Chosen(With(Step("small"))), Does.Contain("small"), "where there is but one, it judges in a conversation of its own");
            Assert.That(Chosen(With(), ("OPENAI_API_KEY", "x")), Does.Contain("gpt-5-mini"));
            Assert.That(Chosen(With(), ("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"), ("OPENAI_MODEL", "mine")), Does.Contain("mine"));
            Assert.That(Chosen(With(new FixersStep())), Is.Null);
        });
    }

    [Test]
    public void A_goal_without_such_a_clause_has_no_judge() =>
        Assert.That(ModelJudge.For(With() with { Verify = [] }, _folder.State, TimeProvider.System, (_, _) => { }), Is.Null);

    [Test]
    public async Task An_opinion_is_asked_for_with_no_tools_and_its_cost_is_told()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Yes)));
        var spent = new List<(string Who, Spending Spent)>();
        using var judge = ModelJudge.For(With(Step("test-model", server.Url)), _folder.State, TimeProvider.System, (who, cost) => spent.Add((who, cost)))!;

        var answer = await judge.AskAsync("Judge.", "Is it so?", default);

        Assert.Multiple(() =>
        {
            Assert.That((answer.Model, answer.Text, answer.Problem), Is.EqualTo(("test-model", Yes, (string?)null)));
            Assert.That(spent.Single().Who, Does.StartWith("judge model").And.Contain("test-model"));
            Assert.That(spent.Single().Spent.Tokens, Is.EqualTo(answer.Tokens).And.GreaterThan(0));
            Assert.That(server.Requests.Single().Items.Select(item => item.ToString()), Has.Some.Contains("Is it so?"));
        });
    }

    [Test]
    public async Task A_fault_of_the_endpoint_is_a_problem_in_words()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.NoQuota()));
        using var judge = ModelJudge.For(With(Step("test-model", server.Url)), _folder.State, TimeProvider.System, (_, _) => { })!;

        var answer = await judge.AskAsync("Judge.", "Is it so?", default);

        Assert.That(answer.Text, Is.Null);
        Assert.That(answer.Problem, Does.StartWith("It could not be judged. Model 'test-model'").And.Contain("quota"));
    }

    [Test]
    public async Task A_run_with_a_judged_clause_says_what_was_judged_and_what_it_cost()
    {
        await using var server = await ModelServer.StartAsync(Script.Of(_ => Reply.Say(Yes)));
        _folder.With("Directory.Build.props", "<Project />").With("docs.md", "# Events\nsubscription.created\n").With("words.goal", $$"""
            goal "words" {
                objective "The events are documented."
                verify { file "docs.md" exists  judge "docs.md names an event" reading "docs.md" as "opinion" }
                constrain { only "**" }
                agent { model "test-model" at "{{server.Url}}" price $1 / $10 }
            }
            """).Committed();
        var parsed = GoalLanguage.Parse(new SourceText(_folder["words.goal"], _folder.Text("words.goal")));
        using var verifier = new MSBuildVerifier(TimeProvider.System);
        var loop = new RunLoop(verifier, _ => null, TimeProvider.System);

        var result = (await loop.RunAsync(new RunRequest(new Workspace(_folder.Path, _folder.State), parsed.Source, parsed.File), null, default)).Single();

        using var ledger = RunLedger.OpenExisting(_folder.State)!;
        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
            Assert.That(result.Message, Is.EqualTo("Every clause holds. Judged by a model, not proved: 'opinion'."));
            Assert.That(result.Verdicts[1].Judged, Is.True);
            Assert.That(result.Spent.Dollars, Is.GreaterThan(0));
            Assert.That(ledger.CostsOf(result.Run), Has.Count.EqualTo(server.Requests.Count));
            Assert.That(ledger.CostsOf(result.Run).Select(cost => cost.Executor), Is.All.StartsWith("judge model"));
        });
    }
}
