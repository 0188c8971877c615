using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Reading;

/// <summary>The bundle of a run that has left none, such as one that is under way: made from what the ledger has of it.</summary>
internal static class LedgerEvidence
{
    /// <summary>The goal of a run, as it says itself what it works by.</summary>
    /// <param name="run">The run.</param>
    /// <param name="workspace">The tree.</param>
    /// <returns>The text and the goal; the goal is one without clauses where the text no longer has it.</returns>
    public static (SourceText Source, Goal Goal) GoalOf(LedgerRun run, Workspace workspace)
    {
        var source = new SourceText(Path.Combine(workspace.Root, run.Goal.File), run.GoalText);
        var goal = GoalLanguage.Parse(source).File.Goals.FirstOrDefault(goal => goal.Name.Value == run.Goal.Name);
        return (source, goal ?? new Goal(new Text(run.Goal.Name)));
    }

    /// <summary>Makes the bundle.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="run">The run, as the ledger has it.</param>
    /// <param name="verdicts">Its newest verdicts.</param>
    /// <param name="turns">Its turns.</param>
    /// <param name="outcome">In the words of the evidence, or <c>running</c> or <c>interrupted</c>.</param>
    /// <param name="directory">Its evidence folder; it may be missing.</param>
    /// <param name="now">The time, in UTC.</param>
    /// <param name="version">GoalBuild's version.</param>
    public static EvidenceBundle Of(Workspace workspace, LedgerRun run, IReadOnlyList<LedgerVerdict> verdicts, IReadOnlyList<ReportTurn> turns, string outcome, string directory, DateTimeOffset now, string version)
    {
        var (source, goal) = GoalOf(run, workspace);
        var spent = turns.Aggregate(Spending.None, (sum, turn) => sum.Plus(turn.Spent));
        return EvidenceBuilder.Build(
            new EvidenceRequest(workspace, source, goal, run.Id, "run", outcome, Summary(run, outcome))
            {
                Verdicts = [.. verdicts.Select(VerdictOf).Where(verdict => verdict.Constraint is null)],
                Turns = [.. turns.Select(TurnOf)],
                Spent = spent.Tokens == 0 ? null : SpendingOf(spent),
                Reviews = [.. goal.Reviews.Select(review => new EvidenceReview(review.By.Value, review.Subject.Value))],
                Started = run.StartedAt,
                Finished = run.EndedAt ?? now,
                ToolVersion = version,
            },
            directory);
    }

    /// <summary>How a state of the ledger is called in evidence.</summary>
    /// <param name="state">The state of a run that has ended.</param>
    public static string OutcomeOf(RunState state) => state switch
    {
        RunState.Running => "interrupted",
        RunState.Met => "met",
        RunState.Stalled => "stalled",
        RunState.Blocked => "blocked",
        RunState.BudgetSpent => "budget-spent",
        RunState.ConstraintBroken => "broken",
        RunState.WaitingForReview => "waiting-for-review",
        _ => "cancelled",
    };

    private static string Summary(LedgerRun run, string outcome) => outcome switch
    {
        "running" => "A process works on it.",
        "interrupted" => "It was interrupted before it ended; 'dotnet goal resume' goes on with it.",
        _ => run.Message,
    };

    private static Verdict VerdictOf(LedgerVerdict verdict)
    {
        try
        {
            return VerdictJson.Read(verdict.Data);
        }
        catch (JsonException)
        {
            // A version that wrote less of it.
            return new Verdict(verdict.Clause, Enum.Parse<VerdictStatus>(verdict.Status, ignoreCase: true), verdict.Reason) { At = verdict.At, Reused = verdict.Reused, Duration = verdict.Duration, Fingerprint = verdict.Fingerprint };
        }
    }

    private static EvidenceTurn TurnOf(ReportTurn turn) => new(turn.Number, turn.Executor, turn.State, turn.Summary, turn.Holding, (long)turn.Duration.TotalMilliseconds)
    {
        Spent = turn.Spent.Tokens == 0 ? null : SpendingOf(turn.Spent),
    };

    private static EvidenceSpending SpendingOf(Spending spent) => new(spent.TokensIn, spent.TokensCached, spent.TokensOut, spent.Dollars);
}
