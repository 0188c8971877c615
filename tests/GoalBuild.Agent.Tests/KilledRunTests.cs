using System.Globalization;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Ledger;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests;

/// <summary>Real processes, really killed.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Category("Slow")]
internal sealed class KilledRunTests : IDisposable
{
    // A run of the host has 53 points; those beyond let it end by itself. A step of 5 or 9 meets each kind of point once in a few turns.
    private const int Points = 58;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_run_that_is_killed_at_any_point_is_resumed_to_the_same_tree([Values] bool isolated)
    {
        var mode = isolated ? "isolate" : "";
        var whole = 0;
        for (var point = 1; point <= Points; point += isolated ? 9 : 5)
        {
            using var folder = new TempFolder();
            folder.With("b.txt", "before\n").Committed().With("b.txt", "uncommitted\n");
            Begin(folder);
            var start = folder.Files();
            var killed = Host.Run("run", folder.Path, $"{point}", mode);
            if (killed.Code != Host.Killed)
            {
                Assert.That(killed.Code, Is.Zero, killed.Output);
                whole++;
                continue;
            }

            // A second kill, in the middle of making good the first one.
            Host.Run("resume", folder.Path, $"{1 + point % 4}", mode);
            var resumed = Host.Run("resume", folder.Path, "0", mode);
            AssertMet(folder, start, resumed, isolated, $"killed at point {point}");
        }

        Assert.That(whole, Is.GreaterThan(0), "some points lie behind the end");
    }

    [Test]
    public void A_run_that_is_killed_before_any_call_of_git_is_resumed_to_the_same_tree([Values] bool isolated)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The killing git is a shell script.");
        }

        var mode = isolated ? "isolate" : "";
        var whole = 0;
        for (var call = 1; whole == 0; call += isolated ? 33 : 25)
        {
            using var folder = new TempFolder();
            using var tools = new TempFolder();
            folder.With("b.txt", "before\n").Committed();
            Begin(folder);
            var start = folder.Files();
            var killed = Host.Run(KillingGit(tools, call), "run", folder.Path, "0", mode);
            if (killed.Code != Host.Killed)
            {
                whole++;
                AssertMet(folder, start, killed, isolated, $"not killed at call {call}");
                continue;
            }

            var resumed = Host.Run("resume", folder.Path, "0", mode);
            if (resumed.Output.Contains("GOAL0011", StringComparison.Ordinal))
            {
                resumed = Host.Run("run", folder.Path, "0", mode);
            }

            AssertMet(folder, start, resumed, isolated, $"killed before call {call} of git");
        }
    }

    [Test]
    public void A_run_that_is_interrupted_with_the_git_it_waits_for_is_cancelled_and_resumed_to_the_same_tree([Values] bool isolated)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The killing git is a shell script.");
        }

        var mode = isolated ? "isolate" : "";
        var (whole, cancelled) = (0, 0);
        for (var call = 1; whole == 0; call += isolated ? 41 : 27)
        {
            using var folder = new TempFolder();
            using var tools = new TempFolder();
            folder.With("b.txt", "before\n").Committed();
            Begin(folder);
            var start = folder.Files();
            var ended = Host.Run(InterruptingGit(tools, call), "run", folder.Path, "0", mode);
            whole += int.Parse(tools.Text("count"), CultureInfo.InvariantCulture) < call ? 1 : 0;
            if (ended.Code == 130)
            {
                cancelled++;
                ended = Host.Run("resume", folder.Path, "0", mode);
                if (ended.Output.Contains("GOAL0011", StringComparison.Ordinal))
                {
                    ended = Host.Run("run", folder.Path, "0", mode);
                }
            }

            AssertMet(folder, start, ended, isolated, $"interrupted in call {call} of git");
        }

        Assert.That(cancelled, Is.GreaterThan(0));
    }

    [Test]
    public void A_finished_turn_is_not_repeated_and_the_budget_keeps_what_was_spent()
    {
        Begin(_folder);
        // Points: started, proof of the start, first turn …; the second turn has begun when the eighth is reached.
        var killed = Host.Run("run", _folder.Path, "10");
        Assert.That(killed.Code, Is.EqualTo(Host.Killed), killed.Output);
        var turnsBefore = Turns();
        Host.Run("resume", _folder.Path, "0");
        var turns = Turns();
        Assert.That(turns.Take(turnsBefore.Count - 1).Select(turn => (turn.Number, turn.Executor, turn.After)), Is.EqualTo(turnsBefore.Take(turnsBefore.Count - 1).Select(turn => (turn.Number, turn.Executor, turn.After))));
        Assert.That(turns.Select(turn => turn.Number), Is.EqualTo(Enumerable.Range(1, turns.Count)));
        Assert.That(_folder.Text("a.txt.count"), Is.EqualTo("turn\n"));
    }

    [Test]
    public async Task What_the_user_changed_after_the_crash_stays_and_what_the_turn_did_is_kept_as_a_patch()
    {
        Begin(_folder);
        await KillInFirstTurnAsync();

        Assert.That(_folder.Text("a.txt.count"), Is.EqualTo("turn\n"), "the turn was under way");
        _folder.With("mine.txt", "the user's");
        File.SetLastWriteTimeUtc(_folder["mine.txt"], DateTime.UtcNow.AddSeconds(10));

        var watcher = new Watcher();
        var result = (await new RunLoop(new FileVerifier(), Goals.ExecutorsOfThree(() => { }), TimeProvider.System)
            .ResumeAsync(Goals.Request(_folder.Path, Goals.Three), watcher, default)).Single();

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(_folder.Text("mine.txt"), Is.EqualTo("the user's"));
        Assert.That(_folder.Text("a.txt.count"), Is.EqualTo("turn\n"), "undone, then done once");
        Assert.That(File.ReadAllText(Path.Combine(result.EvidenceDirectory, "turn-1-interrupted.patch")), Does.Contain("a.txt.count"));
        Assert.That(watcher.Of<NoticeGiven>().Select(notice => notice.Message), Has.Some.Contains("'mine.txt' changed after the interruption"));
    }

    [Test]
    public async Task What_the_user_changed_after_a_kill_in_a_verification_stays_whether_the_run_goes_on_or_another_begins([Values] bool resumed)
    {
        Begin(_folder);
        _folder.With("mine.txt", "start");
        // Points: started, the first verification with three clauses, turn started, in the turn, its word; the twelfth lies in its judgement.
        var killed = Host.Run("run", _folder.Path, "12");
        Assert.That(killed.Code, Is.EqualTo(Host.Killed), killed.Output);
        Assert.That(Turns().Single(), Has.Property("State").EqualTo(TurnState.Started).And.Property("After").Not.Null);

        foreach (var file in new[] { "mine.txt", "words.goal", "new.txt" })
        {
            _folder.With(file, "the user's");
            File.SetLastWriteTimeUtc(_folder[file], DateTime.UtcNow.AddSeconds(10));
        }

        var watcher = new Watcher();
        var loop = new RunLoop(new FileVerifier(), Goals.ExecutorsOfThree(() => { }), TimeProvider.System);
        var request = Goals.Request(_folder.Path, Goals.Three);
        var result = (resumed ? await loop.ResumeAsync(request, watcher, default) : await loop.RunAsync(request, watcher, default)).Single();

        Assert.That((result.Outcome, result.Message), Is.EqualTo((RunOutcome.Met, "Every clause holds.")));
        Assert.That(new[] { "mine.txt", "words.goal", "new.txt" }.Select(_folder.Text), Is.All.EqualTo("the user's"));
        Assert.That(_folder.Text("a.txt.count"), Is.EqualTo("turn\n"), "kept, or undone and done once more");
        Assert.That(watcher.Of<TurnUndone>(), Is.Empty);
    }

    [Test]
    public async Task What_a_killed_run_has_started_is_ended_before_the_tree_is_looked_at([Values] bool resumed)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("Elsewhere processes cannot be found by their mark.");
        }

        Begin(_folder);
        string mark;
        using (var process = Host.Start(null, "run", _folder.Path, "0", "child"))
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("child", StringComparison.Ordinal))
            {
            }

            mark = RunLock.HolderOf(_folder.State, RunLock.KeyOf(new GoalKey("words.goal", "words")))!.Mark;
            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.That(ProcessTree.Marked(mark), Has.Count.EqualTo(1), "it outlives the run");
        var watcher = new Watcher();
        var loop = new RunLoop(new FileVerifier(), Goals.ExecutorsOfThree(() => { }), TimeProvider.System);
        var request = Goals.Request(_folder.Path, Goals.Three);
        var result = (resumed ? await loop.ResumeAsync(request, watcher, default) : await loop.RunAsync(request, watcher, default)).Single();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(ProcessTree.Marked(mark), Is.Empty);
        Assert.That(watcher.Events[0], Is.TypeOf<NoticeGiven>().With.Property("Message").StartsWith("1 process "));
    }

    [Test]
    public async Task What_the_user_moved_after_the_crash_is_not_deleted()
    {
        _folder.With("docs/kept.txt", "precious\n").With("src/half.txt", "start\n");
        Begin(_folder);
        await KillInFirstTurnAsync();

        // As if the turn had edited one of the files before it was cut off; both are moved a while later.
        _folder.With("src/half.txt", "start\nedited\n");
        File.SetLastWriteTimeUtc(_folder["src/half.txt"], DateTime.UtcNow.AddSeconds(-1));
        Directory.CreateDirectory(_folder["new"]);
        File.Move(_folder["docs/kept.txt"], _folder["new/kept.txt"]);
        File.Move(_folder["src/half.txt"], _folder["new/half.txt"]);
        foreach (var folder in new[] { "docs", "src", "new" })
        {
            Directory.SetLastWriteTimeUtc(_folder[folder], DateTime.UtcNow.AddSeconds(10));
        }

        var result = (await new RunLoop(new FileVerifier(), Goals.ExecutorsOfThree(() => { }), TimeProvider.System)
            .ResumeAsync(Goals.Request(_folder.Path, Goals.Three), null, default)).Single();

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That((_folder.Text("new/kept.txt"), _folder.Text("new/half.txt")), Is.EqualTo(("precious\n", "start\nedited\n")));
        Assert.That(_folder.Text("a.txt.count"), Is.EqualTo("turn\n"), "what the turn itself added is undone");
    }

    [Test]
    public async Task A_second_run_says_who_holds_the_goal_and_a_killed_holder_holds_nothing()
    {
        Begin(_folder);
        using var process = Host.Start(null, "run", _folder.Path, "0", "wait");
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != "waiting")
        {
        }

        var second = Host.Run("run", _folder.Path, "0");
        Assert.That(second.Code, Is.EqualTo(2));
        Assert.That(second.Output, Does.Contain("GOAL0007").And.Contain($"process {process.Id} on {Environment.MachineName}").And.Contain("(host run)"));
        var key = RunLock.KeyOf(new GoalKey("words.goal", "words"));
        Assert.That(RunLock.HolderOf(_folder.State, key)!.ProcessId, Is.EqualTo(process.Id));

        process.Kill();
        await process.WaitForExitAsync();
        Assert.That(RunLock.HolderOf(_folder.State, key), Is.Null);
        using (var ledger = RunLedger.Open(_folder.State, TimeProvider.System))
        {
            Assert.That(ledger.AllRuns()[0].State, Is.EqualTo(RunState.Running), "running without a holder: it crashed");
        }

        var third = Host.Run("run", _folder.Path, "0");
        Assert.That(third.Code, Is.Zero, third.Output);
        Assert.That(_folder.Text("a.txt.count"), Is.EqualTo("turn\n"), "the half turn of the killed run was undone first");
    }

    private async Task KillInFirstTurnAsync()
    {
        using var process = Host.Start(null, "run", _folder.Path, "0", "wait");
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != "waiting")
        {
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static void Begin(TempFolder folder) => Goals.Request(folder.Path, Goals.Three);

    private List<LedgerTurn> Turns()
    {
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        return [.. ledger.TurnsOf(ledger.AllRuns()[0].Id)];
    }

    private static void AssertMet(TempFolder folder, SortedDictionary<string, string> start, (int Code, string Output) ended, bool isolated, string when)
    {
        Assert.That(ended.Code, Is.Zero, $"{when}: {ended.Output}");
        if (isolated)
        {
            Assert.That(folder.Files(), Is.EqualTo(start), $"{when}: the user's tree stays as it is");
            Assert.That(folder.Git("worktree", "list").Trim().Split('\n'), Has.Length.EqualTo(1), when);
            Assert.That(folder.Git("status", "--porcelain"), Does.Not.Contain(".count"), when);
            var patch = Directory.EnumerateFiles(folder[".goal/runs"], "result.patch", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
            folder.Git("apply", patch);
        }

        foreach (var (file, text) in new[] { ("a.txt", "one\n"), ("c.txt", "three\n") })
        {
            Assert.That(folder.Text(file), Is.EqualTo(text), $"{when}: {file}");
        }

        Assert.That(folder.Text("b.txt"), Does.EndWith("e\ntwo\n").Or.EndWith("ed\ntwo\n"), when);
        foreach (var file in new[] { "a", "b", "c" })
        {
            Assert.That(folder.Text($"{file}.txt.count"), Is.EqualTo("turn\n"), $"{when}: {file} was repaired once");
        }
    }

    // A git that kills whoever calls it for the given time; the calls are counted in a file.
    private static Dictionary<string, string> KillingGit(TempFolder tools, int call) => ShellGit(tools, call, "kill -9 $PPID; exit 1");

    // A git that a terminal's Ctrl+C ends together with whoever calls it for the given time, and that leaves the lock of its index.
    private static Dictionary<string, string> InterruptingGit(TempFolder tools, int call) =>
        ShellGit(tools, call, "[ -n \"$GIT_INDEX_FILE\" ] && : > \"$GIT_INDEX_FILE.lock\"; kill -INT $PPID; kill -9 $$");

    private static Dictionary<string, string> ShellGit(TempFolder tools, int call, string act)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var git = path.Split(':').Select(folder => Path.Combine(folder, "git")).First(File.Exists);
        tools.With("git", $"""
            #!/bin/sh
            echo x >> '{tools["calls"]}'
            wc -l < '{tools["calls"]}' > '{tools["count"]}'
            if [ "$(cat '{tools["count"]}')" -eq {call} ]; then {act}; fi
            exec '{git}' "$@"

            """);
        tools.SetExecutable("git", true);
        return new Dictionary<string, string> { ["PATH"] = $"{tools.Path}:{path}" };
    }
}
