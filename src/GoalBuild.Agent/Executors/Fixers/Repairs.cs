using GoalBuild.Agent.Executors.Fixers.CodeFixes;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Fixers;

/// <summary>The repairs of the <c>fixers</c> step.</summary>
public static class Repairs
{
    /// <summary>
    /// All of them. What does not compile comes first: until it does, analyzers see half of the code, and what they repair has to be repaired again. Then
    /// cheapest first: text only, then what needs analyzers.
    /// </summary>
    public static IReadOnlyList<IRepair> All { get; } =
    [
        new CompilerRepair(),
        new FormatRepair(LintScope.Whitespace),
        new FormatRepair(LintScope.Style),
        new FormatRepair(LintScope.Analyzers),
    ];
}
