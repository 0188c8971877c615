using System.Text.Json;
using GoalBuild.ModelScripts;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary><c>plan --draft</c>: a model's opinion beside what was found, over real HTTP.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PlanDraftTests : IDisposable
{
    private const string Draft = "Approach\n1. Write b.txt.\n2. Look at it.\n\nRisks\n- Nothing says what stands in b.txt\u001b[2J, and that takes a whole long line to tell in words.";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Without_being_asked_for_it_costs_nothing()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        var (code, lines) = await PlanAsync(server.Url, VerdictStatus.Fails);
        Assert.That((code, server.Requests.Count), Is.EqualTo((ExitCode.Met, 0)));
        Assert.That(lines, Has.None.Contains("draft"));
    }

    [Test]
    public async Task Approach_and_risks_are_told_as_a_draft_with_what_they_cost_and_the_tree_stays_as_it_is()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        var (code, lines) = await PlanAsync(server.Url, VerdictStatus.Fails, "--draft");
        var drafted = lines.SkipWhile(line => !line.StartsWith("  draft", StringComparison.Ordinal)).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.Met));
            Assert.That(lines[0], Is.EqualTo("demo: 1 clause to work on, 0 of 1 hold already"));
            Assert.That(string.Join(' ', drafted.Select(line => line.Trim())), Does.Contain("for review: nothing of it is proved; 100 tokens in, 20 out, $0.0003"));
            Assert.That(drafted, Has.Member("  approach       1. Write b.txt.").And.Member("                 2. Look at it."));
            Assert.That(drafted.Single(line => line.StartsWith("  risks ", StringComparison.Ordinal)), Does.StartWith("  risks          - Nothing says what stands in b.txt?[2J"));
            Assert.That(lines[^1], Is.EqualTo("  dotnet goal run demo.goal"));
            Assert.That(drafted.Where(line => !line.Contains("kept in", StringComparison.Ordinal)).Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
            Assert.That(Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName), Is.EqualTo(new[] { "demo.goal" }));
            Assert.That(File.ReadAllText(Kept()), Does.Contain("nothing of it is proved").And.Contain("1. Write b.txt.").And.Contain("- Nothing says").And.Contain("$0.0003"));
        });
    }

    [Test]
    public async Task Programs_get_the_draft_as_an_event_before_the_sum()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        var (_, lines) = await PlanAsync(server.Url, VerdictStatus.Fails, "--draft", "--json");
        var events = lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("event").GetString()!.StartsWith("plan", StringComparison.Ordinal)).ToList();
        Assert.That(events.Select(line => line.GetProperty("event").GetString()), Is.EqualTo(new[] { "plan-finding", "plan-draft", "plan" }));
        var draft = events[1];
        Assert.Multiple(() =>
        {
            Assert.That(draft.GetProperty("status").GetString(), Is.EqualTo("draft"));
            Assert.That(draft.GetProperty("executor").GetString(), Does.Contain("test-model"));
            Assert.That(draft.GetProperty("approach").EnumerateArray().Select(step => step.GetString()), Is.EqualTo(new[] { "Write b.txt.", "Look at it." }));
            Assert.That(draft.GetProperty("risks").GetArrayLength(), Is.EqualTo(1));
            Assert.That((draft.GetProperty("tokensIn").GetInt64(), draft.GetProperty("dollars").GetDecimal(), draft.GetProperty("output").GetString()), Is.EqualTo((100L, 0.0003m, Kept())));
        });
    }

    [Test]
    public async Task A_draft_that_cannot_be_had_needs_a_person_first()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.NoQuota()));
        var (code, lines) = await PlanAsync(server.Url, VerdictStatus.Fails, "--draft");
        Assert.That(code, Is.EqualTo(ExitCode.Stalled));
        Assert.That(string.Join(' ', lines.Select(line => line.Trim())), Does.Contain("Model 'test-model'").And.Contain("quota").And.Not.Contain("dotnet goal run"));
    }

    [TestCase(VerdictStatus.Holds, "file \"b.txt\" exists", ExitCode.Met, "there is nothing to do")]
    [TestCase(VerdictStatus.Fails, "file \"b.txt\" exists  file \"b.txt\" missing", ExitCode.Stalled, "the goal contradicts itself")]
    public async Task No_token_is_spent_where_no_draft_helps(VerdictStatus status, string clauses, int expected, string said)
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Draft)));
        var (code, lines) = await PlanAsync(server.Url, status, clauses, ["--draft"]);
        Assert.That((code, server.Requests.Count), Is.EqualTo((expected, 0)));
        Assert.That(lines, Has.Some.Contains($"No draft was asked for: {said}"));
    }

    private string Kept() => Directory.EnumerateFiles(Path.Combine(_folder.Path, ".goal"), PlanDraft.FileName, SearchOption.AllDirectories).Single();

    private Task<(int Code, List<string> Lines)> PlanAsync(string url, VerdictStatus status, params string[] options) => PlanAsync(url, status, "file \"b.txt\" exists", options);

    private async Task<(int Code, List<string> Lines)> PlanAsync(string url, VerdictStatus status, string clauses, string[] options)
    {
        _folder.Write("demo.goal", $$"""goal "demo" { objective "It works." verify { {{clauses}} } constrain { protect "docs/**" } agent { model "test-model" at "{{url}}" price $1 / $10 } }""");
        var host = new TestHost(_folder.Path, width: 80);
        var code = await host.RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, status))), ["plan", .. options]);
        return (code, [.. host.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
    }
}
