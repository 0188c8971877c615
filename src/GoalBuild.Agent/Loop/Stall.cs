using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>The end of a run whose ladder is exhausted: it says which clauses need a model, and how to give one.</summary>
internal static class Stall
{
    /// <summary>The end.</summary>
    /// <param name="verdicts">The newest verdicts.</param>
    /// <param name="ladder">The ladder.</param>
    /// <param name="failures">Why steps could not work, each in one line without a full stop.</param>
    public static RunEnd Of(IReadOnlyList<Verdict> verdicts, Ladder ladder, IReadOnlyList<string> failures)
    {
        var open = verdicts.Where(verdict => verdict.Status != VerdictStatus.Holds).Select(verdict => $"'{verdict.Clause}'").ToList();
        var skipped = ladder.Skipped.Count == 0 ? "" : $" This version does not have {string.Join(", ", ladder.Skipped)}.";
        var failed = failures.Count == 0 ? "" : $" {string.Join(". ", failures.Distinct())}.";
        var help = ladder.Steps.Any(step => step.Executor is Executors.Model.ModelExecutor)
            ? "Repair by hand, help the model with a clearer objective or 'context', or put a stronger one behind it in 'agent'; then 'dotnet goal resume'."
            : "Repair by hand, or add an executor to 'agent': a 'fix' command, or 'model \"NAME\"' with its key in OPENAI_API_KEY (or 'at \"URL\"', or OPENAI_BASE_URL, for a server of your own); then 'dotnet goal resume'.";
        var message = open.Count == 0
            ? "The goal has no clause that could be verified. Add one to 'verify' or 'require'."
            : $"The ladder is exhausted, and {(open.Count == 1 ? "one clause does" : $"{open.Count} clauses do")} not hold: {string.Join(", ", open)}.{failed}{skipped} {help}";
        return new RunEnd(RunOutcome.Stalled, DiagnosticCatalogue.Stalled, message);
    }
}
