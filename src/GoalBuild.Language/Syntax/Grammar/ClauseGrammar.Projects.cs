using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

internal static partial class ClauseGrammar
{
    /// <summary>Clauses about a project.</summary>
    private static class Projects
    {
        public static readonly Parser<Clause> Build = Project.Select(project => (Clause)new BuildClause(project)).Tail(
            Own<BuildClause, Text>("configuration", Tokens.Name("a configuration such as Release"), (clause, name) => clause with { Configuration = name }),
            Own<BuildClause>("warnings as errors", clause => clause with { WarningsAsErrors = true }));

        public static readonly Parser<Clause> Test = Project.Select(project => (Clause)new TestClause(project)).Tail(
            Own<TestClause, Text>("filter", Tokens.String("a filter"), (clause, filter) => clause with { Filter = filter }),
            Own<TestClause, Quantity>("at least", Quantities.Count("at least"), (clause, count) => clause with { AtLeast = (int)count.Value }),
            Own<TestClause, Quantity>("repeat", Quantities.Count("repeat"), (clause, count) => clause with { Repeat = (int)count.Value }),
            Own<TestClause>("no skips", clause => clause with { NoSkips = true }));

        public static readonly Parser<Clause> Coverage = Project
            .Select(project => new CoverageClause(project, default, 0))
            .With(
                Metric("line", CoverageMetric.Line),
                Metric("branch", CoverageMetric.Branch),
                Metric("method", CoverageMetric.Method),
                Option.Of<CoverageClause, Text>("of", Tokens.String("a glob"), (clause, glob) => clause with { Of = glob }))
            .Then(clause =>
                from comparison in Tokens.Comparison
                from percent in Quantities.Percent("coverage")
                select (Clause)(clause with { Comparison = comparison.Comparison, Percent = percent.Value }))
            .Tail();

        public static readonly Parser<Clause> Lint = OptionalProject.Select(project => (Clause)new LintClause(project.GetOrDefault())).Tail(
            Scope("whitespace", LintScope.Whitespace),
            Scope("style", LintScope.Style),
            Scope("analyzers", LintScope.Analyzers),
            Own<LintClause, Text>("severity", Tokens.Name("a severity (info, warn or error)"), (clause, name) => clause with { Severity = name }));

        public static readonly Parser<Clause> Api = (
            from project in Project
            from documented in Tokens.Word("documented")
            select (Clause)new ApiClause(project)).Tail();

        public static readonly Parser<Clause> Audit = Project.Select(project => (Clause)new AuditClause(project)).Tail(
            Own<AuditClause, Text>("severity", Tokens.Name("a severity (low, moderate, high or critical)"), (clause, name) => clause with { Severity = name }));

        public static readonly Parser<Clause> Mutation = (
            from project in Project
            from comparison in Tokens.Comparison
            from percent in Quantities.Percent("mutation")
            select (Clause)new MutationClause(project, comparison.Comparison, percent.Value)).Tail();

        private static Parser<IOption<Text>> OptionalProject => Project.XOptional();

        private static Option<CoverageClause> Metric(string word, CoverageMetric metric) =>
            Option.Of<CoverageClause>(word, clause => clause with { Metric = metric }) with { Slot = "line|branch|method" };

        private static Option<Clause> Scope(string word, LintScope scope) =>
            Own<LintClause>(word, clause => clause with { Scope = scope }) with { Slot = "whitespace|style|analyzers" };
    }
}
