using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary><c>protect GLOB, …</c>: nothing inside may change.</summary>
/// <param name="constraint">The constraint.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
/// <param name="places">Where it is written.</param>
internal sealed class ProtectRule(ProtectConstraint constraint, string folder, ConstraintPlaces places) : IChangeRule
{
    private readonly GlobSet _globs = GlobSet.Of(constraint.Globs, folder);

    /// <inheritdoc/>
    public BrokenRule? Check(string path) => _globs.Contains(path)
        ? new BrokenRule(path, DiagnosticCatalogue.ProtectedChanged, $"'{path}' is protected by '{constraint.Description}'{places.Of([constraint])}; take it out if it has to change.") { Constraints = [constraint.Description], Lines = places.Lines([constraint]) }
        : null;
}
