using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Constraints of which no run could keep both. A phase's constraints stand beside those of its goal.</summary>
internal static class ContradictionChecks
{
    public static void Check(Goal goal, DiagnosticBag diagnostics)
    {
        var claims = new Dictionary<(string Subject, string Value), string>();
        CheckAll(goal.Constraints, claims, claims, diagnostics);
        foreach (var phase in goal.Phases.Where(phase => phase.Constraints.Count > 0))
        {
            CheckAll(phase.Constraints, claims, [], diagnostics);
        }
    }

    private static void CheckAll(IEnumerable<Constraint> constraints, Dictionary<(string Subject, string Value), string> ofGoal, Dictionary<(string Subject, string Value), string> own, DiagnosticBag diagnostics)
    {
        foreach (var constraint in constraints)
        {
            foreach (var (subject, value, claim, span) in Claims(constraint))
            {
                if ((own.TryGetValue((subject, value), out var other) || ofGoal.TryGetValue((subject, value), out other)) && other != claim)
                {
                    diagnostics.Report(DiagnosticCatalogue.Contradiction, span, $"'{claim}' contradicts '{other}' above; keep the one that you mean");
                }

                own.TryAdd((subject, value), claim);
            }
        }
    }

    private static IEnumerable<(string Subject, string Value, string Claim, SourceSpan Span)> Claims(Constraint constraint) => constraint switch
    {
        NetworkConstraint network => [("network", "", network.Access switch { NetworkAccess.Off => "network off", NetworkAccess.On => "network on", _ => "network \"host\"" }, network.Span)],
        CommandConstraint command => Each(command.Commands, "command", command.Allow ? "command allow" : "command deny"),
        OnlyConstraint only => Each(only.Globs, "glob", "only"),
        ProtectConstraint protect => Each(protect.Globs, "glob", "protect"),
        ForbidPackageConstraint forbid => Each([forbid.Package], "package", "forbid package"),
        AllowPackagesConstraint allow => Each(allow.Packages, "package", "allow packages"),
        _ => [],
    };

    private static IEnumerable<(string Subject, string Value, string Claim, SourceSpan Span)> Each(IEnumerable<Text> values, string subject, string claim) =>
        values.Select(value => (subject, value.Value, $"{claim} \"{Characters.Show(value.Value)}\"", value.Span));
}
