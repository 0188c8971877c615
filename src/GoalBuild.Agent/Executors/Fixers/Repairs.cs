using GoalBuild.Agent.Executors.Fixers.CodeFixes;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Fixers;

/// <summary>The repairs of the <c>fixers</c> step.</summary>
public static class Repairs
{
    /// <summary>All of them, cheapest first: text only, then what needs analyzers, then what compiles.</summary>
    public static IReadOnlyList<IRepair> All { get; } =
    [
        new FormatRepair(LintScope.Whitespace),
        new FormatRepair(LintScope.Style),
        new FormatRepair(LintScope.Analyzers),
        new CompilerRepair(),
    ];
}
