using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>
/// A constraint that is judged on what was restored or built. It is verified as a clause is: one target, with all that the engine knows of restores,
/// builds and earlier verdicts. To add a kind, write such a record, a <c>ClauseKind</c> with its <c>ClauseTask</c>, one line in the table of
/// <c>ClauseCompiler</c>, and one in <see cref="BuiltConstraints"/>.
/// </summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Place">Where it is written, as <see cref="ConstraintPlaces.Of"/> says it: in every message.</param>
internal abstract record BuiltConstraint(Constraint Constraint, string Place) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "constraint";

    /// <inheritdoc/>
    public override string Subject => Constraint.Description;

    /// <summary>Whether the goal's clauses keep warnings; projects are then built the same way for both.</summary>
    public bool KeepsWarnings { get; init; }
}

/// <summary><c>forbid package NAME</c> and <c>allow packages NAME, …</c></summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="Names">The packages that are forbidden, or the only ones that are allowed.</param>
/// <param name="Allow">Whether they are allowed.</param>
/// <param name="Builds">What the goal's own clauses build; empty where they build nothing.</param>
internal sealed record PackageConstraint(Constraint Constraint, string Place, ValueList<Text> Names, bool Allow, ValueList<NamedBuild> Builds) : BuiltConstraint(Constraint, Place);

/// <summary><c>forbid reference STRING from STRING</c></summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="Target">What may not be used.</param>
/// <param name="Origin">What may not use it.</param>
/// <param name="Builds">What the goal's own clauses build; empty where they build nothing.</param>
internal sealed record ReferenceConstraint(Constraint Constraint, string Place, string Target, string Origin, ValueList<NamedBuild> Builds) : BuiltConstraint(Constraint, Place);

/// <summary>A build that a clause of the goal asks for.</summary>
/// <param name="Project">The project or solution, as it stands in the goal.</param>
/// <param name="Configuration">The configuration, or null for the default.</param>
internal sealed record NamedBuild(Text Project, string? Configuration);

/// <summary><c>keep api PROJECT</c></summary>
/// <param name="Constraint">The constraint.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="Project">The project, as it stands in the goal.</param>
/// <param name="Baseline">The tree as it was, or null where there is none.</param>
internal sealed record ApiConstraint(Constraint Constraint, string Place, Text Project, BaselineTree? Baseline) : BuiltConstraint(Constraint, Place);
