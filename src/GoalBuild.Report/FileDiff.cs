using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report;

/// <summary>What changed in one file.</summary>
/// <param name="Change">The file, and how many lines of it.</param>
/// <param name="Lines">The heads of its hunks and their lines, as git writes them; as many as there is room for.</param>
/// <param name="LeftOut">How many lines of it are not among <paramref name="Lines"/>.</param>
public sealed record FileDiff(EvidenceChange Change, IReadOnlyList<string> Lines, int LeftOut);
