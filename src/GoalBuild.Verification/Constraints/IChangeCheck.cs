namespace GoalBuild.Verification.Constraints;

/// <summary>
/// A constraint that is judged by what the files of a whole change say, from the start of the run to the tree as it is. One file for each kind.
/// It is asked at the end of each turn and once more at the end of the run, so it reads changed files and nothing else.
/// </summary>
public interface IChangeCheck
{
    /// <summary>What the change breaks; empty where nothing.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<IReadOnlyList<BrokenRule>> CheckAsync(TreeChange change, CancellationToken cancellation);
}
