using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Says which clauses may run side by side. Clauses that run the same tests do not: tests share files, ports and databases with themselves, and nobody who
/// wrote them expects a second process with the same ones.
/// </summary>
internal static class TestLanes
{
    private static readonly string[] OneProject = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>The clauses in lanes: one lane beside another, and the clauses of each one after another, in their order.</summary>
    /// <param name="clauses">The clauses.</param>
    public static IReadOnlyList<IReadOnlyList<CompiledClause>> Of(IEnumerable<CompiledClause> clauses)
    {
        var all = clauses.ToList();

        // A solution, or what traverses projects, may hold any of those that others name.
        var areApart = all.Where(IsTest).All(clause => clause.Projects.Count == 1 && OneProject.Contains(Path.GetExtension(clause.Projects[0]), StringComparer.OrdinalIgnoreCase));
        return [.. all.GroupBy(clause => !IsTest(clause) ? clause.Target : areApart ? $"/{clause.Projects[0]}" : "/").Select(lane => (IReadOnlyList<CompiledClause>)[.. lane])];
    }

    private static bool IsTest(CompiledClause clause) => clause.Context.Clause.Clause is TestClause;
}
