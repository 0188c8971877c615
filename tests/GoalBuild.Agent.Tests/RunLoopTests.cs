using System.Text;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RunLoopTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileVerifier _verifier = new();
    private readonly Watcher _watcher = new();

    public void Dispose() => _folder.Dispose();

    private static Goal Goal(params (string File, string Word)[] files) => Goals.Of(files);

    private async Task<RunResult> RunAsync(Goal goal, params ScriptedExecutor[] executors)
    {
        var queue = new Queue<ScriptedExecutor>(executors);
        goal = goal with { Agent = new Language.Model.Agent(executors.Select(executor => (AgentStep)new FixStep(new Text(executor.Name))).ToValueList()) };
        var loop = new RunLoop(_verifier, _ => queue.Dequeue(), TimeProvider.System);
        return (await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
    }

    private ScriptedExecutor Writes(string name, string file, string text) => new(name, turn =>
    {
        if (turn.Tried.Contains(name))
        {
            return new TurnResult(TurnEnd.Exhausted, "tried");
        }

        _folder.With(file, text);
        return new TurnResult(TurnEnd.Worked, $"wrote {file}") { Attempts = [name] };
    });

    [Test]
    public async Task No_executor_is_called_when_every_clause_holds_and_the_proof_is_fresh()
    {
        _folder.With("a.txt", "one");
        var executor = Writes("never", "a.txt", "");
        var result = await RunAsync(Goal(("a.txt", "one")), executor);
        Assert.That((result.Outcome, result.ExitCode, executor.Turns.Count), Is.EqualTo((RunOutcome.Met, 0, 0)));
        Assert.That(_verifier.Requests[^1].Reuse, Is.EqualTo(VerdictReuse.None));
        Assert.That(result.PatchFile, Is.Null);
    }

    [Test]
    public async Task A_key_that_an_executor_says_in_its_summary_reaches_nothing_that_is_kept([Values] bool breaks)
    {
        const string Name = "GOALBUILD_SUMMARY_TEST_API_KEY", Key = "a key that nobody may read";
        Environment.SetEnvironmentVariable(Name, Key);
        try
        {
            var executor = new ScriptedExecutor("talks", turn => breaks && turn.Number == 1 ? throw new InvalidOperationException($"403 for {Key}")
                : turn.Number == 1 ? new TurnResult(TurnEnd.Worked, $"signed in with {Key}") : new TurnResult(TurnEnd.Exhausted, $"{Key} helps no more"));
            var result = await RunAsync(Goal(("a.txt", "one")), executor);

            using (var ledger = RunLedger.Open(_folder.State, TimeProvider.System))
            {
                Assert.That(ledger.TurnsOf(result.Run)[0].Summary, Does.Contain($"[masked secret {Name}]"));
            }

            Assert.Multiple(() =>
            {
                Assert.That(Directory.EnumerateFiles(_folder.State, "*", SearchOption.AllDirectories).Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) >= 0), Is.Empty);
                Assert.That(_watcher.Events.Select(news => news.ToString()), Has.None.Contains(Key));
                Assert.That(result.ToString(), Does.Not.Contain(Key));
            });
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    [Test]
    public async Task A_fix_command_that_helps_nothing_runs_once()
    {
        const string Command = "echo done >> log.txt";
        var goal = Goal(("a.txt", "one")) with { Agent = new Language.Model.Agent([new FixStep(new Text(Command))]) };
        var loop = new RunLoop(_verifier, step => new FixCommandExecutor((FixStep)step), TimeProvider.System);
        var result = (await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, result.Turns), Is.EqualTo((RunOutcome.Stalled, 1)));
        Assert.That(_folder.Text("log.txt").Trim(), Is.EqualTo("done"));
    }

    [Test]
    public async Task A_repair_that_uncovers_the_next_failure_starts_the_ladder_over()
    {
        // The second step's work is what the first step needs; the first is asked again after it.
        var first = new ScriptedExecutor("first", turn =>
        {
            if (!File.Exists(_folder["b.txt"]))
            {
                return new TurnResult(TurnEnd.Exhausted, "not yet");
            }

            _folder.With("a.txt", "one");
            return new TurnResult(TurnEnd.Worked, "wrote a") { Attempts = ["a"] };
        });
        var result = await RunAsync(Goal(("a.txt", "one"), ("b.txt", "two")), first, Writes("second", "b.txt", "two"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(first.Turns, Has.Count.EqualTo(2));
        Assert.That(_watcher.Of<TurnKept>().Select(turn => (turn.Turn, turn.Executor, turn.Holding)), Is.EqualTo(new[] { (2, "second", 1), (3, "first", 2) }));
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "a.txt", "b.txt" }));
    }

    [Test]
    public async Task A_turn_after_which_fewer_clauses_hold_is_undone()
    {
        _folder.With("a.txt", "one");
        var result = await RunAsync(Goal(("a.txt", "one"), ("b.txt", "two")), Writes("breaks", "a.txt", "lost"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
        Assert.That(_folder.Text("a.txt"), Is.EqualTo("one"));
        Assert.That(_watcher.Of<TurnUndone>().Single().Reason, Does.Contain("0 instead of 1"));
        Assert.That(File.ReadAllText(Path.Combine(result.EvidenceDirectory, "turn-1-undone.patch")), Does.Contain("+lost"));
    }

    [Test]
    public async Task A_turn_that_breaks_a_constraint_is_undone_file_by_file_and_recorded()
    {
        _folder.With("src/a.txt", "start").With("docs/a.md", "start");
        var goal = Goal(("src/a.txt", "one")) with { Constraints = [new OnlyConstraint([new Text("src/**")])] };
        var executor = new ScriptedExecutor("greedy", turn =>
        {
            if (turn.Tried.Count > 0)
            {
                return new TurnResult(TurnEnd.Exhausted, "tried");
            }

            _folder.With("src/a.txt", "one").With("docs/a.md", "more");
            return new TurnResult(TurnEnd.Worked, "wrote both") { Attempts = ["both"] };
        });
        var result = await RunAsync(goal, executor);
        Assert.That((_folder.Text("src/a.txt"), _folder.Text("docs/a.md")), Is.EqualTo(("start", "start")));
        Assert.That(_watcher.Of<TurnUndone>().Single(), Has.Property("Code").EqualTo("GOAL5001").And.Property("Reason").Contains("'docs/a.md' lies outside"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        Assert.That(ledger.TurnsOf(result.Run)[0], Has.Property("State").EqualTo(TurnState.Undone).And.Property("Code").EqualTo("GOAL5001"));
    }

    [Test]
    public async Task Goal_files_are_protected_without_being_named()
    {
        var result = await RunAsync(Goal(("a.txt", "one")), Writes("cheat", "words.goal", "goal \"easier\" {}"));
        Assert.That(_watcher.Of<TurnUndone>().Single().Code, Is.EqualTo("GOAL5003"));
        Assert.That(_folder.Text("words.goal"), Is.EqualTo("// the goal\n"));
        Assert.That(result.ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task The_stall_says_which_clauses_need_a_model_and_how_to_give_one()
    {
        var result = await RunAsync(Goal(("a.txt", "one")), new ScriptedExecutor("idle", _ => new TurnResult(TurnEnd.Exhausted, "nothing")));
        Assert.That((result.Outcome, result.Code, result.Turns), Is.EqualTo((RunOutcome.Stalled, "GOAL6002", 0)));
        Assert.That(result.Message, Does.Contain("'file a.txt contains one'").And.Contain("OPENAI_API_KEY").And.Contain("OPENAI_BASE_URL").And.Contain("'fix'"));
    }

    [Test]
    public async Task A_generator_that_stamps_the_time_does_not_run_for_ever()
    {
        var n = 0;
        var result = await RunAsync(Goal(("a.txt", "one")), new ScriptedExecutor("stamp", _ =>
        {
            _folder.With("stamp.txt", $"{++n}");
            return new TurnResult(TurnEnd.Worked, "stamped") { Attempts = ["stamp"] };
        }));
        Assert.That((result.Outcome, result.Turns), Is.EqualTo((RunOutcome.Stalled, 3)));
    }

    [Test]
    public async Task The_budget_of_turns_is_kept()
    {
        var n = 0;
        var goal = Goal(("a.txt", "never"), ("b.txt", "never")) with { Budget = new Budget { Turns = 2 } };
        var executor = new ScriptedExecutor("busy", _ =>
        {
            _folder.With("x.txt", $"{++n}");
            return new TurnResult(TurnEnd.Worked, "busy");
        });
        var result = await RunAsync(goal, executor);
        Assert.That((result.Outcome, result.ExitCode, result.Turns, executor.Turns.Count), Is.EqualTo((RunOutcome.BudgetSpent, 4, 2, 2)));
    }

    [Test]
    public async Task The_budget_of_time_stops_a_turn_in_the_middle_and_undoes_it()
    {
        var clock = new ManualClock();
        var goal = Goal(("a.txt", "one")) with { Budget = new Budget { Time = TimeSpan.FromMinutes(10) } };
        var slow = Slow(clock, TimeSpan.FromMinutes(11));
        var loop = new RunLoop(_verifier, _ => slow, clock);
        var result = (await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, result.Code, slow.Turns.Count), Is.EqualTo((RunOutcome.BudgetSpent, "GOAL6001", 1)));
        Assert.That(File.Exists(_folder["half.txt"]), Is.False);
    }

    [Test]
    public async Task The_time_of_a_phase_stops_a_turn_in_the_middle_and_ends_the_run()
    {
        var clock = new ManualClock();
        var goal = new Goal(new Text("phased"))
        {
            Phases = [new Phase(new Text("first")) { Verify = [Goals.Contains("a.txt", "one")], Budget = new Budget { Time = TimeSpan.FromMinutes(10) } }],
        };
        var slow = Slow(clock, TimeSpan.FromMinutes(11));
        var result = (await new RunLoop(_verifier, _ => slow, clock).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, slow.Turns.Count, File.Exists(_folder["half.txt"])), Is.EqualTo((RunOutcome.BudgetSpent, 1, false)));
        Assert.That(result.Message, Does.Contain("11 minutes of 10 minutes of phase 'first'"));
    }

    [Test]
    public async Task The_time_of_a_step_stops_its_turn_in_the_middle_and_the_next_step_takes_over()
    {
        var clock = new ManualClock();
        var goal = Goal(("a.txt", "one")) with
        {
            Agent = new Language.Model.Agent([new FixStep(new Text("slow")) { Budget = new Budget { Time = TimeSpan.FromMinutes(10) } }, new FixStep(new Text("good"))]),
        };
        var queue = new Queue<ScriptedExecutor>([Slow(clock, TimeSpan.FromMinutes(11)), Writes("good", "a.txt", "one")]);
        var result = (await new RunLoop(_verifier, _ => queue.Dequeue(), clock).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, File.Exists(_folder["half.txt"])), Is.EqualTo((RunOutcome.Met, false)));
        Assert.That(_watcher.Of<StepFinished>().First().Reason, Does.Contain("its time ran out"));
    }

    // Works for so long by the clock, and never ends by itself.
    private ScriptedExecutor Slow(ManualClock clock, TimeSpan time) => new("slow", async (_, cancellation) =>
    {
        _folder.With("half.txt", "half");
        clock.Advance(time);
        await Task.Delay(Timeout.Infinite, cancellation);
        return new TurnResult(TurnEnd.Worked, "never");
    });

    [Test]
    public async Task An_executor_that_throws_hands_over_to_the_next()
    {
        var result = await RunAsync(
            Goal(("a.txt", "one")),
            new ScriptedExecutor("broken", _ => throw new InvalidOperationException("no luck")),
            Writes("good", "a.txt", "one"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(_watcher.Of<StepFinished>().First(), Has.Property("Code").EqualTo("GOAL6005").And.Property("Reason").Contains("no luck"));
    }

    [Test]
    public async Task A_blocked_executor_ends_the_run()
    {
        var result = await RunAsync(Goal(("a.txt", "one")), new ScriptedExecutor("stuck", _ => new TurnResult(TurnEnd.Blocked, "the key is missing")));
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.Blocked, "GOAL6003", 3)));
    }

    [Test]
    public async Task A_goal_with_a_review_waits_for_it()
    {
        _folder.With("a.txt", "one");
        var result = await RunAsync(Goal(("a.txt", "one")) with { Reviews = [new Review(new Text("security"), new Text("signatures"))] });
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.WaitingForReview, "GOAL6004", 6)));
    }

    [Test]
    public async Task A_clause_that_fails_only_in_the_last_proof_is_not_met()
    {
        _folder.With("a.txt", "one");
        var flaky = new FlakyVerifier(_verifier);
        var loop = new RunLoop(flaky, _ => null, TimeProvider.System);
        var result = (await loop.RunAsync(Goals.Request(_folder.Path, Goal(("a.txt", "one"))), _watcher, default)).Single();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
    }

    [Test]
    public async Task Goals_run_behind_those_that_they_come_after_and_not_when_those_are_not_met()
    {
        _folder.With("a.txt", "one");
        var second = Goal(("a.txt", "one")) with { Name = new Text("second"), After = [new Text("first")] };
        var first = Goal(("a.txt", "two")) with { Name = new Text("first") };
        var loop = new RunLoop(_verifier, _ => null, TimeProvider.System);
        var results = await loop.RunAsync(Goals.Request(_folder.Path, second, first), _watcher, default);
        Assert.That(results.Select(result => (result.Goal, result.Outcome)), Is.EqualTo(new[] { ("first", RunOutcome.Stalled), ("second", RunOutcome.NotRun) }));
    }

    [Test]
    public async Task Phases_gate_each_other_and_bring_their_own_constraints()
    {
        var goal = new Goal(new Text("phased"))
        {
            Phases =
            [
                new Phase(new Text("late")) { After = [new Text("early")], Verify = [Goals.Contains("b.txt", "two")] },
                new Phase(new Text("early")) { Verify = [Goals.Contains("a.txt", "one")], Constraints = [new ProtectConstraint([new Text("b.txt")])] },
            ],
        };
        var executor = new ScriptedExecutor("all", turn =>
        {
            var file = turn.Verdicts.First(verdict => verdict.Status != VerdictStatus.Holds).Clause.Contains("a.txt", StringComparison.Ordinal) ? ("a.txt", "one") : ("b.txt", "two");
            _folder.With(file.Item1, file.Item2);
            return new TurnResult(TurnEnd.Worked, file.Item1);
        });
        var result = await RunAsync(goal, executor);
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(executor.Turns.Select(turn => turn.Verdicts.Count), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(executor.Turns[0].Forbids("b.txt"), Does.Contain("protected"));
        Assert.That(executor.Turns[1].Forbids("b.txt"), Is.Null);
    }

    [Test]
    public async Task What_is_not_proved_or_not_available_is_said_once_at_the_start()
    {
        _folder.With("a.txt", "one");
        var goal = Goal(("a.txt", "one")) with
        {
            Constraints = [new KeepTestsConstraint(), new AdviceConstraint(new Text("be kind"))],
            Agent = new Language.Model.Agent([new AcpStep(new Text("opencode acp"))]),
        };
        var loop = new RunLoop(_verifier, _ => null, TimeProvider.System);
        await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default);
        Assert.That(_watcher.Of<NoticeGiven>().Select(notice => notice.Message), Is.EqualTo(new[]
        {
            "\"be kind\" is advice: not proved.",
            "'acp \"opencode acp\"' is not available in this version; the step is skipped.",
        }));
    }

    [Test]
    public async Task What_verifying_writes_at_the_start_is_told_and_breaks_nothing()
    {
        _folder.With("src/a.txt", "start");
        var verifier = new FileVerifier { OnVerify = _ => _folder.With("results.xml", Guid.NewGuid().ToString()) };
        var goal = Goal(("src/a.txt", "one")) with { Constraints = [new OnlyConstraint([new Text("src/**")])] };
        var queue = new Queue<ScriptedExecutor>([Writes("good", "src/a.txt", "one")]);
        var loop = new RunLoop(verifier, _ => queue.Dequeue(), TimeProvider.System);
        var result = (await loop.RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(_watcher.Of<NoticeGiven>().First().Message, Does.Contain("'results.xml'"));
    }

    [Test]
    public async Task A_tree_that_each_verification_changes_again_is_never_proved()
    {
        _folder.With("src/a.txt", "start");
        var n = 0;
        var verifier = new FileVerifier
        {
            OnVerify = _ =>
            {
                if (_folder.Text("src/a.txt") == "one")
                {
                    _folder.With("src/stamp.txt", $"{++n}");
                }
            },
        };
        var result = (await new RunLoop(verifier, _ => Writes("good", "src/a.txt", "one"), TimeProvider.System).RunAsync(Goals.Request(_folder.Path, Goal(("src/a.txt", "one"))), _watcher, default)).Single();
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.Blocked, "GOAL6003", 3)));
        Assert.That(result.Message, Does.Contain("changes 'src/stamp.txt' again").And.Contain("Let git ignore it"));
    }

    [Test]
    public async Task What_somebody_changes_after_the_proof_is_not_delivered_as_proved()
    {
        _folder.With("src/a.txt", "start");
        var watcher = new Watcher
        {
            On = happened =>
            {
                if (happened is VerificationFinished { Final: true })
                {
                    _folder.With("late.txt", "late");
                }
            },
        };
        var result = (await new RunLoop(_verifier, _ => Writes("good", "src/a.txt", "one"), TimeProvider.System).RunAsync(Goals.Request(_folder.Path, Goal(("src/a.txt", "one"))), watcher, default)).Single();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(_verifier.Requests.Count(request => request.Reuse == VerdictReuse.None), Is.EqualTo(2), "the first proof was of another tree");
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        Assert.That(ledger.Run(result.Run)!.EndTree, Is.EqualTo(ledger.VerdictsOf(result.Run)[^1].Tree));
    }

    [Test]
    public async Task A_turn_whose_code_makes_verifying_write_to_a_protected_file_is_undone()
    {
        _folder.With("src/a.txt", "start").With("protected.txt", "start");
        var verifier = new FileVerifier
        {
            OnVerify = _ =>
            {
                if (_folder.Text("src/a.txt") == "one")
                {
                    _folder.With("protected.txt", "changed by a test");
                }
            },
        };
        var goal = Goal(("src/a.txt", "one")) with { Constraints = [new ProtectConstraint([new Text("protected.txt")])] };
        var queue = new Queue<ScriptedExecutor>([Writes("sly", "src/a.txt", "one")]);
        var result = (await new RunLoop(verifier, _ => queue.Dequeue(), TimeProvider.System).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That(_watcher.Of<TurnUndone>().Single().Code, Is.EqualTo("GOAL5002"));
        Assert.That((_folder.Text("src/a.txt"), _folder.Text("protected.txt")), Is.EqualTo(("start", "start")));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
    }

    [Test]
    public async Task What_the_last_proof_itself_breaks_ends_the_run_and_names_the_constraints()
    {
        _folder.With("src/a.txt", "start").With("protected.txt", "start");
        var verifier = new FileVerifier
        {
            OnVerify = request =>
            {
                if (request.Reuse == VerdictReuse.None)
                {
                    _folder.With("protected.txt", "changed by a test");
                }
            },
        };
        var goal = Goal(("src/a.txt", "one")) with { Constraints = [new ProtectConstraint([new Text("protected.txt")])] };
        var result = (await new RunLoop(verifier, _ => Writes("good", "src/a.txt", "one"), TimeProvider.System).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5002", 5)));
        var broken = result.Broken.Single();
        Assert.That((broken.Path, broken.Constraints.Single()), Is.EqualTo(("protected.txt", goal.Constraints[0].Description)));
    }

    [Test]
    public async Task Cancelling_ends_the_turn_undoes_it_and_leaves_the_run_to_be_resumed()
    {
        using var cancel = new CancellationTokenSource();
        var first = true;
        Task<TurnResult> Act(Turn turn, CancellationToken cancellation)
        {
            _folder.With("a.txt", "one");
            if (first)
            {
                first = false;
                cancel.Cancel();
            }

            cancellation.ThrowIfCancellationRequested();
            return Task.FromResult(new TurnResult(TurnEnd.Worked, "wrote"));
        }

        var loop = new RunLoop(_verifier, _ => new ScriptedExecutor("e", Act), TimeProvider.System);
        var request = Goals.Request(_folder.Path, Goal(("a.txt", "one")));
        var cancelled = (await loop.RunAsync(request, _watcher, cancel.Token)).Single();
        Assert.That((cancelled.Outcome, cancelled.ExitCode), Is.EqualTo((RunOutcome.Cancelled, 130)));
        Assert.That(File.Exists(_folder["a.txt"]), Is.False);

        var resumed = (await loop.ResumeAsync(request, _watcher, default)).Single();
        Assert.That((resumed.Outcome, resumed.Run, resumed.Turns), Is.EqualTo((RunOutcome.Met, cancelled.Run, 2)));
    }

    [Test]
    public void Resuming_without_a_run_says_so()
    {
        var loop = new RunLoop(_verifier, _ => null, TimeProvider.System);
        Assert.That(
            () => loop.ResumeAsync(Goals.Request(_folder.Path, Goal(("a.txt", "one"))), null, default),
            Throws.TypeOf<Language.Diagnostics.GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0011"));
    }

    /// <summary>Says that all holds, but in the last proof.</summary>
    private sealed class FlakyVerifier(IVerifier inner) : IVerifier
    {
        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            var result = await inner.VerifyAsync(request, progress, cancellation);
            return request.Reuse == VerdictReuse.None ? result with { Verdicts = result.Verdicts.Select(verdict => verdict with { Status = VerdictStatus.Fails }).ToValueList() } : result;
        }
    }
}
