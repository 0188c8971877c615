using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests;

/// <summary>What people change while a run is interrupted is theirs: it stays, and nobody is blamed for it.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ResumeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose()
    {
        _cancel.Dispose();
        _folder.Dispose();
    }

    private static Goal Goal(params (string File, string Word)[] files) => Goals.Of(files);

    // Every executor of a ladder that is made anew for each stretch, as a new process would.
    private async Task<RunResult> RunAsync(Goal goal, bool resume, Func<ScriptedExecutor> executor, FileVerifier? verifier = null)
    {
        goal = goal with { Agent = new Language.Model.Agent([new FixStep(new Text("e"))]) };
        var loop = new RunLoop(verifier ?? new FileVerifier(), _ => executor(), TimeProvider.System);
        var request = Goals.Request(_folder.Path, goal);
        return (resume ? await loop.ResumeAsync(request, _watcher, default) : await loop.RunAsync(request, _watcher, _cancel.Token)).Single();
    }

    private ScriptedExecutor Writes(params (string File, string Text)[] files) => new("e", turn =>
    {
        var all = string.Join(' ', files);
        if (files.Length == 0 || turn.Tried.Contains(all))
        {
            return new TurnResult(TurnEnd.Exhausted, "tried");
        }

        foreach (var (file, text) in files)
        {
            _folder.With(file, text);
        }

        return new TurnResult(TurnEnd.Worked, "wrote") { Attempts = [all] };
    });

    // Cancels in the verification that judges the first turn.
    private FileVerifier CancellingInJudgement(Action? also = null)
    {
        FileVerifier verifier = null!;
        return verifier = new FileVerifier
        {
            OnVerify = _ =>
            {
                if (verifier.Requests.Count == 2)
                {
                    also?.Invoke();
                    _cancel.Cancel();
                }
            },
        };
    }

    private LedgerTurn Turn(string run, int number)
    {
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        return ledger.TurnsOf(run)[number - 1];
    }

    [Test]
    public async Task A_pending_turn_that_is_undone_leaves_alone_what_others_changed_meanwhile()
    {
        _folder.With("a.txt", "one").With("mine.txt", "start");
        var goal = Goal(("a.txt", "one"), ("b.txt", "two"));
        var cancelled = await RunAsync(goal, resume: false, () => Writes(("a.txt", "lost"), ("c.txt", "more")), CancellingInJudgement());
        Assert.That(cancelled.Outcome, Is.EqualTo(RunOutcome.Cancelled));

        _folder.With("mine.txt", "an hour of work").With("words.goal", "// a better goal\n").With("new.txt", "mine");
        var resumed = await RunAsync(goal, resume: true, () => Writes(("b.txt", "two")));

        Assert.That(resumed.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(_watcher.Of<TurnUndone>().Single(), Has.Property("Turn").EqualTo(1).And.Property("Reason").Contains("0 instead of 1"));
        Assert.That(_watcher.Of<TurnUndone>().Single().Files, Is.EqualTo(new[] { "a.txt", "c.txt" }));
        Assert.That((_folder.Text("a.txt"), File.Exists(_folder["c.txt"])), Is.EqualTo(("one", false)));
        Assert.That((_folder.Text("mine.txt"), _folder.Text("words.goal"), _folder.Text("new.txt")), Is.EqualTo(("an hour of work", "// a better goal\n", "mine")));
    }

    [Test]
    public async Task A_file_that_a_pending_turn_and_somebody_else_changed_stays_as_it_is()
    {
        _folder.With("a.txt", "one");
        var goal = Goal(("a.txt", "one"), ("b.txt", "two"));
        await RunAsync(goal, resume: false, () => Writes(("a.txt", "lost"), ("c.txt", "more")), CancellingInJudgement());
        _folder.With("a.txt", "lost, and found");
        await RunAsync(goal, resume: true, () => Writes(("b.txt", "two")));
        Assert.That((_folder.Text("a.txt"), File.Exists(_folder["c.txt"])), Is.EqualTo(("lost, and found", false)));
        Assert.That(_watcher.Of<NoticeGiven>().Select(notice => notice.Message), Has.Some.Contains("Turn 1 changed 'a.txt', and so did somebody else"));
    }

    [Test]
    public async Task A_pending_verdict_is_recorded_with_the_tree_that_was_verified()
    {
        var goal = Goal(("a.txt", "one"), ("b.txt", "two"));
        await RunAsync(goal, resume: false, () => Writes(("a.txt", "one")), CancellingInJudgement());
        _folder.With("b.txt", "two");
        var resumed = await RunAsync(goal, resume: true, () => Writes());
        Assert.That((resumed.Outcome, resumed.Turns), Is.EqualTo((RunOutcome.Met, 1)));
        Assert.That(_watcher.Of<TurnKept>().Single(), Has.Property("Files").EqualTo(new[] { "a.txt" }.ToValueList()).And.Property("Holding").EqualTo(2));
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        using var store = new Snapshots.SnapshotStore(_folder.State, _folder.Path, "test");
        var now = await store.TakeAsync(null, default);
        Assert.That(ledger.VerdictsOf(resumed.Run).Where(verdict => verdict.Turn == 1).Select(verdict => verdict.Tree), Is.All.EqualTo(now));
    }

    [Test]
    public async Task The_patch_holds_what_the_run_changed_and_nothing_that_others_changed_meanwhile()
    {
        _folder.With("mine.txt", "start\n").With("both.txt", "start\n");
        var goal = Goal(("a.txt", "one"), ("b.txt", "two"));
        await RunAsync(goal, resume: false, () => Writes(("a.txt", "one")), CancellingInJudgement());
        _folder.With("mine.txt", "an hour of work\n").With("both.txt", "my line\n");
        var resumed = await RunAsync(goal, resume: true, () => Writes(("b.txt", "two"), ("both.txt", "my line\nthe run's line\n")));

        Assert.That((resumed.Outcome, resumed.ChangedFiles), Is.EqualTo((RunOutcome.Met, new[] { "a.txt", "b.txt", "both.txt" }.ToValueList())));
        var patch = await File.ReadAllTextAsync(resumed.PatchFile!);
        Assert.That(patch, Does.Contain(" my line\n+the run's line\n").And.Not.Contain("mine.txt"));
    }

    [Test]
    public async Task A_pending_turn_that_the_budget_stops_is_undone_and_nothing_else()
    {
        var goal = Goal(("a.txt", "one"), ("b.txt", "two"));
        await RunAsync(goal, resume: false, () => Writes(("a.txt", "one")), CancellingInJudgement());
        _folder.With("mine.txt", "an hour of work").With("words.goal", "// a better goal\n");
        var spent = await RunAsync(goal with { Budget = new Budget { Time = TimeSpan.FromTicks(1) } }, resume: true, () => Writes());
        Assert.That((spent.Outcome, spent.Broken), Is.EqualTo((RunOutcome.BudgetSpent, ValueList<Verification.Constraints.BrokenRule>.Empty)));
        Assert.That((File.Exists(_folder["a.txt"]), _folder.Text("mine.txt"), _folder.Text("words.goal")), Is.EqualTo((false, "an hour of work", "// a better goal\n")));
    }

    [Test]
    public async Task The_cap_in_the_goal_file_can_be_raised_and_files_repaired_by_hand_between_two_stretches()
    {
        _folder.With("docs/guide.md", "start");
        var goal = Goal(("src/a.txt", "one"), ("src/b.txt", "two")) with { Constraints = [new OnlyConstraint([new Text("src/**")])] };
        var spent = await RunAsync(goal with { Budget = new Budget { Turns = 1 } }, resume: false, () => Writes(("src/a.txt", "one")));
        Assert.That(spent.Outcome, Is.EqualTo(RunOutcome.BudgetSpent));

        _folder.With("words.goal", "// the goal, with another cap\n").With("docs/guide.md", "by hand").With("src/b.txt", "two");
        var resumed = await RunAsync(goal with { Budget = new Budget { Turns = 20 } }, resume: true, () => Writes());
        Assert.That((resumed.Outcome, resumed.ExitCode, resumed.Message), Is.EqualTo((RunOutcome.Met, 0, "Every clause holds.")));
    }

    [Test]
    public async Task What_the_run_itself_breaks_after_a_resume_is_still_found()
    {
        _folder.With("guarded.txt", "start");
        var goal = Goal(("a.txt", "one")) with { Constraints = [new ProtectConstraint([new Text("guarded.txt")])] };
        await RunAsync(goal with { Budget = new Budget { Turns = 1 } }, resume: false, () => Writes(("x.txt", "x")));
        _folder.With("guarded.txt", "by hand");
        var verifier = new FileVerifier
        {
            OnVerify = request =>
            {
                if (request.Reuse == Verification.VerdictReuse.None)
                {
                    _folder.With("guarded.txt", "by a test");
                }
            },
        };
        var resumed = await RunAsync(goal, resume: true, () => Writes(("a.txt", "one")), verifier);
        Assert.That((resumed.Outcome, resumed.Code), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5002")));
    }

    [Test]
    public async Task What_verifying_changes_before_any_turn_is_excused_in_a_resumed_run_too()
    {
        _folder.With("table.txt", "start").With("src/a.txt", "start");
        var goal = Goal(("src/a.txt", "one")) with { Constraints = [new OnlyConstraint([new Text("src/**")])] };
        var verifier = new FileVerifier
        {
            OnVerify = _ =>
            {
                _folder.With("table.txt", "made by a test");
                _cancel.Cancel();
            },
        };
        Assert.That((await RunAsync(goal, resume: false, () => Writes(), verifier)).Outcome, Is.EqualTo(RunOutcome.Cancelled));
        var resumed = await RunAsync(goal, resume: true, () => Writes(("src/a.txt", "one")));
        Assert.That((resumed.Outcome, resumed.ChangedFiles), Is.EqualTo((RunOutcome.Met, new[] { "src/a.txt", "table.txt" }.ToValueList())));
    }

    [Test]
    public async Task Test_projects_are_those_of_the_start_in_a_resumed_run_too()
    {
        const string Tests = "<Project><PackageReference Include=\"NUnit\" /></Project>";
        _folder.With("old/Old.csproj", Tests);
        var goal = Goal(("a.txt", "one"));
        await RunAsync(goal with { Budget = new Budget { Turns = 1 } }, resume: false, () => Writes(("new/New.csproj", Tests)));
        _folder.With("old/Old.csproj", "<Project />");

        var resumed = await RunAsync(goal, resume: true, () => new ScriptedExecutor("e", turn =>
        {
            _folder.With(turn.Tried.Count == 0 ? "old/Old.csproj" : "new/New.csproj", "<Project>changed</Project>").With("a.txt", turn.Tried.Count == 0 ? "" : "one");
            return new TurnResult(TurnEnd.Worked, "wrote") { Attempts = ["next"] };
        }));
        Assert.That(_watcher.Of<TurnUndone>().Single(), Has.Property("Code").EqualTo("GOAL5003").And.Property("Reason").Contains("'old/Old.csproj'"));
        Assert.That((resumed.Outcome, _folder.Text("old/Old.csproj"), _folder.Text("new/New.csproj")), Is.EqualTo((RunOutcome.Met, "<Project />", "<Project>changed</Project>")));
    }

    [Test]
    public async Task A_new_run_brings_the_last_turn_of_any_earlier_run_to_an_end()
    {
        _folder.With("mine.txt", "start");
        var goal = Goal(("a.txt", "one"), ("b.txt", "two"));
        var cancelled = await RunAsync(goal, resume: false, () => Writes(("a.txt", "half")), CancellingInJudgement());
        _folder.With("mine.txt", "an hour of work");
        var start = "";
        var loop = new RunLoop(new FileVerifier(), _ => new ScriptedExecutor("e", _ =>
        {
            start = File.Exists(_folder["a.txt"]) ? _folder.Text("a.txt") : "gone";
            return new TurnResult(TurnEnd.Exhausted, "nothing");
        }), TimeProvider.System);
        await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default);
        Assert.That((start, _folder.Text("mine.txt")), Is.EqualTo(("gone", "an hour of work")));
        Assert.That(Turn(cancelled.Run, 1).State, Is.EqualTo(TurnState.Interrupted));
    }

    [Test]
    public async Task A_fault_in_the_middle_of_a_turn_undoes_it()
    {
        Assert.That(
            () => RunAsync(Goal(("a.txt", "one")), resume: false, () => new ScriptedExecutor("e", _ =>
            {
                _folder.With("half.txt", "half");
                throw new GoalFaultException(DiagnosticCatalogue.NotWritable, "no room");
            })),
            Throws.TypeOf<GoalFaultException>());
        Assert.That(File.Exists(_folder["half.txt"]), Is.False);
        var resumed = await RunAsync(Goal(("a.txt", "one")), resume: true, () => Writes(("a.txt", "one")));
        Assert.That(resumed.Outcome, Is.EqualTo(RunOutcome.Met));
    }

    [Test]
    public async Task What_a_turn_left_in_which_nothing_could_be_undone_any_more_is_undone_by_a_resume()
    {
        var snapshots = Path.Combine(_folder.State, "snapshots.git");
        Assert.That(
            () => RunAsync(Goal(("a.txt", "one")), resume: false, () => new ScriptedExecutor("e", _ =>
            {
                _folder.With("half.txt", "half");
                Directory.Move(snapshots, snapshots + "-away");
                File.WriteAllText(snapshots, "in the way");
                return new TurnResult(TurnEnd.Worked, "wrote");
            })),
            Throws.TypeOf<GoalFaultException>());
        Assert.That(File.Exists(_folder["half.txt"]), "it could not be undone");
        File.Delete(snapshots);
        Directory.Move(snapshots + "-away", snapshots);
        _folder.With("mine.txt", "mine");
        File.SetLastWriteTimeUtc(_folder["mine.txt"], DateTime.UtcNow.AddSeconds(10));
        var resumed = await RunAsync(Goal(("a.txt", "one")), resume: true, () => Writes(("a.txt", "one")));
        Assert.That((resumed.Outcome, File.Exists(_folder["half.txt"]), _folder.Text("mine.txt")), Is.EqualTo((RunOutcome.Met, false, "mine")));
    }
}
