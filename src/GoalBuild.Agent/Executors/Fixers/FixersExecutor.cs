using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Fixers;

/// <summary>
/// <c>fixers</c>: the built-in deterministic repairs, in the order of their list. A turn ends with the first repair that changed something, so that it
/// can be judged and undone alone; one that was tried on this very tree is not tried again.
/// </summary>
/// <param name="repairs">The repairs; those that others wait for come first, then the cheaper ones.</param>
public sealed class FixersExecutor(IReadOnlyList<IRepair> repairs) : IExecutor
{
    /// <inheritdoc/>
    public string Name => new FixersStep().Description;

    /// <inheritdoc/>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        var clauses = GoalClause.Of(turn.Goal).ToDictionary(clause => clause.Name, StringComparer.Ordinal);
        var failing = turn.Verdicts
            .Where(verdict => verdict.Status != VerdictStatus.Holds && clauses.ContainsKey(verdict.Clause))
            .Select(verdict => (Clause: clauses[verdict.Clause], Verdict: verdict))
            .ToList();
        var attempts = new List<string>();
        foreach (var repair in repairs.Where(repair => !turn.Tried.Contains(repair.Name)))
        {
            cancellation.ThrowIfCancellationRequested();
            var helped = failing.Where(pair => repair.CouldHelp(pair.Verdict, pair.Clause.Clause)).ToList();
            if (helped.Count == 0)
            {
                continue;
            }

            turn.Progress.Report(repair.Name);
            var result = await RepairAsync(repair, turn, helped, cancellation).ConfigureAwait(false);
            attempts.Add(repair.Name);
            if (result.ChangedFiles.Count > 0)
            {
                return new TurnResult(TurnEnd.Worked, $"{repair.Name}: {result.Summary}") { Attempts = attempts.ToValueList() };
            }

            turn.Progress.Report($"{repair.Name}: {result.Summary}");
        }

        return new TurnResult(TurnEnd.Exhausted, attempts.Count == 0 ? "no repair fits what fails" : $"nothing to repair ({string.Join(", ", attempts)})") { Attempts = attempts.ToValueList() };
    }

    // A repair that breaks must not keep the others from their work. What it had written by then is judged all the same.
    private static async Task<RepairResult> RepairAsync(IRepair repair, Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation)
    {
        try
        {
            return await repair.RepairAsync(turn, failing, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CommandNotFoundException)
        {
            return RepairResult.Nothing(exception.Message.ReplaceLineEndings(" "));
        }
    }
}
