using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Says in which order clauses start: what is not known to hold before what held when it was verified last, since that is what one waits for. Builds keep their
/// order, and so does whatever may use what another leaves behind.
/// </summary>
internal static class StartOrder
{
    /// <summary>Clauses in the order in which they start, as far as one waits for another; else in the goal's.</summary>
    /// <param name="clauses">The clauses, in the order of the goal.</param>
    /// <param name="held">Names of those that held when they were verified last.</param>
    public static IReadOnlyList<CompiledClause> Of(IReadOnlyList<CompiledClause> clauses, IReadOnlySet<string> held)
    {
        var ordered = clauses.Where(clause => clause.OutputUse != OutputUse.MayWrite).OrderBy(Held).ToList();
        var between = new List<CompiledClause>();
        foreach (var clause in clauses.Where(clause => clause.OutputUse == OutputUse.MayWrite))
        {
            between.Add(clause);
            if (PreparesOthers(clause))
            {
                Close(1);
            }
        }

        Close(0);
        return ordered;

        bool Held(CompiledClause clause) => held.Contains(clause.Name);

        void Close(int fixedOnes)
        {
            ordered.AddRange(between.SkipLast(fixedOnes).OrderBy(Held));
            ordered.AddRange(between.TakeLast(fixedOnes));
            between.Clear();
        }
    }

    // "npm ci" stands before "npm test", and a tool's restore before the coverage of what it generates: a command that fails because it came too early would be a verdict
    // about the order.
    private static bool PreparesOthers(CompiledClause clause) => clause.Context.Clause.Clause is RunClause or MeasureClause or TargetClause or BuildClause;
}
