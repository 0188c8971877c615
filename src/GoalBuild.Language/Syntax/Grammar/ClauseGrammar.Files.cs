using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

internal static partial class ClauseGrammar
{
    /// <summary>Clauses about files and what they say.</summary>
    private static class Files
    {
        private static readonly Parser<FileClause> Condition =
            Plain("exists", FileCondition.Exists)
                .XOr(Plain("missing", FileCondition.Missing))
                .XOr(Plain("changed", FileCondition.Changed))
                .XOr(Plain("unchanged", FileCondition.Unchanged))
                .XOr(Tokens.Word("contains").Then(_ => Tokens.String("a text")).Select(text => new FileClause(Nothing, FileCondition.Contains) { Contains = text }))
                .XOr(Tokens.Word("matches").Then(_ => Tokens.Pattern).Select(pattern => new FileClause(Nothing, FileCondition.Matches) { Matches = pattern }));

        public static readonly Parser<Clause> File = (
            from glob in Tokens.String("a glob")
            from condition in Condition
            select (Clause)(condition with { Glob = glob })).Tail();

        public static readonly Parser<Clause> Judge = Tokens.String("a statement").Select(statement => (Clause)new JudgeClause(statement)).Tail(
            Own<JudgeClause, ValueList<Text>>("reading", Tokens.List(Tokens.String("a glob")), (clause, globs) => clause with { Reading = globs }),
            Own<JudgeClause, Quantity>("votes", Quantities.Count("votes"), (clause, count) => clause with { Votes = (int)count.Value }));

        // A stand-in until the glob joins its condition.
        private static Text Nothing => new("");

        private static Parser<FileClause> Plain(string word, FileCondition condition) => Tokens.Word(word).Select(_ => new FileClause(Nothing, condition));
    }
}
