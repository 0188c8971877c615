using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary>
/// A lock file of packages that appears beside a project that had none decides from then on which packages that project gets, so it is protected as
/// build configuration is. One that was there is rewritten by every restore after a package was added, and one beside a new project comes with it.
/// </summary>
/// <param name="allowed">The constraints that lift the protection.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
internal sealed class LockFileCheck(IReadOnlyList<AllowChangeConstraint> allowed, string folder) : IChangeCheck
{
    private readonly GlobSet? _allowed = allowed.Count == 0 ? null : GlobSet.Of(allowed.SelectMany(constraint => constraint.Globs).ToValueList(), folder);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BrokenRule>> CheckAsync(TreeChange change, CancellationToken cancellation)
    {
        var newFolders = change.Files.Where(file => !file.WasThere && file.Path.EndsWith("proj", StringComparison.OrdinalIgnoreCase)).Select(file => FolderOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        var broken = change.Files
            .Where(file => !file.WasThere && IsLockFile(file.Path) && !newFolders.Contains(FolderOf(file.Path)) && _allowed?.Contains(file.Path) != true)
            .Select(file => new BrokenRule(file.Path, DiagnosticCatalogue.AlwaysProtectedChanged, $"'{file.Path}' is new beside a project that had no lock file, and would decide which packages it gets; write 'allow change \"{AlwaysProtectedRule.FromGoal(folder, file.Path)}\"' if the goal is about it.")
            {
                Constraints = [AlwaysProtectedRule.Description],
            });
        return Task.FromResult<IReadOnlyList<BrokenRule>>([.. broken]);
    }

    // NuGet also takes packages.<project>.lock.json.
    private static bool IsLockFile(string path) =>
        Path.GetFileName(path) is var name && name.StartsWith("packages.", StringComparison.OrdinalIgnoreCase) && name.EndsWith("lock.json", StringComparison.OrdinalIgnoreCase);

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";
}
