using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors;

/// <summary>
/// <c>fix STRING [in DIR]</c>: a repair command of the project's own. It runs when a clause fails, at most once on the same tree, and not again while
/// the verdicts stay as they were when it last ran: what it did then has helped nothing, and doing it once more would only pile it up in the tree.
/// </summary>
/// <param name="step">The step.</param>
/// <param name="timeout">The most time that the command may take; null for ten minutes, the same as a clause's default: one that hangs must not hold the run for ever.</param>
public sealed class FixCommandExecutor(FixStep step, TimeSpan? timeout = null) : IExecutor
{
    private readonly TimeSpan _timeout = timeout ?? TimeSpan.FromMinutes(10);

    // Only of this process: after an interruption somebody may have mended what the command works with, so that it is worth another try.
    private string? _lastVerdicts;

    /// <inheritdoc/>
    public string Name => step.Description;

    /// <inheritdoc/>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (turn.Tried.Contains(step.Command.Value))
        {
            return new TurnResult(TurnEnd.Exhausted, "the command has run on this tree already");
        }

        var verdicts = VerdictHash.Of(turn.Verdicts);
        if (verdicts == _lastVerdicts)
        {
            return new TurnResult(TurnEnd.Exhausted, "the command has run, and no verdict is another since");
        }

        _lastVerdicts = verdicts;
        var directory = Path.GetFullPath(Path.Combine(turn.GoalDirectory, step.Directory?.Value ?? "."));
        try
        {
            var result = await ProcessRunner.RunAsync(
                ProcessRequest.Shell(step.Command.Value) with { WorkingDirectory = directory, Timeout = _timeout, OnLine = turn.Progress.Report },
                cancellation).ConfigureAwait(false);
            return Ended(result) with { Attempts = [step.Command.Value] };
        }
        catch (CommandNotFoundException exception)
        {
            return new TurnResult(TurnEnd.Failed, exception.Message) { Attempts = [step.Command.Value] };
        }
    }

    private TurnResult Ended(ProcessResult result)
    {
        var said = LastLine(result.StandardError.Text) ?? LastLine(result.StandardOutput.Text) ?? "it printed nothing";
        return result.TimedOut ? new TurnResult(TurnEnd.Failed, $"the command did not end within {(_timeout < TimeSpan.FromMinutes(2) ? $"{_timeout.TotalSeconds:0} seconds" : $"{_timeout.TotalMinutes:0} minutes")} and was stopped")
            : result.ExitCode == 0 ? new TurnResult(TurnEnd.Worked, "the command ran")
            : new TurnResult(TurnEnd.Failed, $"the command ended with exit code {result.ExitCode}: {said}");
    }

    private static string? LastLine(string text) => text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);
}
