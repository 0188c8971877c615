namespace GoalBuild.Verification.Constraints.Built;

/// <summary>The tree as it was when the goal started, with its files in a folder of their own, outside of what executors may write to.</summary>
/// <param name="Id">Its identity: equal trees have equal ones.</param>
/// <param name="Root">Absolute path of the folder.</param>
public sealed record BaselineTree(string Id, string Root);
