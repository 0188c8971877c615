using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary>A goal file that was read.</summary>
/// <param name="Shown">Its path as it is shown.</param>
/// <param name="Parsed">What reading gave; its source has the absolute path.</param>
internal sealed record GoalSource(string Shown, ParseResult Parsed)
{
    /// <summary>The file's absolute path.</summary>
    public string Path => Parsed.Source.Path;

    /// <summary>The tree that it is about.</summary>
    public Workspace Workspace => Workspace.ForGoalFile(Path);

    /// <summary>What makes a goal of this file the same goal from one run to the next.</summary>
    /// <param name="goal">The goal's name.</param>
    public GoalKey KeyOf(string goal) => new(Workspace.RelativePath(Path), goal);

    /// <summary>The goals with these names, or all of them.</summary>
    /// <param name="names">Names, or none for all.</param>
    public IEnumerable<Goal> Goals(IReadOnlyCollection<string> names) =>
        Parsed.File.Goals.Where(goal => names.Count == 0 || names.Contains(goal.Name.Value, StringComparer.OrdinalIgnoreCase));
}
