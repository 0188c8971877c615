using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Tests.Models;
using GoalBuild.Ledger;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Life;

/// <summary>What is read of a run while it goes on and afterwards: its log, where it is, its transcript; and its calls, made again.</summary>
[TestFixture]
internal sealed class RunLogTests
{
    private static Reply Write(string path, string text) => Reply.Call("edit_file", new Dictionary<string, object> { ["path"] = path, ["new"] = text });

    private static async Task<ModelRun> MetAsync()
    {
        var run = await ModelRun.OfAsync(Script.ByStep(Write("a.txt", "one\n"), Reply.Say("Half is done."), Write("b.txt", "two\n"), Reply.Say("Now it is.")));
        Assert.That((await run.With(run.Goal()).RunAsync()).Outcome, Is.EqualTo(RunOutcome.Met));
        return run;
    }

    private static IReadOnlyList<LogEntry> LogOf(ModelRun run, SecretMask? mask = null)
    {
        using var ledger = RunLedger.OpenExisting(run.Folder.State)!;
        return new RunLog(ledger, run.Ledger().Run.Id, mask ?? new SecretMask([])).ReadOn();
    }

    [Test]
    public async Task A_log_tells_in_order_what_happened_and_what_was_said_and_done()
    {
        await using var run = await MetAsync();
        var log = LogOf(run);
        Assert.That(log.Select(entry => entry.Kind).Where(kind => kind is not (LogKinds.Waited or LogKinds.Notice)), Is.EqualTo(new[]
        {
            LogKinds.RunStarted, LogKinds.Verified,
            LogKinds.TurnStarted, LogKinds.Told, LogKinds.Called, LogKinds.Returned, LogKinds.Said, LogKinds.Verified, LogKinds.TurnKept,
            LogKinds.TurnStarted, LogKinds.Told, LogKinds.Called, LogKinds.Returned, LogKinds.Said, LogKinds.Verified, LogKinds.TurnKept,
            LogKinds.Verified, LogKinds.RunFinished,
        }));
        Assert.That(log.Where(entry => entry.Kind == LogKinds.Said).Select(entry => entry.Text), Is.EqualTo(new[] { "Half is done.", "Now it is." }));
        Assert.That(log.Count(entry => entry.Text.Contains("Half is done.", StringComparison.Ordinal)), Is.EqualTo(2), "Said, and the turn's summary; not told of as it streamed in.");
        Assert.That(log.First(entry => entry.Kind == LogKinds.Called), Has.Property("Tool").EqualTo("edit_file").And.Property("Text").EqualTo("edit_file a.txt").And.Property("Turn").EqualTo(1));
        Assert.That(log.First(entry => entry.Kind == LogKinds.Verified).Text, Does.StartWith("0 of 2 clauses hold\n").And.Contain("not found"));
        Assert.That(log.First(entry => entry.Kind == LogKinds.TurnKept).Spent!.Tokens, Is.GreaterThan(0));
        Assert.That(log[^1].Text, Is.EqualTo("met: Every clause holds."));
    }

    [Test]
    public async Task Reading_on_gives_each_entry_once()
    {
        await using var run = await MetAsync();
        using var ledger = RunLedger.OpenExisting(run.Folder.State)!;
        var log = new RunLog(ledger, run.Ledger().Run.Id, new SecretMask([]));
        Assert.That((log.ReadOn().Count > 0, log.ReadOn().Count), Is.EqualTo((true, 0)));
        using (var writer = RunLedger.Open(run.Folder.State, TimeProvider.System))
        {
            writer.AddEvent(new LedgerEvent(run.Ledger().Run.Id, 0, DateTimeOffset.UtcNow, nameof(NoticeGiven), """{"goal":"words","code":null,"message":"more"}"""));
        }

        Assert.That(log.ReadOn().Single(), Has.Property("Kind").EqualTo(LogKinds.Notice).And.Property("Text").EqualTo("more"));
    }

    [Test]
    public async Task Secrets_are_masked_in_the_log_and_in_the_transcript_of_the_evidence()
    {
        await using var run = await ModelRun.OfAsync(Script.ByStep(Write("a.txt", "one\n"), Reply.Say("The token is ghp_0123456789abcdefghijklmnopqrstuvwxyz0123, keep it.")));
        await run.With(run.Goal("", null, "file \"a.txt\" contains \"one\"")).RunAsync();
        Assert.That(LogOf(run).Select(entry => entry.Text), Has.None.Contains("ghp_").And.Some.Contains(SecretMask.Opening));

        var folder = run.Folder["bundle"];
        TranscriptFile.Write(new Workspace(run.Folder.Path, run.Folder.State), run.Ledger().Run.Id, folder);
        var lines = File.ReadAllLines(Path.Combine(folder, TranscriptFile.Name));
        Assert.That(lines, Has.Length.EqualTo(run.Ledger().Transcript.Count));
        Assert.That(lines, Has.None.Contains("ghp_").And.Some.Contains(SecretMask.Opening));
        foreach (var line in lines)
        {
            using var json = System.Text.Json.JsonDocument.Parse(line);
            Assert.That(json.RootElement.GetProperty("turn").GetInt32(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_goal_file_that_was_edited_between_shows_its_change()
    {
        await using var run = await ModelRun.OfAsync(Script.Of(request => Reply.Say("I cannot do it.")));
        Assert.That((await run.With(run.Goal("budget { turns 1 }")).RunAsync()).Outcome, Is.EqualTo(RunOutcome.BudgetSpent));
        run.With(run.Goal("budget { turns 2 }"));
        await run.ResumeAsync();
        var change = LogOf(run).Single(entry => entry.Kind == LogKinds.GoalChanged).Text.Split('\n');
        Assert.That(change.Select(line => line.TrimEnd()), Has.Some.EqualTo("-     budget { turns 1 }").And.Some.EqualTo("+     budget { turns 2 }"));
    }

    [Test]
    public async Task Where_a_run_is_can_be_asked_while_it_goes_on()
    {
        await using var run = await ModelRun.OfAsync(Script.ByStep(Write("a.txt", "one\n"), Reply.Say("Half is done."), Write("b.txt", "two\n"), Reply.Say("Now it is.")));
        var seen = new List<RunSituation>();
        run.OnEvent = happened =>
        {
            if (happened is TurnProgressed or VerificationStarted)
            {
                using var ledger = RunLedger.OpenExisting(run.Folder.State)!;
                var row = ledger.AllRuns()[0];
                seen.Add(RunSituation.Of(ledger, row, GoalBuild.Language.GoalLanguage.Parse(new Language.Syntax.SourceText("words.goal", row.GoalText)).File.Goals[0], isUnderWay: true, DateTimeOffset.UtcNow));
            }
        };
        await run.With(run.Goal("budget { turns 9 tokens 1M }")).RunAsync();

        Assert.That(seen.Select(situation => situation.Now), Has.Some.EqualTo("verifying").And.Some.EqualTo("edit_file a.txt"));
        var last = seen[^1];
        Assert.That((last.Turn, last.TurnsLeft, last.Left.Tokens), Is.EqualTo((2, 7L, 1_000_000 - last.Spent.Tokens)));
        Assert.That(last.Spent.Tokens, Is.GreaterThan(0));
        Assert.That(last.Verdicts.Select(verdict => verdict.Status), Is.All.EqualTo("holds"));
    }
}
