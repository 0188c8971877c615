using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Steps;

/// <summary>What every executor keeps to, whatever it does: one fixture of these tests for each.</summary>
/// <param name="make">Makes the executor that works by a shell command.</param>
internal abstract class ExecutorConformanceTests(Func<string, IExecutor> make)
{
    private const string Hang = "echo started $$; sleep 600 & echo started $!; wait";

    [Test]
    public void Cancelled_before_its_turn_it_starts_nothing()
    {
        using var folder = new TempFolder();
        Assert.That(() => make("echo x > started").TakeTurnAsync(ExecutorTurns.In(folder), new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.Exists(folder["started"]), Is.False);
    }

    [Test]
    public void Cancelled_in_mid_turn_it_throws_and_ends_all_that_it_started()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The command is a shell script.");
        }

        using var folder = new TempFolder();
        using var cancel = new CancellationTokenSource();
        var started = new List<string>();
        var turn = ExecutorTurns.In(folder, line =>
        {
            if (line.StartsWith("started ", StringComparison.Ordinal))
            {
                started.Add(line["started ".Length..]);
                if (started.Count == 2)
                {
                    cancel.Cancel();
                }
            }
        });
        Assert.That(() => make(Hang).TakeTurnAsync(turn, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(started.Where(ExecutorTurns.IsRunning), Is.Empty);
    }

    [Test]
    public async Task What_it_did_has_a_name_and_once_all_was_tried_it_says_that_it_is_exhausted()
    {
        using var folder = new TempFolder();
        var executor = make("echo x >> done");
        var first = await executor.TakeTurnAsync(ExecutorTurns.In(folder), default);
        Assert.That((first.End, first.Attempts.Count), Is.EqualTo((TurnEnd.Worked, 1)));

        var second = await executor.TakeTurnAsync(ExecutorTurns.In(folder) with { Tried = first.Attempts.ToHashSet() }, default);
        Assert.That(second.End, Is.EqualTo(TurnEnd.Exhausted));
        Assert.That(folder.Text("done").Trim(), Is.EqualTo("x"), "not a second time");
    }

    [TestCase("exit 3")]
    [TestCase("no-such-command-anywhere")]
    public async Task A_tool_that_fails_is_a_result_and_no_exception(string command)
    {
        using var folder = new TempFolder();
        var result = await make(command).TakeTurnAsync(ExecutorTurns.In(folder), default);
        Assert.That(result.End, Is.EqualTo(TurnEnd.Failed).Or.EqualTo(TurnEnd.Exhausted));
        Assert.That((result.Attempts.Count, result.Summary.Contains('\n', StringComparison.Ordinal)), Is.EqualTo((1, false)));
    }
}

/// <summary><c>fix</c>. What a command of the project's own may not change is judged afterwards; it cannot be asked beforehand.</summary>
[TestFixture]
internal sealed class FixCommandConformanceTests() : ExecutorConformanceTests(command => new FixCommandExecutor(new FixStep(new Text(command))));

/// <summary><c>fixers</c>, with a repair that works by a command.</summary>
[TestFixture]
internal sealed class FixersConformanceTests() : ExecutorConformanceTests(command => new FixersExecutor([new CommandRepair(command)]))
{
    [Test]
    public async Task A_repair_that_breaks_does_not_keep_the_others_from_their_work()
    {
        using var folder = new TempFolder();
        var executor = new FixersExecutor([new ScriptedRepair("breaks", _ => throw new IOException("the disk is full")), new CommandRepair("echo x > done")]);
        var result = await executor.TakeTurnAsync(ExecutorTurns.In(folder), default);
        Assert.That(result.End, Is.EqualTo(TurnEnd.Worked));
        Assert.That(result.Attempts, Is.EqualTo(new[] { "breaks", "command" }));
    }

    private sealed class CommandRepair(string command) : IRepair
    {
        public string Name => "command";

        public bool CouldHelp(Verdict verdict, Clause clause) => true;

        public async Task<RepairResult> RepairAsync(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation)
        {
            var result = await ProcessRunner.RunAsync(
                ProcessRequest.Shell(command) with { WorkingDirectory = turn.GoalDirectory, OnLine = turn.Progress.Report }, cancellation);
            return result.ExitCode == 0 ? new RepairResult(["done"], "done") : RepairResult.Nothing($"it ended with exit code {result.ExitCode}");
        }
    }
}
