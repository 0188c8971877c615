using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints.KeepTests;
using GoalBuild.Verification.Constraints.Suppressions;

namespace GoalBuild.Verification.Constraints;

/// <summary>Makes the checks of a goal that look into files.</summary>
internal static class ChangeChecks
{
    /// <summary>The checks; <c>keep tests</c> and <c>forbid suppressions</c> are among them whether the goal says so or not.</summary>
    /// <param name="constraints">The constraints of the goal, and of the phase that is under way.</param>
    /// <param name="folder">The goal's folder, relative to the workspace's root.</param>
    /// <param name="testProjects">Test projects as they were at the start.</param>
    /// <param name="places">Where the constraints are written.</param>
    public static IReadOnlyList<IChangeCheck> Of(IReadOnlyList<Constraint> constraints, string folder, IReadOnlySet<string> testProjects, ConstraintPlaces places) =>
    [
        new KeepTestsCheck(constraints, folder, testProjects, places),
        new ForbidSuppressionsCheck(constraints, folder, testProjects, places),
        new LockFileCheck(constraints.OfType<AllowChangeConstraint>().ToList(), folder),
        .. constraints.OfType<ForbidTextConstraint>().Select(constraint => new ForbidTextCheck(constraint, folder, places)),
        .. constraints.OfType<LimitConstraint>().Select(constraint => new LimitCheck(constraint, places)),
    ];

    /// <summary>Whether a constraint is one that these checks judge, or that tells them what to leave out.</summary>
    /// <param name="constraint">The constraint.</param>
    public static bool Judge(Constraint constraint) =>
        constraint is KeepTestsConstraint or AllowTestRemovalConstraint or ForbidSuppressionsConstraint or ForbidTextConstraint or LimitConstraint;
}
