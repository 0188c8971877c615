using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>The constraints that are judged on what was restored or built, once every clause holds.</summary>
public static class BuiltConstraints
{
    /// <summary>The folder in a verification's evidence that holds theirs.</summary>
    internal const string Folder = "constraints";

    /// <summary>Those of a goal and of phases of it, in the order of the file, each once.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="phases">The phases whose constraints come on top: those that were begun, or all of them for the whole goal.</param>
    public static IReadOnlyList<Constraint> Of(Goal goal, IEnumerable<Phase> phases) =>
        [.. goal.Constraints.Concat(phases.SelectMany(phase => phase.Constraints)).Where(IsOne).DistinctBy(constraint => constraint.Description)];

    /// <summary>Whether a constraint is one.</summary>
    /// <param name="constraint">The constraint.</param>
    public static bool IsOne(Constraint constraint) => CodeOf(constraint) is not null;

    /// <summary>The entry of the catalogue that says that it is broken; null for a constraint of another kind.</summary>
    /// <param name="constraint">The constraint.</param>
    public static DiagnosticDescriptor? CodeOf(Constraint constraint) => constraint switch
    {
        ForbidPackageConstraint or AllowPackagesConstraint => DiagnosticCatalogue.PackageForbidden,
        ForbidReferenceConstraint => DiagnosticCatalogue.ReferenceForbidden,
        KeepApiConstraint => DiagnosticCatalogue.ApiBroken,
        _ => null,
    };

    /// <summary>What a verdict on one says is broken; null where it is a clause's verdict, or nothing is broken.</summary>
    /// <param name="verdict">The verdict.</param>
    public static BrokenRule? BrokenBy(Verdict verdict) => verdict is { Status: VerdictStatus.Fails, Constraint: { } code }
        ? new BrokenRule(verdict.Findings is [{ File: { } file }, ..] ? file : "", DiagnosticCatalogue.All.First(entry => entry.Code == code), verdict.Reason) { Constraints = [verdict.Clause] }
        : null;

    /// <summary>A request for verdicts on them: a goal of its own, whose clauses they are.</summary>
    /// <param name="request">The request for the clauses, all of which hold.</param>
    /// <param name="baseline">The tree as it was, or null.</param>
    internal static VerificationRequest RequestOf(VerificationRequest request, BaselineTree? baseline)
    {
        var places = new ConstraintPlaces(request.Source);
        var builds = GoalClause.Of(request.Goal).Select(clause => BuildOf(request.Goal, clause.Clause)).OfType<NamedBuild>().Distinct().ToValueList();
        var keepsWarnings = GoalClause.Of(request.Goal).Any(clause => clause.Clause is BuildClause { WarningsAsErrors: true });
        var clauses = request.Constraints.Select(constraint => (Clause)(Clause(constraint) with { Label = new Text(constraint.Description), Span = constraint.Span, KeepsWarnings = keepsWarnings }));
        return request with
        {
            Goal = new Goal(new Text($"{request.Goal.Name.Value} constraints")) { Verify = [.. clauses], Agent = request.Goal.Agent },
            EvidenceDirectory = Path.Combine(request.EvidenceDirectory, Folder),
            Clauses = null,
            Constraints = [],
            Baseline = null,
        };

        BuiltConstraint Clause(Constraint constraint) => constraint switch
        {
            ForbidPackageConstraint forbid => new PackageConstraint(constraint, places.Of([constraint]), [forbid.Package], Allow: false, builds),
            AllowPackagesConstraint allow => new PackageConstraint(constraint, places.Of([constraint]), allow.Packages, Allow: true, builds),
            ForbidReferenceConstraint forbid => new ReferenceConstraint(constraint, places.Of([constraint]), forbid.Target.Value, forbid.Origin.Value, builds),
            KeepApiConstraint keep => new ApiConstraint(constraint, places.Of([constraint]), keep.Project, baseline),
            _ => throw new ArgumentException($"'{constraint.Description}' is not judged on what was built.", nameof(request)),
        };
    }

    private static NamedBuild? BuildOf(Goal goal, Clause clause)
    {
        var project = clause switch { BuildClause build => build.Project, TestClause test => test.Project, CoverageClause coverage => coverage.Project, _ => null };
        var environment = clause.Environments is [var name, ..] ? goal.Environments.FirstOrDefault(environment => environment.Name.Value == name.Value) : null;
        return project is null ? null : new NamedBuild(project, (clause as BuildClause)?.Configuration?.Value ?? environment?.Configuration?.Value);
    }
}
