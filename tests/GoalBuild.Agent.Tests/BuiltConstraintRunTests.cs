using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Agent.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BuiltConstraintRunTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();
    private readonly JudgingVerifier _verifier;

    public BuiltConstraintRunTests() => _verifier = new JudgingVerifier(_ => File.Exists(_folder["a.txt"]) && !_folder.Text("a.txt").Contains("Newtonsoft", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    private static Goal Goal => Goals.Of(("a.txt", "one")) with { Constraints = [new ForbidPackageConstraint(new Text("Newtonsoft.Json"))] };

    private Task<RunResult> RunAsync(Goal goal, params ScriptedExecutor[] executors) => RunAsync(_verifier, goal, executors);

    private async Task<RunResult> RunAsync(IVerifier verifier, Goal goal, params ScriptedExecutor[] executors)
    {
        var queue = new Queue<ScriptedExecutor>(executors);
        goal = goal with { Agent = new Language.Model.Agent(executors.Select(executor => (AgentStep)new FixStep(new Text(executor.Name))).ToValueList()) };
        return (await new RunLoop(verifier, _ => queue.Dequeue(), TimeProvider.System).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
    }

    private ScriptedExecutor Writes(string name, string text) => new(name, turn =>
    {
        if (turn.Tried.Contains(name))
        {
            return new TurnResult(TurnEnd.Exhausted, "tried");
        }

        _folder.With("a.txt", text);
        return new TurnResult(TurnEnd.Worked, $"wrote {text}") { Attempts = [name] };
    });

    [Test]
    public async Task What_breaks_a_constraint_when_every_clause_holds_is_told_to_the_next_executor_which_may_repair_it()
    {
        var second = Writes("second", "one, of System.Text.Json");
        var result = await RunAsync(Goal, Writes("first", "one, of Newtonsoft.Json"), second);
        var told = second.Turns[0].Verdicts.Single(verdict => verdict.Constraint is not null);

        Assert.Multiple(() =>
        {
            Assert.That((result.Outcome, result.ExitCode), Is.EqualTo((RunOutcome.Met, 0)), result.Message);
            Assert.That((told.Status, told.Clause, told.Constraint, told.Reason), Is.EqualTo((VerdictStatus.Fails, "forbid package \"Newtonsoft.Json\"", "GOAL5031", JudgingVerifier.Reason)));
            Assert.That(result.Verdicts.Select(verdict => verdict.Clause), Has.None.Contains("package"), "a constraint is no clause");
            Assert.That(result.Constraints.Select(verdict => verdict.Status), Is.EqualTo(new[] { VerdictStatus.Holds }));
            Assert.That(result.Broken, Is.Empty);
            Assert.That(_verifier.Requests[^1].Reuse, Is.EqualTo(VerdictReuse.None), "the final proof judges them too");
            Assert.That(_verifier.Requests[^1].Constraints, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task A_run_whose_clauses_all_hold_and_whose_result_breaks_a_constraint_ends_as_broken_with_its_code()
    {
        var result = await RunAsync(Goal, Writes("first", "one, of Newtonsoft.Json"));

        Assert.Multiple(() =>
        {
            Assert.That((result.Outcome, result.ExitCode, result.Code), Is.EqualTo((RunOutcome.ConstraintBroken, 5, "GOAL5031")));
            Assert.That(result.Message, Is.EqualTo(JudgingVerifier.Reason));
            Assert.That(result.Broken.Single().Constraints, Is.EqualTo(new[] { "forbid package \"Newtonsoft.Json\"" }));
            Assert.That(result.Verdicts.Single().Status, Is.EqualTo(VerdictStatus.Holds));
        });
    }

    [Test]
    public async Task What_is_kept_in_the_working_tree_and_broken_in_a_clean_checkout_is_told_to_the_next_executor_and_ends_the_run_as_that_difference()
    {
        _folder.With(".gitignore", "*.local.props\n").With("own.local.props", "<Project />").Committed();
        var verifier = new JudgingVerifier(request => File.Exists(Path.Combine(request.Workspace.Root, "own.local.props")));
        var second = Writes("second", "one, once more");
        var result = await RunAsync(verifier, Goal, Writes("first", "one"), second);
        var told = second.Turns[0].Verdicts.Single(verdict => verdict.Constraint is not null);

        Assert.Multiple(() =>
        {
            Assert.That((result.Outcome, result.ExitCode, result.Code), Is.EqualTo((RunOutcome.Stalled, 3, "GOAL5021")), result.Message);
            Assert.That(result.Message, Does.Contain("'forbid package \"Newtonsoft.Json\"' holds in the working tree and not in a clean checkout of it").And.Contain("'own.local.props'"));
            Assert.That((told.Status, told.Constraint, told.Reason), Is.EqualTo((VerdictStatus.Fails, "GOAL5031", $"It holds in the working tree and not in a clean checkout of it: {JudgingVerifier.Reason}")));
            Assert.That(told.Findings[^1].Code, Is.EqualTo("GOAL5021"));
            Assert.That(result.Broken, Is.Empty, "the working tree keeps it");
            Assert.That(result.Verdicts.Single().Status, Is.EqualTo(VerdictStatus.Holds));
        });
    }

    [Test]
    public async Task A_constraint_that_a_turn_breaks_after_such_a_difference_is_broken()
    {
        var verifier = new JudgingVerifier(request => request.Workspace.Root == _folder.Path && !File.ReadAllText(_folder["a.txt"]).Contains("Newtonsoft", StringComparison.Ordinal));
        var result = await RunAsync(verifier, Goal, new ScriptedExecutor("first", _ =>
        {
            if (File.Exists(_folder["a.txt"]))
            {
                return new TurnResult(TurnEnd.Exhausted, "tried");
            }

            _folder.With("a.txt", "one");
            return new TurnResult(TurnEnd.Worked, "wrote one");
        }), Writes("second", "one, of Newtonsoft.Json"));

        Assert.That((result.Outcome, result.Code, result.Message), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5031", JudgingVerifier.Reason)));
    }

    [Test]
    public async Task A_constraint_that_cannot_be_judged_is_not_met_and_not_broken()
    {
        _verifier.Otherwise = VerdictStatus.Unknown;
        var result = await RunAsync(Goal, Writes("first", "one, of Newtonsoft.Json"));

        Assert.That((result.Outcome, result.ExitCode, result.Broken.Count), Is.EqualTo((RunOutcome.Stalled, 3, 0)));
    }

    [Test]
    public async Task While_a_clause_does_not_hold_no_constraint_is_judged_and_none_is_broken()
    {
        var result = await RunAsync(Goal, Writes("first", "two, of Newtonsoft.Json"));

        Assert.Multiple(() =>
        {
            Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
            Assert.That(result.Constraints, Is.Empty);
        });
    }

    [Test]
    public async Task A_phases_constraint_stays_in_force_for_what_comes_after_it()
    {
        var goal = Goals.Of(("a.txt", "one")) with
        {
            Phases = [new Phase(new Text("first")) { Verify = [Goals.Contains("a.txt", "n")], Constraints = [new ForbidPackageConstraint(new Text("Newtonsoft.Json"))] }],
        };
        var result = await RunAsync(goal, Writes("first", "no"), Writes("second", "one, of Newtonsoft.Json"));

        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5031")));
    }

    [Test]
    public async Task Nothing_is_said_to_be_unchecked_that_is_judged_on_what_was_built()
    {
        _folder.With("a.txt", "one");
        await RunAsync(Goal with { Constraints = [.. Goal.Constraints, new KeepApiConstraint(new Text("a")), new ForbidReferenceConstraint(new Text("a"), new Text("b")), new AllowPackagesConstraint([new Text("b")])] });

        Assert.That(_watcher.Of<NoticeGiven>().Select(notice => notice.Message), Has.None.Contains("not checked"));
    }

    [Test]
    public async Task The_baselines_files_lie_in_a_folder_of_their_own_as_they_were_and_once()
    {
        _folder.With("src/a.txt", "then").With("Directory.Build.props", "<Project />").Committed();
        using var store = new SnapshotStore(_folder.State, _folder.Path, "test");
        var snapshot = await store.TakeAsync(null, default);
        _folder.With("src/a.txt", "now").With("b.txt", "new");

        var ofSnapshot = (await new SnapshotBaseline(store, snapshot).TreeAsync(default))!;
        var ofHead = (await new HeadBaseline(_folder.State, _folder.Path).TreeAsync(default))!;
        File.WriteAllText(Path.Combine(ofSnapshot.Root, "built.txt"), "stays");
        var again = (await new SnapshotBaseline(store, snapshot).TreeAsync(default))!;

        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllText(Path.Combine(ofSnapshot.Root, "src", "a.txt")), Is.EqualTo("then"));
            Assert.That(File.ReadAllText(Path.Combine(ofHead.Root, "src", "a.txt")), Is.EqualTo("then"));
            Assert.That(File.Exists(Path.Combine(ofSnapshot.Root, "b.txt")), Is.False);
            Assert.That(ofSnapshot.Root, Does.StartWith(_folder.State));
            Assert.That(again, Is.EqualTo(ofSnapshot));
            Assert.That(File.Exists(Path.Combine(again.Root, "built.txt")));
            Assert.That(File.Exists(Path.Combine(again.Root, "..", "Directory.Build.targets")), "what MSBuild looks for above the tree ends there");
            Assert.That(_folder.Git("status", "--porcelain").Trim(), Is.EqualTo("M src/a.txt\n?? b.txt"), "the user's index and tree are as they were");
        });
    }

    /// <summary>Judges as a real verifier does: constraints come once every clause holds.</summary>
    private sealed class JudgingVerifier(Func<VerificationRequest, bool> keeps) : IVerifier
    {
        public const string Reason = "A forbidden package is resolved (words.goal:4): Lib → Newtonsoft.Json 13.0.3.";

        private readonly FileVerifier _inner = new();

        public VerdictStatus Otherwise { get; set; } = VerdictStatus.Fails;

        public List<VerificationRequest> Requests => _inner.Requests;

        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            var result = await _inner.VerifyAsync(request, progress, cancellation);
            return !result.AllHold ? result : result with
            {
                Constraints = request.Constraints.Select(constraint => new Verdict(constraint.Description, keeps(request) || constraint is not ForbidPackageConstraint ? VerdictStatus.Holds : Otherwise, Reason) { Constraint = BuiltConstraints.CodeOf(constraint)!.Code }).ToValueList(),
            };
        }
    }
}
