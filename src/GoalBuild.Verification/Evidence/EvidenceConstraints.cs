using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Constraints.KeepTests;
using GoalBuild.Verification.Constraints.Suppressions;

namespace GoalBuild.Verification.Evidence;

/// <summary>Says of each constraint whether it was checked: what is not proved must never read as if it were.</summary>
internal static class EvidenceConstraints
{
    private const string Kept = "kept";
    private const string NotChecked = "not-checked";

    public static IReadOnlyList<EvidenceConstraint> Of(EvidenceRequest request)
    {
        var constraints = request.Goal.Constraints.Concat(request.Goal.Phases.SelectMany(phase => phase.Constraints)).ToList();
        var list = constraints.ConvertAll(constraint => Judge(request, constraint));
        if (!constraints.Exists(constraint => constraint is KeepTestsConstraint))
        {
            list.Add(Enforced(request, KeepTestsCheck.Description, null));
        }

        if (!constraints.Exists(constraint => constraint is ForbidSuppressionsConstraint))
        {
            list.Add(Enforced(request, ForbidSuppressionsCheck.Description, null));
        }

        list.Add(Enforced(request, AlwaysProtectedRule.Description, null));
        return list;
    }

    private static EvidenceConstraint Judge(EvidenceRequest request, Constraint constraint)
    {
        var line = request.Source.PositionOf(Math.Min(constraint.Span.Start, request.Source.Text.Length)).Line;
        return constraint switch
        {
            OnlyConstraint or ProtectConstraint or KeepTestsConstraint or ForbidSuppressionsConstraint or ForbidTextConstraint or LimitConstraint => Enforced(request, constraint.Description, line),
            AllowChangeConstraint or AllowTestRemovalConstraint => new(constraint.Description, line, Kept, "It lifts a protection, and cannot be broken."),
            _ when BuiltConstraints.IsOne(constraint) => Built(request, constraint.Description, line),
            NetworkConstraint => new(constraint.Description, line, NotChecked, "Commands of a model are held to it where they are contained; the run says at its start whether they are."),
            AdviceConstraint => new(constraint.Description, line, "not-proved", "Advice in words: no check proves it."),
            _ => new(constraint.Description, line, NotChecked, "This version of GoalBuild does not check this constraint."),
        };
    }

    private static EvidenceConstraint Built(EvidenceRequest request, string description, int line) => request.Judged.FirstOrDefault(verdict => verdict.Clause == description) switch
    {
        { Status: VerdictStatus.Holds } verdict => new(description, line, Kept, verdict.Reason),
        { Status: VerdictStatus.Fails } verdict => new(description, line, "broken", verdict.Reason),
        { } verdict => new(description, line, NotChecked, verdict.Reason),
        null => new(description, line, NotChecked, "It is judged on what was built, once every clause holds."),
    };

    private static EvidenceConstraint Enforced(EvidenceRequest request, string description, int? line) =>
        request.Broken.TryGetValue(description, out var how) ? new(description, line, "broken", how)
        : request.Mode == "verify" ? new(description, line, NotChecked, "A verification edits nothing; a run checks it after every turn.")
        : new(description, line, Kept, "Checked against what each turn changed; a turn that breaks it is undone.");
}
