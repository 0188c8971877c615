using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>A goal as renderers see it.</summary>
/// <param name="Name">The goal's name.</param>
/// <param name="File">The goal file as it is shown.</param>
/// <param name="Path">The goal file's absolute path.</param>
/// <param name="Root">Absolute path of the tree that findings are relative to.</param>
/// <param name="Place">Where the goal begins in its file.</param>
/// <param name="Clauses">Its clauses, in order.</param>
internal sealed record GoalView(string Name, string File, string Path, string Root, LinePosition Place, IReadOnlyList<ClauseView> Clauses)
{
    /// <summary>Its constraints, each by its description; verdicts on those that are judged on what was built name them so.</summary>
    public IReadOnlyList<ClauseView> Constraints { get; init; } = [];

    /// <summary>The goal's own caps, or null.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Asks the run to pause; null where nothing runs that could.</summary>
    public Action? Pause { get; init; }

    /// <summary>Makes the view of a goal.</summary>
    /// <param name="source">The file that it stands in.</param>
    /// <param name="goal">The goal.</param>
    public static GoalView Of(GoalSource source, Goal goal)
    {
        return new GoalView(
            goal.Name.Value,
            source.Shown,
            source.Path,
            source.Workspace.Root,
            PlaceOf(goal),
            [.. GoalClause.Of(goal).Select(clause => new ClauseView(clause.Name, PlaceOf(clause.Clause), clause.Requirement?.Statement.Value) { Phase = clause.Phase?.Name.Value })])
        {
            Budget = goal.Budget,
            Constraints = [.. goal.Constraints.Concat(goal.Phases.SelectMany(phase => phase.Constraints)).Select(constraint => new ClauseView(constraint.Description, PlaceOf(constraint), null))],
        };

        LinePosition PlaceOf(Node node) => source.Parsed.Source.PositionOf(Math.Min(node.Span.Start, source.Parsed.Source.Text.Length));
    }

    /// <summary>Where a clause stands; the goal's own place where it has no such clause.</summary>
    /// <param name="clause">The clause's name.</param>
    public LinePosition PlaceOf(string clause) =>
        Clauses.Concat(Constraints).FirstOrDefault(view => string.Equals(view.Name, clause, StringComparison.OrdinalIgnoreCase))?.Place ?? Place;

    /// <summary>The requirement that a clause proves, or null.</summary>
    /// <param name="clause">The clause's name.</param>
    public string? RequirementOf(string clause) => Clauses.FirstOrDefault(view => string.Equals(view.Name, clause, StringComparison.OrdinalIgnoreCase))?.Requirement;

    /// <summary>Where a finding is: <c>file(line,column)</c>, or an empty text.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="show">Makes an absolute path one that is shown.</param>
    public string PlaceOf(Finding finding, Func<string, string> show) => finding.File is null
        ? ""
        : show(System.IO.Path.GetFullPath(finding.File, Root)) + (finding.Line is null ? "" : finding.Column is null ? $"({finding.Line})" : $"({finding.Line},{finding.Column})");
}

/// <summary>A clause as renderers see it.</summary>
/// <param name="Name">The clause's name.</param>
/// <param name="Place">Where it stands in the goal file.</param>
/// <param name="Requirement">The requirement that it proves, or null.</param>
internal sealed record ClauseView(string Name, LinePosition Place, string? Requirement)
{
    /// <summary>The phase that it belongs to, or null for the goal's own.</summary>
    public string? Phase { get; init; }
}
