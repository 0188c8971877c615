using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary><c>protect GLOB, …</c>: nothing inside may change.</summary>
/// <param name="constraint">The constraint.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
internal sealed class ProtectRule(ProtectConstraint constraint, string folder) : IChangeRule
{
    private readonly GlobSet _globs = GlobSet.Of(constraint.Globs, folder);

    /// <inheritdoc/>
    public BrokenRule? Check(string path) => _globs.Contains(path)
        ? new BrokenRule(path, DiagnosticCatalogue.ProtectedChanged, $"'{path}' is protected by '{constraint.Description}'; take it out if it has to change.") { Constraints = [constraint.Description] }
        : null;
}
