using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>The end of a run whose ladder is exhausted: it says which clauses need a model, and how to give one.</summary>
internal static class Stall
{
    /// <summary>The end.</summary>
    /// <param name="verdicts">The newest verdicts.</param>
    /// <param name="ladder">The ladder.</param>
    public static RunEnd Of(IReadOnlyList<Verdict> verdicts, Ladder ladder)
    {
        var open = verdicts.Where(verdict => verdict.Status != VerdictStatus.Holds).Select(verdict => $"'{verdict.Clause}'").ToList();
        var skipped = ladder.Skipped.Count == 0 ? "" : $" This version does not have {string.Join(", ", ladder.Skipped)}.";
        var message = open.Count == 0
            ? "The goal has no clause that could be verified. Add one to 'verify' or 'require'."
            : $"The ladder is exhausted, and {(open.Count == 1 ? "one clause needs" : $"{open.Count} clauses need")} a model or a person: {string.Join(", ", open)}.{skipped} "
                + "Repair by hand, or add an executor to 'agent', such as a 'fix' command. A later version takes a model: with OPENAI_API_KEY (and OPENAI_BASE_URL) set; this one does not read them.";
        return new RunEnd(RunOutcome.Stalled, DiagnosticCatalogue.Stalled, message);
    }
}
