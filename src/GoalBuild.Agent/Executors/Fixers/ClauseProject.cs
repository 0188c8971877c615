using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Fixers;

/// <summary>Says which project a clause is about, so that a repair knows where to work.</summary>
internal static class ClauseProject
{
    /// <summary>The project file, solution or folder, relative to the goal's folder; null where the clause is about none.</summary>
    /// <param name="clause">The clause.</param>
    public static string? Of(Clause clause) => clause switch
    {
        BuildClause build => build.Project.Value,
        TestClause test => test.Project.Value,
        CoverageClause coverage => coverage.Project.Value,
        LintClause lint => lint.Project?.Value ?? ".",
        ApiClause api => api.Project.Value,
        AuditClause audit => audit.Project.Value,
        MutationClause mutation => mutation.Project.Value,
        TargetClause target => target.Project.Value,
        _ => null,
    };
}
