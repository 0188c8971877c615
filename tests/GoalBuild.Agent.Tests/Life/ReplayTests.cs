using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tests.Models;
using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Life;

/// <summary>The calls of a run's models are made again, with the real tools and no model.</summary>
[TestFixture]
internal sealed class ReplayTests
{
    private static Reply Write(string path, string text) => Reply.Call("edit_file", new Dictionary<string, object> { ["path"] = path, ["new"] = text });

    private static async Task<ModelRun> MetAsync()
    {
        var run = await ModelRun.OfAsync(Script.ByStep(Reply.Call("read_file", new { path = "c.txt" }), Write("a.txt", "one\n"), Reply.Say("Half."), Write("b.txt", "two\n"), Write("words.goal", "no goal\n"), Reply.Say("Done.")));
        run.Folder.With("c.txt", "it is here\n");
        Assert.That((await run.With(run.Goal()).RunAsync()).Outcome, Is.EqualTo(RunOutcome.Met));
        return run;
    }

    private static Task<IReadOnlyList<ReplayedTurn>> ReplayAsync(ModelRun run, bool isHere = false, string? id = null)
    {
        var source = new SourceText(run.Folder["words.goal"], run.Folder.Text("words.goal"));
        return new Replay(new Workspace(run.Folder.Path, run.Folder.State), source, GoalLanguage.Parse(source).File.Goals[0], TimeProvider.System)
            .RunAsync(id ?? run.Ledger().Run.Id, isHere, SandboxMode.Off, "dotnet goal replay", null, default);
    }

    [Test]
    public async Task In_a_copy_every_call_answers_as_then_and_leaves_the_same_tree()
    {
        await using var run = await MetAsync();
        var asked = run.Server.Requests.Count;
        run.Folder.With("c.txt", "changed since\n");
        var before = run.Folder.Files();
        var turns = await ReplayAsync(run);

        Assert.That(turns.SelectMany(turn => turn.Calls).Select(call => call.Line), Is.EqualTo(new[] { "read_file c.txt", "edit_file a.txt", "edit_file b.txt", "edit_file words.goal" }));
        Assert.That(turns.SelectMany(turn => turn.Calls).Where(call => !call.IsSame).Select(call => $"{call.Recorded} / {call.Answer}"), Is.Empty);
        Assert.That(turns.Select(turn => turn.Differing), Is.All.Empty);
        Assert.That(turns[1].Calls[1].Answer, Does.Contain("protected"), "the goal's guards hold in a replay too");
        Assert.That(run.Server.Requests, Has.Count.EqualTo(asked), "no model is asked");
        Assert.That(run.Folder.Files(), Is.EqualTo(before));
        Assert.That(Directory.GetDirectories(Path.Combine(run.Folder.State, "replays")), Is.Empty);
        Assert.That(run.Folder.Git("worktree", "list").Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Here_the_calls_work_on_the_tree_as_it_is()
    {
        await using var run = await MetAsync();
        run.Folder.With("c.txt", "changed since\n").With("a.txt", "gone");
        var turns = await ReplayAsync(run, isHere: true);
        var read = turns[0].Calls[0];
        Assert.That(read.IsSame, Is.False);
        Assert.That(read.Answer, Does.Contain("changed since"));
        Assert.That(run.Folder.Text("a.txt"), Is.EqualTo("one\n"));
        Assert.That(turns.Select(turn => turn.Differing), Is.All.Null);
    }

    [Test]
    public async Task A_run_that_nobody_knows_is_a_fault()
    {
        await using var run = await MetAsync();
        Assert.That(() => ReplayAsync(run, id: "20200101-000000-000-0000"), Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").EqualTo(DiagnosticCatalogue.NoSuchRun));
    }

    [TestCase("exit code 0, 1.2 s\nok", "exit code 0, 0.4 s\nok", true)]
    [TestCase("same\n[harness: read_file gave the very same result", "same", true)]
    [TestCase("one", "two", false)]
    [TestCase("1 test failed", "2 tests failed", false)]
    public void How_long_it_took_and_what_the_harness_added_does_not_count(string recorded, string answer, bool same) =>
        Assert.That(new ReplayedCall(1, "x", recorded, answer).IsSame, Is.EqualTo(same));
}
