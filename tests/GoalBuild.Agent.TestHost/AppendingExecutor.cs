using GoalBuild.Agent.Executors;
using GoalBuild.Verification;

namespace GoalBuild.Agent.TestHost;

/// <summary>
/// Repairs one file by appending the missing word, and leaves a second file that counts its turns: applied twice, either would show it.
/// </summary>
/// <param name="name">The step's name.</param>
/// <param name="file">The file, relative to the goal's folder.</param>
/// <param name="word">The word.</param>
/// <param name="between">Called between the two writes.</param>
public sealed class AppendingExecutor(string name, string file, string word, Action between) : IExecutor
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        if (!turn.Verdicts.Any(verdict => verdict.Status != VerdictStatus.Holds && verdict.Clause.Contains(file, StringComparison.Ordinal)))
        {
            return Task.FromResult(new TurnResult(TurnEnd.Exhausted, "nothing to do"));
        }

        File.AppendAllText(Path.Combine(turn.GoalDirectory, $"{file}.count"), "turn\n");
        between();
        cancellation.ThrowIfCancellationRequested();
        File.AppendAllText(Path.Combine(turn.GoalDirectory, file), $"{word}\n");
        turn.Progress.Report("appended");
        return Task.FromResult(new TurnResult(TurnEnd.Worked, $"appended {word}") { Attempts = [word] });
    }
}
