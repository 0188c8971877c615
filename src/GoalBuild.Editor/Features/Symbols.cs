using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Language.Model;

namespace GoalBuild.Editor.Features;

/// <summary>The outline of a goal file: goals, with their requirements, clauses, phases and environments; and what can be folded.</summary>
internal static class Symbols
{
    /// <summary>The outline.</summary>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<DocumentSymbol> Of(GoalDocument document) => [.. document.Checked.File.Goals.Select(goal =>
    {
        var names = GoalClause.Of(goal).GroupBy(clause => clause.Clause.Span.Start).ToDictionary(group => group.Key, group => group.First().Name);
        var children = InScope(document, goal, names)
            .Concat(goal.Environments.Select(environment => Symbol(document, environment, environment.Name, "environment", SymbolKind.Object, [])))
            .Concat(goal.Phases.Select(phase => Symbol(document, phase, phase.Name, "phase", SymbolKind.Event, InScope(document, phase, names))));
        return Symbol(document, goal, goal.Name, "goal", SymbolKind.Namespace, children);
    })];

    /// <summary>The blocks and raw strings that reach over several lines.</summary>
    /// <param name="document">The document.</param>
    public static IReadOnlyList<FoldingRange> Folds(GoalDocument document)
    {
        var blocks = document.Outline.Statements.Where(statement => statement.BodyEnd is not null).Select(statement => document.RangeOf(statement.Span));
        var strings = document.Outline.Tokens.Where(token => token.IsString).Select(token => document.RangeOf(token.Span));
        return [.. blocks.Concat(strings).Where(range => range.End.Line > range.Start.Line).OrderBy(range => range.Start.Line).Select(range => new FoldingRange(range.Start.Line, range.End.Line - 1))];
    }

    private static IEnumerable<DocumentSymbol> InScope(GoalDocument document, Scope scope, Dictionary<int, string> names) => scope.Requirements
        .Select(requirement => Symbol(document, requirement, requirement.Statement, "require", SymbolKind.Interface, requirement.Clauses.Select(clause => OfClause(document, clause, names))))
        .Concat(scope.Verify.Select(clause => OfClause(document, clause, names)));

    private static DocumentSymbol OfClause(GoalDocument document, Clause clause, Dictionary<int, string> names)
    {
        var range = document.RangeOf(clause.Span);
        return new DocumentSymbol(names[clause.Span.Start], clause.Keyword, SymbolKind.Method, range, range, []);
    }

    private static DocumentSymbol Symbol(GoalDocument document, Node node, Text name, string detail, SymbolKind kind, IEnumerable<DocumentSymbol> children)
    {
        var range = document.RangeOf(node.Span);
        var isInside = name.Span.Length > 0 && name.Span.Start >= node.Span.Start && name.Span.End <= node.Span.End;

        // Editors refuse a whole outline for one symbol without a name.
        return new DocumentSymbol(string.IsNullOrWhiteSpace(name.Value) ? detail : name.Value, detail, kind, range, isInside ? document.RangeOf(name.Span) : range, [.. children.OrderBy(child => child.Range.Start.Line).ThenBy(child => child.Range.Start.Character)]);
    }
}
