using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Baseline;

/// <summary>Something that no tree could be.</summary>
/// <param name="Message">What contradicts what; one line with a full stop.</param>
/// <param name="Span">Where the clause stands that cannot hold.</param>
public sealed record Contradiction(string Message, SourceSpan Span);

/// <summary>
/// Finds clauses that can never hold together, and clauses that a constraint keeps from ever holding. Only what can be decided is said: a file that is
/// to be there and not, changed and not, a number above and below, one command with two ends; and a file that has to change and may not. Outputs of builds may be
/// made whatever <c>only</c> says, so that <c>only</c> contradicts nothing but the change of a file that is there.
/// </summary>
public static class Contradictions
{
    /// <summary>The contradictions of a goal, in the order of the file.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="goalDirectory">Absolute path of the goal's folder.</param>
    /// <param name="workspace">The tree.</param>
    /// <param name="rules">What may change at the end of a run.</param>
    /// <param name="statusOf">Whether a clause holds in the tree as it is, by its name; null where that is not known.</param>
    public static IReadOnlyList<Contradiction> Of(Goal goal, string goalDirectory, Workspace workspace, ChangeRules rules, Func<string, VerdictStatus?> statusOf)
    {
        var clauses = GoalClause.Of(goal);
        var found = new List<Contradiction>();
        for (var i = 0; i < clauses.Count; i++)
        {
            var clause = clauses[i];
            if (clauses.Take(i).FirstOrDefault(earlier => ExcludeEachOther(earlier.Clause, clause.Clause)) is { } other)
            {
                found.Add(new Contradiction($"'{clause.Name}' and '{other.Name}' can never hold together. Keep the one that you mean.", clause.Clause.Span));
            }

            if (clause.Clause is FileClause file && Forbidden(file, goalDirectory, workspace, rules, statusOf(clause.Name)) is { } broken)
            {
                found.Add(new Contradiction($"'{clause.Name}' can never hold: {broken.Message}", clause.Clause.Span));
            }
        }

        return found;
    }

    private static bool ExcludeEachOther(Clause one, Clause other) => (one, other) switch
    {
        (FileClause a, FileClause b) => a.Glob.Value == b.Glob.Value && (Excludes(a.Condition, b.Condition) || Excludes(b.Condition, a.Condition)),
        (CoverageClause a, CoverageClause b) => (a.Project.Value, a.Metric, a.Of?.Value) == (b.Project.Value, b.Metric, b.Of?.Value) && AreApart((a.Comparison, a.Percent), (b.Comparison, b.Percent)),
        (MutationClause a, MutationClause b) => a.Project.Value == b.Project.Value && AreApart((a.Comparison, a.Percent), (b.Comparison, b.Percent)),
        (MeasureClause a, MeasureClause b) => (a.Command.Value, a.Directory?.Value, a.Matching.ToString(), a.Threshold.Unit) == (b.Command.Value, b.Directory?.Value, b.Matching.ToString(), b.Threshold.Unit)
            && AreInSamePlace(a, b) && AreApart((a.Comparison, a.Threshold.Value), (b.Comparison, b.Threshold.Value)),
        (LatencyClause a, LatencyClause b) => (a.Request.Value, a.Percentile, a.Serve?.Value) == (b.Request.Value, b.Percentile, b.Serve?.Value)
            && AreInSamePlace(a, b) && AreApart((a.Comparison, (decimal)a.Threshold.TotalMilliseconds), (b.Comparison, (decimal)b.Threshold.TotalMilliseconds)),
        (RunClause a, RunClause b) => (a.Command.Value, a.Directory?.Value) == (b.Command.Value, b.Directory?.Value) && AreInSamePlace(a, b)
            && (a.Exits != b.Exits || a.Prints.Any(asked => b.Prints.Any(never => asked.Never != never.Never && asked.Text is not null && asked.Text.Value == never.Text?.Value))),
        _ => false,
    };

    // What a command does may depend on the environment that it runs in.
    private static bool AreInSamePlace(Clause one, Clause other) =>
        one.Environments.Select(environment => environment.Value).ToHashSet(StringComparer.Ordinal).SetEquals(other.Environments.Select(environment => environment.Value));

    private static bool Excludes(FileCondition one, FileCondition other) => (one, other) is
        (FileCondition.Missing, FileCondition.Exists or FileCondition.Contains or FileCondition.Matches) or (FileCondition.Changed, FileCondition.Unchanged);

    // Whether no number satisfies both.
    private static bool AreApart((Comparison Comparison, decimal Value) one, (Comparison Comparison, decimal Value) other) => IsAbove(one, other) || IsAbove(other, one);

    private static bool IsAbove((Comparison Comparison, decimal Value) low, (Comparison Comparison, decimal Value) high)
    {
        var hasLeast = low.Comparison is Comparison.AtLeast or Comparison.MoreThan or Comparison.Equal;
        var hasMost = high.Comparison is Comparison.AtMost or Comparison.LessThan or Comparison.Equal;
        return hasLeast && hasMost && (low.Value > high.Value || (low.Value == high.Value && (low.Comparison == Comparison.MoreThan || high.Comparison == Comparison.LessThan)));
    }

    private static BrokenRule? Forbidden(FileClause clause, string goalDirectory, Workspace workspace, ChangeRules rules, VerdictStatus? status)
    {
        // A pattern may be satisfied by another file than the protected one; what holds needs no change.
        if (clause.Glob.Value.IndexOfAny(['*', '?', '!']) >= 0 || status is VerdictStatus.Holds or VerdictStatus.Unknown || (status is null && clause.Condition != FileCondition.Changed))
        {
            return null;
        }

        var absolute = Path.GetFullPath(Path.Combine(goalDirectory, clause.Glob.Value));
        var path = workspace.RelativePath(absolute);
        return clause.Condition switch
        {
            FileCondition.Changed => rules.CheckUnseen(path) ?? (File.Exists(absolute) ? rules.Check(path) : null),
            // A build or a command of a clause may still make what is not there, and change what is its output.
            FileCondition.Missing or FileCondition.Contains or FileCondition.Matches => File.Exists(absolute) && !path.Split('/').Any(FolderWalk.IsOutput) ? rules.CheckUnseen(path) : null,
            _ => null,
        };
    }
}
