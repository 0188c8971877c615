using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary><c>only GLOB, …</c>: nothing outside may change. Several of them in one scope are one list.</summary>
/// <param name="constraints">The constraints of one scope; at least one.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
/// <param name="places">Where they are written.</param>
internal sealed class OnlyRule(IReadOnlyList<OnlyConstraint> constraints, string folder, ConstraintPlaces places) : IChangeRule
{
    private readonly ValueList<string> _descriptions = constraints.Select(constraint => constraint.Description).ToValueList();
    private readonly GlobSet _globs = GlobSet.Of(constraints.SelectMany(constraint => constraint.Globs).ToValueList(), folder);

    /// <inheritdoc/>
    public BrokenRule? Check(string path) => _globs.Contains(path)
        ? null
        : new BrokenRule(path, DiagnosticCatalogue.OutsideOnly, $"'{path}' lies outside '{string.Join("; ", _descriptions)}'{places.Of(constraints)}; widen 'only' if it has to change.") { Constraints = _descriptions, Lines = places.Lines(constraints) };
}
