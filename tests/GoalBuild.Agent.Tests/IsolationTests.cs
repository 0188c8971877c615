using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class IsolationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task An_isolated_run_sees_the_tree_as_it_is_and_leaves_it_so([Values] bool inGit)
    {
        _folder.With(".gitignore", "ignored.txt\n").With("committed.txt", "c\r\n").With("deleted.txt", "d").With("changed.txt", "old");
        if (inGit)
        {
            _folder.Committed();
            File.Delete(_folder["deleted.txt"]);
        }

        _folder.With("changed.txt", "uncommitted").With("untracked.txt", "u").With("ignored.txt", "i").With("words.goal", "// the goal\n");
        var start = _folder.Files();
        var git = inGit ? GitState() : "";
        SortedDictionary<string, string> seen = [];
        var executor = new ScriptedExecutor("e", turn =>
        {
            seen = FilesOf(turn.Workspace.Root);
            File.WriteAllText(Path.Combine(turn.GoalDirectory, "a.txt"), "one");
            File.Delete(Path.Combine(turn.GoalDirectory, "untracked.txt"));
            return new TurnResult(TurnEnd.Worked, "wrote");
        });

        var result = await RunAsync(executor);

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(seen.Keys, Is.EqualTo(start.Keys.Where(file => file != "ignored.txt")));
        Assert.That(seen["changed.txt"], Is.EqualTo("uncommitted"));
        Assert.That(_folder.Files(), Is.EqualTo(start));
        if (inGit)
        {
            Assert.That(GitState(), Is.EqualTo(git));
            Assert.That(Directory.Exists(_folder[".git/worktrees"]) && Directory.EnumerateFileSystemEntries(_folder[".git/worktrees"]).Any(), Is.False);
        }

        Assert.That(Directory.EnumerateFileSystemEntries(_folder[".goal/worktrees"]), Is.Empty);
        _folder.Git("apply", result.PatchFile!);
        Assert.That((_folder.Text("a.txt"), File.Exists(_folder["untracked.txt"])), Is.EqualTo(("one", false)));
    }

    [Test]
    public async Task A_repository_without_a_commit_is_copied_and_git_in_the_copy_does_not_find_the_users()
    {
        _folder.Git("init", "--quiet");
        _folder.With("x.txt", "x").With(".git/info/exclude", "private.txt\n");
        var top = "";
        var result = await RunAsync(new ScriptedExecutor("e", turn =>
        {
            top = _folder.Git("-C", turn.Workspace.Root, "rev-parse", "--show-toplevel").Trim();
            File.WriteAllText(Path.Combine(turn.GoalDirectory, "a.txt"), "one");
            File.WriteAllText(Path.Combine(turn.GoalDirectory, "private.txt"), "not for the patch");
            return new TurnResult(TurnEnd.Worked, "wrote");
        }));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "a.txt" }));
        Assert.That(top, Does.Contain("/.goal/worktrees/"));
        Assert.That(File.Exists(_folder["a.txt"]), Is.False);
        Assert.That(Directory.EnumerateFileSystemEntries(_folder[".goal/worktrees"]), Is.Empty);
    }

    [Test]
    public async Task Hooks_of_the_users_repository_do_not_run()
    {
        _folder.With("x.txt", "x").Committed();
        foreach (var hook in new[] { "post-checkout", "post-index-change", "reference-transaction" })
        {
            _folder.With($".git/hooks/{hook}", $"#!/bin/sh\ntouch '{_folder["hook-ran"]}'\n").SetExecutable($".git/hooks/{hook}", true);
        }

        await RunAsync(new ScriptedExecutor("e", _ => new TurnResult(TurnEnd.Exhausted, "nothing")));
        Assert.That(File.Exists(_folder["hook-ran"]), Is.False);
    }

    [Test]
    public async Task A_stalled_isolated_run_is_resumed_from_where_it_ended()
    {
        _folder.With("x.txt", "x").Committed();
        var goal = Goals.Of(("a.txt", "one"), ("b.txt", "two"));
        var stalled = (await Loop(new ScriptedExecutor("half", turn => Writes(turn, "a.txt", "one"))).RunAsync(Request(goal), _watcher, default)).Single();
        Assert.That(stalled.Outcome, Is.EqualTo(RunOutcome.Stalled));

        var seen = "";
        var resumed = (await Loop(new ScriptedExecutor("rest", turn =>
        {
            seen = File.ReadAllText(Path.Combine(turn.GoalDirectory, "a.txt"));
            return Writes(turn, "b.txt", "two");
        })).ResumeAsync(Request(goal), _watcher, default)).Single();
        Assert.That((resumed.Outcome, resumed.Run, seen), Is.EqualTo((RunOutcome.Met, stalled.Run, "one")));
        _folder.Git("apply", resumed.PatchFile!);
        Assert.That((_folder.Text("a.txt"), _folder.Text("b.txt")), Is.EqualTo(("one", "two")));
    }

    [Test]
    public async Task A_run_that_a_fault_ended_goes_on_with_the_turns_that_were_kept([Values] bool copyIsGone)
    {
        _folder.With("x.txt", "x").Committed();
        var goal = Goals.Of(("a.txt", "one"), ("b.txt", "two"));
        Assert.That(
            () => Loop(new ScriptedExecutor("e", turn => turn.Number == 1 ? Writes(turn, "a.txt", "one") : throw new GoalFaultException(DiagnosticCatalogue.NotWritable, "no room")))
                .RunAsync(Request(goal), _watcher, default),
            Throws.TypeOf<GoalFaultException>());

        // Another goal's run cleans up what is of no use any more.
        var other = Goals.Of(("x.txt", "x")) with { Name = new Text("other") };
        await Loop(new ScriptedExecutor("e", _ => new TurnResult(TurnEnd.Exhausted, ""))).RunAsync(Request(other), _watcher, default);
        if (copyIsGone)
        {
            Directory.Delete(Directory.GetDirectories(_folder[".goal/worktrees"]).Single(), recursive: true);
        }

        var seen = "";
        var resumed = (await Loop(new ScriptedExecutor("e", turn =>
        {
            seen = File.ReadAllText(Path.Combine(turn.GoalDirectory, "a.txt"));
            return Writes(turn, "b.txt", "two");
        })).ResumeAsync(Request(goal), _watcher, default)).Single();
        Assert.That((resumed.Outcome, seen), Is.EqualTo((RunOutcome.Met, "one")));
        _folder.Git("apply", resumed.PatchFile!);
        Assert.That((_folder.Text("a.txt"), _folder.Text("b.txt")), Is.EqualTo(("one", "two")));
    }

    [Test]
    public async Task Only_the_newest_run_of_each_goal_keeps_its_snapshots_to_be_resumed_or_rolled_back()
    {
        _folder.With("x.txt", "x").Committed();
        var goal = Goals.Of(("a.txt", "one"));
        var other = Goals.Of(("x.txt", "x")) with { Name = new Text("other") };
        await RunAsync(new ScriptedExecutor("e", _ => new TurnResult(TurnEnd.Exhausted, "")));
        var stalled = await RunAsync(new ScriptedExecutor("e", _ => new TurnResult(TurnEnd.Exhausted, "")));
        var met = (await Loop(new ScriptedExecutor("e", _ => new TurnResult(TurnEnd.Exhausted, ""))).RunAsync(Request(other), _watcher, default)).Single();
        var labels = _folder.Git("--git-dir", _folder[".goal/snapshots.git"], "for-each-ref", "--format=%(refname)").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(labels.Select(label => label.Split('/')[2]).Distinct(), Is.EquivalentTo(new[] { stalled.Run, met.Run, "baselines" }));
        Assert.That(goal.Name.Value, Is.EqualTo(stalled.Goal));
    }

    [Test]
    public async Task Clearing_forgets_runs_copies_and_the_baseline()
    {
        _folder.With("x.txt", "x").Committed();
        using var cancel = new CancellationTokenSource();
        var loop = Loop(new ScriptedExecutor("e", _ =>
        {
            cancel.Cancel();
            return new TurnResult(TurnEnd.Worked, "");
        }));
        var cancelled = (await loop.RunAsync(Request(Goals.Of(("a.txt", "one"))), _watcher, cancel.Token)).Single();
        Assert.That(cancelled.Outcome, Is.EqualTo(RunOutcome.Cancelled));
        Assert.That(_folder.Git("worktree", "list").Trim().Split('\n'), Has.Length.EqualTo(2), "the copy stays, to be resumed in");

        var request = Request(Goals.Of(("a.txt", "one")));
        var key = new GoalKey("words.goal", "words");
        Assert.That(await GoalCleaner.ClearAsync(request.Workspace, key, TimeProvider.System, default), Is.EqualTo(new Cleared(1, [])));
        Assert.That(_folder.Git("worktree", "list").Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(Directory.Exists(cancelled.EvidenceDirectory), Is.False);
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        Assert.That((ledger.AllRuns().Count, ledger.Baseline(key)), Is.EqualTo((0, (string?)null)));
    }

    [Test]
    public async Task The_baseline_is_the_start_of_the_first_run_and_before_it_HEAD()
    {
        _folder.With("x.txt", "x").With("y.txt", "y").Committed().With("y.txt", "changed by hand").With("new.txt", "n");
        var request = Request(Goals.Of(("a.txt", "one")));
        var key = new GoalKey("words.goal", "words");
        using (var head = await GoalBaseline.FindAsync(request.Workspace, key, default))
        {
            Assert.That(await head!.ChangedFilesAsync(default), Is.EquivalentTo(new[] { "y.txt", "new.txt", "words.goal" }));
        }

        await Loop(new ScriptedExecutor("none", _ => new TurnResult(TurnEnd.Exhausted, ""))).RunAsync(request with { Isolate = false }, _watcher, default);
        _folder.With("x.txt", "after the run");
        using (var run = await GoalBaseline.FindAsync(request.Workspace, key, default))
        {
            Assert.That(await run!.ChangedFilesAsync(default), Is.EquivalentTo(new[] { "x.txt" }));
        }
    }

    [Test]
    public async Task Outside_git_a_goal_that_never_ran_has_no_baseline()
    {
        var request = Request(Goals.Of(("a.txt", "one")));
        Assert.That(await GoalBaseline.FindAsync(request.Workspace, new GoalKey("words.goal", "words"), default), Is.Null);
    }

    [Test]
    public void A_snapshot_that_cannot_be_taken_stops_the_run_before_a_turn()
    {
        // Something else lies where the snapshots should.
        _folder.With(".goal/snapshots.git", "no folder");
        var executor = new ScriptedExecutor("e", _ => new TurnResult(TurnEnd.Worked, ""));
        Assert.That(
            () => RunAsync(executor),
            Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0021").And.Message.Contains("snapshots.git"));
        Assert.That(executor.Turns, Is.Empty);
    }

    private async Task<RunResult> RunAsync(ScriptedExecutor executor) =>
        (await Loop(executor).RunAsync(Request(Goals.Of(("a.txt", "one"))), _watcher, default)).Single();

    private static RunLoop Loop(ScriptedExecutor executor) => new(new FileVerifier(), _ => executor, TimeProvider.System);

    private RunRequest Request(Goal goal) => Goals.Request(_folder.Path, goal with { Agent = null }) with { Isolate = true };

    private static TurnResult Writes(Turn turn, string file, string text)
    {
        if (turn.Tried.Contains(file) || File.Exists(Path.Combine(turn.GoalDirectory, file)))
        {
            return new TurnResult(TurnEnd.Exhausted, "done");
        }

        File.WriteAllText(Path.Combine(turn.GoalDirectory, file), text);
        return new TurnResult(TurnEnd.Worked, "wrote") { Attempts = [file] };
    }

    private string GitState() => string.Join('|', _folder.Git("status", "--porcelain=v2", "--branch"), _folder.Git("for-each-ref"), _folder.Git("rev-parse", "HEAD"), _folder.Git("stash", "list"), _folder.Git("config", "--list", "--local"))
        + Convert.ToBase64String(File.ReadAllBytes(_folder[".git/index"]));

    private static SortedDictionary<string, string> FilesOf(string root) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(root, file) is var name && name != ".git")
            .ToDictionary(file => Path.GetRelativePath(root, file), File.ReadAllText),
        StringComparer.Ordinal);
}
