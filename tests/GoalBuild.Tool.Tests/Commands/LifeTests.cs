using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Ledger;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary>The verbs that look at a run, and that change its course: on a real ledger, with real locks and snapshots.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LifeTests : IDisposable
{
    private const string Goal = """
        goal "demo" {
            objective "It works."
            verify { file "a.txt" exists  file "b.txt" exists }
            constrain { only "**" }
            budget { turns 10 tokens 1M cost $4 }
            evidence { transcript }
        }
        """;

    private const string Run = "20261122-102950-000-1a2b";

    private static readonly GoalKey Key = new("demo.goal", "demo");

    private readonly TemporaryFolder _folder = new();

    public LifeTests() => _folder.Write("demo.goal", Goal);

    public void Dispose() => _folder.Dispose();

    private string State => Path.Combine(_folder.Path, ".goal");

    [Test]
    public async Task Nothing_to_pause_is_said_with_exit_code_1()
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "pause"), Is.EqualTo(ExitCode.NotMet));
        Assert.That(host.Error.ToString(), Is.EqualTo("error GOAL0033: No process runs 'demo'. 'dotnet goal status' says where it stands.\n"));
    }

    [Test]
    public async Task Whoever_runs_the_goal_is_asked_to_pause_and_waited_for()
    {
        var held = Hold();
        using var asked = held.Paused.Register(held.Dispose);
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "pause", "--json"), Is.EqualTo(ExitCode.Met), host.Out.ToString());
        using var json = JsonDocument.Parse(host.Out.ToString().TrimEnd('\n').Split('\n')[^1]);
        Assert.That(json.RootElement.GetProperty("event").GetString(), Is.EqualTo("goal-paused"));
        Assert.That(RunLock.HolderOf(State, RunLock.KeyOf(Key)), Is.Null);
    }

    [Test]
    public async Task One_that_does_not_pause_in_time_is_named()
    {
        using var held = Hold();
        var host = new TestHost(_folder.Path);
        var code = await Guard.RunAsync(host.Host, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false), ScriptedRooms.Create(), context => PauseCommand.RunAsync(context, [], [], TimeSpan.FromMilliseconds(150)));
        Assert.That(code, Is.EqualTo(ExitCode.NotMet));
        Assert.That(host.Error.ToString(), Does.StartWith($"error GOAL0034: Process {Environment.ProcessId} on ").And.Contain("still works on it (dotnet goal run)"));
    }

    [Test]
    public async Task One_that_is_about_to_let_go_has_not_let_go()
    {
        using var held = Hold();
        var isNameless = false;
        using var asked = held.Paused.Register(() =>
        {
            // As a lock is let go: the name first, then the file.
            File.Delete(Directory.GetFiles(Path.Combine(State, "locks"), "*.json").Single());
            isNameless = true;
        });
        var host = new TestHost(_folder.Path);
        var code = await Guard.RunAsync(host.Host, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false), ScriptedRooms.Create(), context => PauseCommand.RunAsync(context, [], [], TimeSpan.FromSeconds(2)));
        Assert.That((isNameless, code), Is.EqualTo((true, ExitCode.NotMet)));
    }

    [Test]
    public async Task The_options_of_run_and_resume_reach_the_run()
    {
        RunRequest? request = null;
        Task<IReadOnlyList<RunResult>> Take(RunRequest asked, IProgress<RunEvent> progress, CancellationToken cancellation)
        {
            request = asked;
            return Task.FromResult<IReadOnlyList<RunResult>>([]);
        }

        var rooms = ScriptedRooms.Create(run: Take, resume: Take);
        await new TestHost(_folder.Path).RunAsync(rooms, "run", "--sandbox", "required", "--on-failure", "best");
        Assert.That((request!.Sandbox, request.OnFailure, request.More), Is.EqualTo((SandboxMode.Required, OnFailure.Best, (Language.Model.Budget?)null)));
        await new TestHost(_folder.Path).RunAsync(rooms, "resume", "--sandbox", "off", "--on-failure", "restore", "--budget", "turns 40 time 30m cost $2.50 tokens 3M");
        Assert.That((request!.Sandbox, request.OnFailure), Is.EqualTo((SandboxMode.Off, OnFailure.Restore)));
        Assert.That((request.More!.Turns, request.More.Time, request.More.Cost, request.More.Tokens), Is.EqualTo((40L, TimeSpan.FromMinutes(30), 2.5m, 3_000_000L)));
        await new TestHost(_folder.Path).RunAsync(rooms, "resume");
        Assert.That((request!.Sandbox, request.OnFailure, request.More), Is.EqualTo((SandboxMode.Auto, OnFailure.Keep, (Language.Model.Budget?)null)));
    }

    [TestCase("turns forty", "turns")]
    [TestCase("", "expected")]
    [TestCase("rounds 4", "rounds")]
    [TestCase("turns", "turns")]
    [TestCase("turns 4 } verify { run \"x\"", "found '}'")]
    [TestCase("turns 4 // more", "found '/'")]
    [TestCase("attempts 3", "cannot be raised")]
    [TestCase("turns 4 turns 5", "turns")]
    public async Task A_budget_that_is_none_is_refused_with_what_was_found(string budget, string said)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "resume", "--budget", budget), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.StartWith($"error GOAL0030: '--budget' is '{budget}': ").And.Contain(said).And.Contain("Write it as in a 'budget' block"));
    }

    [TestCase("run", "--sandbox", "maybe", "expected auto, required or off")]
    [TestCase("run", "--on-failure", "bets", "did you mean 'best'?")]
    public async Task Other_words_are_refused(string verb, string option, string word, string said)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), verb, option, word), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain(said));
    }

    [Test]
    public async Task Status_says_what_a_run_does_now_and_what_it_has_spent()
    {
        Record(isOver: false);
        using var held = Hold();
        var text = await SayAsync("status");
        Assert.That(text, Does.Contain("  now       turn 1: run_command dotnet test, for 12.0 s\n").And.Contain("  clauses   1 of 2 hold\n")
            .And.Contain("  spent     12,345 tokens in (10,000 cached), 2,345 out, $0.12\n").And.Contain("left: 9 turns, 985,310 tokens, $3.88"));
        using var json = JsonDocument.Parse(await SayAsync("status", "--json"));
        Assert.That((json.RootElement.GetProperty("turn").GetInt32(), json.RootElement.GetProperty("tokensOut").GetInt64(), json.RootElement.GetProperty("now").GetString(), json.RootElement.GetProperty("outcome").GetString()),
            Is.EqualTo((1, 2345L, "run_command dotnet test", "running")));
    }

    [Test]
    public async Task Status_shows_the_phases_of_a_run_with_what_each_has_spent()
    {
        _folder.Write("demo.goal", """
            goal "demo" {
                objective "It works."
                phase "docs" after "code" { verify { file "b.txt" exists } budget { turns 5  cost $2 } }
                phase "code" { verify { file "a.txt" exists } }
                constrain { only "**" }
            }
            """);
        Assert.That(await SayAsync("status"), Does.Contain("  phases    0 of 2 met\n  waiting  code  0 of 1 holds\n  waiting  docs  after code; 0 of 1 holds; 0 of 5 turns, $0.00 of $2.00\n"));
        Record(isOver: false, phase: "docs");
        using var held = Hold();
        Assert.That(await SayAsync("status"), Does.Contain("  phases    1 of 2 met\n  met      code  1 of 1 holds\n  at work  docs  after code; 0 of 1 holds; 1 of 5 turns, 14,690 tokens, $0.12 of $2.00\n"));
        using var json = JsonDocument.Parse(await SayAsync("status", "--json"));
        var docs = json.RootElement.GetProperty("phases")[1];
        Assert.That((docs.GetProperty("name").GetString(), docs.GetProperty("status").GetString(), docs.GetProperty("turnsLeft").GetInt64(), docs.GetProperty("dollars").GetDecimal()), Is.EqualTo(("docs", "at-work", 4L, 0.1234m)));
    }

    [Test]
    public async Task A_log_is_readable_lines_and_whole_where_that_is_asked_for()
    {
        Record(isOver: true);
        var text = await SayAsync("log");
        Assert.That(text, Does.StartWith($"demo  run {Run}, begun 2026-11-22 10:29:50Z\n").And.Contain("10:29:50  Turn 1: model \"gpt-5-mini\"\n").And.Contain("> run_command dotnet test\n").And.Contain("line 3").And.Contain("… 2 lines more"));
        Assert.That(text.Where(character => char.IsControl(character) && character != '\n'), Is.Empty, "what a command printed moves no cursor");
        Assert.That(text, Does.Not.Contain("line 5"));
        Assert.That(await SayAsync("log", "-v", "detailed"), Does.Contain("line 5"));
        Assert.That(await SayAsync("log", "--turn", "2"), Does.Not.Contain("Turn 1"));
        Assert.That(await SayAsync("log", "--follow", "--run", Run), Does.Contain("Turn 1"), "a run that is over is not waited for");

        foreach (var line in (await SayAsync("log", "--json")).TrimEnd('\n').Split('\n'))
        {
            using var json = JsonDocument.Parse(line);
            Assert.That(json.RootElement.GetProperty("event").GetString(), Is.EqualTo("log"));
            Assert.That(json.RootElement.GetProperty("at").GetDateTimeOffset(), Is.LessThan(new StillClock().GetUtcNow()), "it is the time at which it happened");
        }

        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "log", "--run", "lost"), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.StartWith("error GOAL0035: There is no run 'lost' of 'demo'."));
    }

    [Test]
    public async Task A_log_is_followed_until_the_run_ends()
    {
        Record(isOver: false);
        var held = Hold();
        var host = new TestHost(_folder.Path);
        var following = host.RunAsync(ScriptedRooms.Create(), "log", "--follow");
        using (var ledger = RunLedger.Open(State, TimeProvider.System))
        {
            ledger.AddTranscript([new LedgerEntry(Run, 1, 0, new StillClock().GetUtcNow(), "told", """{"text":"The last word."}""")]);
            Assert.That(following.IsCompleted, Is.False);
            ledger.EndRun(Run, RunState.Met, null, "", null, TimeSpan.Zero, new StillClock().GetUtcNow());
        }

        Assert.That(await following.WaitAsync(TimeSpan.FromSeconds(30)), Is.EqualTo(ExitCode.Met));
        held.Dispose();
        Assert.That(host.Out.ToString(), Does.Contain("The last word."));
    }

    [Test]
    public async Task A_rollback_takes_its_word_and_files_and_says_what_was_left_alone()
    {
        await RealRunAsync();
        _folder.Write("b.txt", "my own");
        Assert.That(await SayAsync(ExitCode.NotMet, "rollback", "start", "demo.goal", "--dry-run"), Does.StartWith("demo: 1 file would be as at the start of run ").And.Contain("\n  a.txt\n"));
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "rollback", "demo.goal", "start"), Is.EqualTo(ExitCode.NotMet));
        Assert.That(host.Error.ToString(), Does.StartWith("error GOAL0022: 'b.txt' was changed since the run ended, and was left alone."));
        Assert.That((File.Exists(Path.Combine(_folder.Path, "a.txt")), File.ReadAllText(Path.Combine(_folder.Path, "b.txt"))), Is.EqualTo((false, "my own")));
        File.Delete(Path.Combine(_folder.Path, "b.txt"));
        Assert.That(await SayAsync("rollback", "--json", "best"), Does.Contain("\"event\":\"rolled-back\"").And.Contain("\"files\":[\"a.txt\"]"));
        Assert.That(await SayAsync("log"), Does.Contain("Rolled back to the start"));
    }

    [Test]
    public async Task Two_targets_or_none_to_roll_back_are_refused()
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "rollback", "7", "best"), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain("GOAL0030: Found '7' and 'best', expected one of"));
        var never = new TestHost(_folder.Path);
        Assert.That(await never.RunAsync(ScriptedRooms.Create(), "rollback"), Is.EqualTo(ExitCode.Usage));
        Assert.That(never.Error.ToString(), Does.Contain("GOAL0035: Goal 'demo' was never run"));
    }

    [Test]
    public async Task A_replay_needs_a_run()
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "replay", "lost"), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain("GOAL0035: There is no run 'lost' of 'demo'."));
        Assert.That(await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(), "replay"), Is.EqualTo(ExitCode.Usage));
    }

    [Test]
    public async Task The_evidence_has_what_models_cost_and_the_transcript_where_it_is_asked_for()
    {
        Record(isOver: true);
        var directory = Path.Combine(State, "runs", "demo", Run);
        var spent = new Spending(12_345, 10_000, 2_345, 0.1234m);
        await new TestHost(_folder.Path).RunAsync(
            ScriptedRooms.Create(run: (_, progress, _) =>
            {
                progress.Report(new RunStarted("demo", Run, directory, null, Resumed: false));
                progress.Report(new TurnStarted("demo", 1, "model \"gpt-5-mini\""));
                progress.Report(new TurnIdle("demo", 1, "model \"gpt-5-mini\"", "read") { Spent = spent });
                var result = new RunResult("demo", Run, RunOutcome.Stalled, "GOAL6002", "as scripted") { Turns = 1, Spent = spent, EvidenceDirectory = directory };
                progress.Report(new RunFinished("demo", result));
                return Task.FromResult<IReadOnlyList<RunResult>>([result]);
            }),
            "run");
        var bundle = EvidenceWriter.Read(directory)!;
        Assert.That((bundle.Spent, bundle.Turns[0].Spent), Is.EqualTo((new EvidenceSpending(12_345, 10_000, 2_345, 0.1234m), new EvidenceSpending(12_345, 10_000, 2_345, 0.1234m))));
        Assert.That(bundle.Files, Does.Contain("transcript.jsonl"));
        Assert.That(File.ReadAllText(Path.Combine(directory, "transcript.jsonl")), Does.Contain("\"kind\":\"called\""));
    }

    private RunLock Hold()
    {
        var held = RunLock.Acquire(State, RunLock.KeyOf(Key), new LockHolder(Environment.ProcessId, Environment.MachineName, "demo", DateTimeOffset.UtcNow, "dotnet goal run"));
        held.Announce();
        return held;
    }

    // A run ten seconds old: one turn, in which a command is under way, or has answered.
    private void Record(bool isOver, string phase = "")
    {
        using var ledger = RunLedger.Open(State, TimeProvider.System);
        var start = new StillClock().GetUtcNow() - TimeSpan.FromSeconds(10);
        ledger.BeginRun(new LedgerRun(Run, Key, RunState.Running, _folder.Path, false, "", start) { GoalText = Goal });
        ledger.AddVerdicts([
            new LedgerVerdict(Run, 0, false, "file a.txt exists", "holds", "", start) { Data = "{}" },
            new LedgerVerdict(Run, 0, false, "file b.txt exists", "fails", "it is not there", start) { Data = "{}" },
        ]);
        var turn = new LedgerTurn(Run, 1, 0, "model \"gpt-5-mini\"", TurnState.Started, "tree", start) { Phase = phase };
        ledger.BeginTurn(turn);
        ledger.AddEvent(new LedgerEvent(Run, 1, start, "TurnStarted", """{"turn":1,"executor":"model \u0022gpt-5-mini\u0022","goal":"demo"}"""));
        var called = start - TimeSpan.FromSeconds(2);
        ledger.AddTranscript(
            [new LedgerEntry(Run, 1, 0, called, "called", """{"id":"c1","name":"run_command","arguments":"{\u0022command\u0022:\u0022dotnet test\u0022}"}""")],
            new LedgerCost(Run, 1, "model \"gpt-5-mini\"", 12_345, 2_345, 0.1234m, start) { TokensCached = 10_000 });
        if (isOver)
        {
            ledger.AddTranscript([new LedgerEntry(Run, 1, 0, start, "returned", """{"id":"c1","name":"run_command","text":"line 1\nline 2\u001b[2J\nline 3\nline 4\nline 5","isError":false}""")]);
            ledger.EndTurn(turn, TurnState.Idle, "read", start);
            ledger.EndRun(Run, RunState.Stalled, "GOAL6002", "as scripted", null, TimeSpan.FromSeconds(5), start);
        }
    }

    // A run of the real loop, with an executor that makes both files.
    [Test]
    public async Task A_review_is_signed_and_shown_and_stands_in_the_evidence()
    {
        _folder.Write("demo.goal", Goal.Replace("budget {", "review by \"security\" \"the keys\" review by \"legal\" \"the licences\" budget {", StringComparison.Ordinal));
        var rooms = RoomsOf(new RunLoop(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, File.Exists(Path.Combine(_folder.Path, "b.txt")) ? VerdictStatus.Holds : VerdictStatus.Fails))).Verifier(), _ => new Writer(_folder), TimeProvider.System));
        var run = new TestHost(_folder.Path, width: 200);
        Assert.That(await run.RunAsync(rooms, "run"), Is.EqualTo(ExitCode.WaitingForReview), run.Error.ToString());
        Assert.That(run.Out.ToString(), Does.Contain("dotnet goal approve --as security"));

        Assert.That(await FaultAsync(ExitCode.Usage, "approve"), Does.Contain("Say for whom you sign, with '--as': 'security' (the keys), 'legal' (the licences)."));
        Assert.That(await FaultAsync(ExitCode.Usage, "approve", "--as", "safety"), Does.Contain("GOAL6008"));
        Assert.That(await SayAsync(ExitCode.WaitingForReview, "approve", "--as", "security", "--note", "looked | at it"), Does.StartWith("demo: waiting for review. Every clause holds, and waits for 'legal' (the licences). Approved by "));
        Assert.That(await SayAsync("status"), Does.Contain("review    security (the keys): approved by ").And.Contain(": looked | at it\n").And.Contain("review    legal (the licences): not approved yet"));
        var last = await SayAsync("approve", "--as", "legal", "--json");
        using var json = JsonDocument.Parse(last.TrimEnd('\n').Split('\n')[^1]);
        var bundle = EvidenceWriter.Read(Path.Combine(State, "runs", "demo", json.RootElement.GetProperty("run").GetString()!))!;
        var status = await SayAsync("status");

        Assert.Multiple(() =>
        {
            Assert.That(json.RootElement.GetProperty("outcome").GetString(), Is.EqualTo("met"));
            Assert.That(bundle.Outcome, Is.EqualTo("met"));
            Assert.That(bundle.Reviews.Select(review => (review.By, review.Subject, review.Note)), Is.EqualTo(new[] { ("security", "the keys", "looked | at it"), ("legal", "the licences", null) }));
            Assert.That(bundle.Reviews.Select(review => review.Tree), Is.All.Not.Null);
            Assert.That(File.ReadAllText(Path.Combine(State, "runs", "demo", bundle.Run, EvidenceWriter.MarkdownFile)), Does.Contain("## Reviews").And.Contain("looked \\| at it"));
            Assert.That(status, Does.StartWith("demo: met"));
        });
    }

    [TestCase("text", true)]
    [TestCase("json", true)]
    [TestCase("msbuild", false)]
    public async Task A_build_asks_no_judge(string format, bool asks)
    {
        _folder.Write("demo.goal", Goal.Replace("file \"b.txt\" exists", "judge \"it reads well\"", StringComparison.Ordinal));
        object? judge = null;
        var host = new TestHost(_folder.Path);
        await host.RunAsync(
            ScriptedRooms.Create(verify: (request, _) =>
            {
                judge = request.Judge;
                return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
            }),
            "verify",
            "--format",
            format);
        Assert.That(judge is not null, Is.EqualTo(asks));
    }

    [Test]
    public async Task What_a_run_starts_cannot_sign()
    {
        _folder.Write("demo.goal", Goal.Replace("budget {", "review by \"security\" \"the keys\" budget {", StringComparison.Ordinal));
        var host = new TestHost(_folder.Path, variables: ("GOALBUILD_PROCESS_TREE", "1234"));
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "approve", "--as", "security"), Is.Not.EqualTo(ExitCode.Met));
        Assert.That(host.Error.ToString(), Does.Contain("GOAL6008: A person signs off, and this was started by a run or a verification"));
    }

    private static Rooms RoomsOf(RunLoop loop) => ScriptedRooms.Create(run: (request, progress, cancellation) => loop.RunAsync(request, progress, cancellation));

    private async Task<string> FaultAsync(int code, params string[] args)
    {
        var host = new TestHost(_folder.Path, width: 120);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(code), host.Error.ToString());
        return host.Error.ToString();
    }

    private async Task RealRunAsync()
    {
        var loop = new RunLoop(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, File.Exists(Path.Combine(_folder.Path, "b.txt")) ? VerdictStatus.Holds : VerdictStatus.Fails))).Verifier(), _ => new Writer(_folder), TimeProvider.System);
        var source = GoalFileReader.Read("demo.goal", _folder.Path, RealRooms.Check);
        var results = await loop.RunAsync(new RunRequest(source.Workspace, source.Parsed.Source, source.Parsed.File), null, default);
        Assert.That(results.Single().Outcome, Is.EqualTo(RunOutcome.Met), results.Single().Message);
    }

    private Task<string> SayAsync(params string[] args) => SayAsync(ExitCode.Met, args);

    private async Task<string> SayAsync(int code, params string[] args)
    {
        var host = new TestHost(_folder.Path, width: 120);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(code), host.Error.ToString());
        return host.Out.ToString();
    }

    private sealed class Writer(TemporaryFolder folder) : IExecutor
    {
        public string Name => "writer";

        public Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
        {
            folder.Write("a.txt", "a");
            folder.Write("b.txt", "b");
            return Task.FromResult(new TurnResult(TurnEnd.Worked, "wrote"));
        }
    }
}
