using System.Text.RegularExpressions;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Says under which conditions a statement of a test is reached, as far as syntax tells.</summary>
internal static partial class Reach
{
    private static readonly HashSet<string> Ends = ["Pass", "Ignore", "Inconclusive", "Skip", "Exit"];
    private static readonly HashSet<string> ConditionalEnds = ["SkipWhen", "SkipUnless", "SkipIf", "If", "IfNot"];

    /// <summary>The conditions between a body and something in it; null where it is never reached.</summary>
    /// <param name="node">What has to be reached.</param>
    /// <param name="body">The body.</param>
    public static IReadOnlyList<string>? Guards(SyntaxNode node, SyntaxNode body)
    {
        var guards = new List<string>();
        for (var (child, parent) = (node, node.Parent); parent is not null && child != body; (child, parent) = (parent, parent.Parent))
        {
            if (!Add(guards, child, parent, body))
            {
                return null;
            }
        }

        return guards;
    }

    /// <summary>The calls in a body that end a test early without failing it, such as <c>Assert.Ignore()</c> and <c>Assume.That(…)</c>.</summary>
    /// <param name="body">The body.</param>
    public static IEnumerable<string> EarlyEnds(SyntaxNode body) => body.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        .Where(call => IsEnd(call) || IsConditionalEnd(call))
        .Select(call => CSharpFile.TextOf(call.Expression).Replace(" ", "", StringComparison.Ordinal));

    /// <summary>What ends a body before something in it, in text that <c>#if</c> leaves out: another configuration ends there.</summary>
    /// <param name="node">What has to be reached.</param>
    /// <param name="body">The body.</param>
    public static IEnumerable<string> LeftOutEnds(SyntaxNode node, SyntaxNode body) => !body.ContainsDirectives ? [] : body.DescendantTrivia()
        .Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && trivia.SpanStart < node.SpanStart)
        .SelectMany(trivia => LeftOutEnd().Matches(trivia.ToString()))
        .Select(match => $"'{match.Value}' under an #if");

    private static bool Add(List<string> guards, SyntaxNode child, SyntaxNode parent, SyntaxNode body)
    {
        switch (parent)
        {
            case IfStatementSyntax branch when child != branch.Condition:
                var isElse = child is ElseClauseSyntax;
                return Condition(guards, branch.Condition, isElse);
            case ConditionalExpressionSyntax choice when child != choice.Condition:
                return Condition(guards, choice.Condition, child == choice.WhenFalse);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when child == both.Right:
                return Condition(guards, both.Left, false);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } either when child == either.Right:
                return Condition(guards, either.Left, true);
            case ConditionalAccessExpressionSyntax access when child == access.WhenNotNull:
                guards.Add($"{access.Expression}?.");
                return true;
            case SwitchSectionSyntax or SwitchExpressionArmSyntax:
                guards.Add($"a switch on {((parent.Parent as SwitchStatementSyntax)?.Expression ?? (parent.Parent as SwitchExpressionSyntax)?.GoverningExpression)?.ToString()}");
                return parent is not SwitchSectionSyntax section || Before(guards, section.Statements, child);
            case WhileStatementSyntax loop when child == loop.Statement:
                return Condition(guards, loop.Condition, false);
            case ForStatementSyntax { Condition: { } condition } loop when child == loop.Statement:
                return !IsConstant(condition, false);
            case ForEachStatementSyntax loop when child == loop.Statement:
                return !IsEmpty(loop.Expression);
            case TryStatementSyntax attempt when child == attempt.Block:
                guards.AddRange(attempt.Catches.Where(Swallows).Select(caught => $"a catch{(caught.Declaration is null ? "" : $" ({caught.Declaration.Type})")} that lets the test pass"));
                return true;
            case CatchClauseSyntax caught:
                guards.Add($"a catch{(caught.Declaration is null ? "" : $" ({caught.Declaration.Type})")}");
                return true;
            case BlockSyntax block:
                return Before(guards, block.Statements, child);
            case LocalFunctionStatementSyntax local:
                return IsUsed(local.Identifier.ValueText, local, body);
            case LambdaExpressionSyntax or AnonymousMethodExpressionSyntax:
                return IsCalled(guards, (ExpressionSyntax)parent, body);
            default:
                return true;
        }
    }

    private static bool Condition(List<string> guards, ExpressionSyntax condition, bool isNegated)
    {
        if (IsConstant(condition, isNegated))
        {
            return false;
        }

        if (!IsConstant(condition, !isNegated))
        {
            guards.Add(isNegated ? $"not ({condition})" : $"{condition}");
        }

        return true;
    }

    private static bool Before(List<string> guards, SyntaxList<StatementSyntax> statements, SyntaxNode child)
    {
        foreach (var statement in statements.TakeWhile(statement => statement != child))
        {
            if (AlwaysEnds(statement))
            {
                return false;
            }

            if (statement is IfStatementSyntax branch)
            {
                if (AlwaysEnds(branch.Statement) && !IsThrow(branch.Statement))
                {
                    if (IsConstant(branch.Condition, true))
                    {
                        return false;
                    }

                    guards.Add($"not ({branch.Condition}), which ends the test early");
                }
                else if (branch.Else is { } other && AlwaysEnds(other.Statement) && !IsThrow(other.Statement))
                {
                    guards.Add($"{branch.Condition}, which else ends the test early");
                }
            }
            else if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && IsConditionalEnd(call))
            {
                guards.Add(call.ToString());
            }
        }

        return true;
    }

    private static bool AlwaysEnds(StatementSyntax statement) => statement switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement } => true,
        BlockSyntax block => block.Statements.Any(AlwaysEnds),
        IfStatementSyntax branch => IsConstant(branch.Condition, true) ? AlwaysEnds(branch.Statement) : branch.Else is { } other && AlwaysEnds(branch.Statement) && AlwaysEnds(other.Statement),
        WhileStatementSyntax { Condition: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } } loop => !loop.DescendantNodes().OfType<BreakStatementSyntax>().Any(),
        UsingStatementSyntax inner => AlwaysEnds(inner.Statement),
        LockStatementSyntax inner => AlwaysEnds(inner.Statement),
        TryStatementSyntax attempt => AlwaysEnds(attempt.Block) && attempt.Catches.All(caught => AlwaysEnds(caught.Block)),
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => IsEnd(call),
        _ => false,
    };

    // To throw fails the test; that is no way around what follows.
    private static bool IsThrow(StatementSyntax statement) => statement is ThrowStatementSyntax || (statement is BlockSyntax block && block.Statements.Any(IsThrow))
        || (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && CSharpFile.SimpleName(call.Expression) == "Fail");

    private static bool IsEnd(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member && Ends.Contains(member.Name.Identifier.ValueText) && CSharpFile.SimpleName(member.Expression) is "Assert" or "ClassicAssert" or "Skip" or "Environment" or "Process";

    private static bool IsConditionalEnd(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax member
        && (CSharpFile.SimpleName(member.Expression) switch
        {
            "Assume" => true,
            "Assert" or "Skip" => ConditionalEnds.Contains(member.Name.Identifier.ValueText),
            _ => false,
        });

    private static bool Swallows(CatchClauseSyntax caught) =>
        !caught.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax
            || (node is InvocationExpressionSyntax call && call.ToString() is var text && (text.Contains("Assert", StringComparison.Ordinal) || text.Contains("Should", StringComparison.Ordinal) || text.Contains("Fail", StringComparison.Ordinal))));

    private static bool IsCalled(List<string> guards, ExpressionSyntax lambda, SyntaxNode body)
    {
        switch (lambda.Parent)
        {
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }:
                return IsUsed(variable.Identifier.ValueText, variable, body);
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }:
                return false;
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax assigned } assignment:
                return IsUsed(assigned.Identifier.ValueText, assignment, body);
            case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } when IsUnobserved(call):
                guards.Add($"{call.Expression}, whose end nobody waits for");
                return true;
            default:
                return true;
        }
    }

    private static bool IsUnobserved(InvocationExpressionSyntax call) =>
        CSharpFile.SimpleName(call.Expression) is "Run" or "StartNew" or "QueueUserWorkItem" or "UnsafeQueueUserWorkItem"
        && call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    private static bool IsUsed(string name, SyntaxNode declaration, SyntaxNode body) =>
        body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name && !declaration.Span.Contains(used.Span));

    private static bool IsConstant(ExpressionSyntax condition, bool value) => condition switch
    {
        ParenthesizedExpressionSyntax inner => IsConstant(inner.Expression, value),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negated => IsConstant(negated.Operand, !value),
        LiteralExpressionSyntax literal => literal.IsKind(value ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => value ? IsConstant(both.Left, true) && IsConstant(both.Right, true) : IsConstant(both.Left, false) || IsConstant(both.Right, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => value ? IsConstant(either.Left, true) || IsConstant(either.Right, true) : IsConstant(either.Left, false) && IsConstant(either.Right, false),
        BinaryExpressionSyntax { Left: LiteralExpressionSyntax left, Right: LiteralExpressionSyntax right, RawKind: (int)SyntaxKind.EqualsExpression } => left.Token.ValueText == right.Token.ValueText == value,
        BinaryExpressionSyntax { Left: LiteralExpressionSyntax left, Right: LiteralExpressionSyntax right, RawKind: (int)SyntaxKind.NotEqualsExpression } => left.Token.ValueText != right.Token.ValueText == value,
        _ => false,
    };

    private static bool IsEmpty(ExpressionSyntax source) => source switch
    {
        CollectionExpressionSyntax { Elements.Count: 0 } => true,
        ArrayCreationExpressionSyntax { Initializer: null or { Expressions.Count: 0 } } => true,
        InvocationExpressionSyntax call => CSharpFile.SimpleName(call.Expression) == "Empty",
        _ => false,
    };

    [GeneratedRegex(@"\breturn\b|\byield\s+break\b|\bgoto\b|\b(?:Assert|ClassicAssert|Skip)\s*\.\s*(?:Pass|Ignore|Inconclusive|Skip\w*|If|IfNot)\b|\bAssume\s*\.|\bEnvironment\s*\.\s*Exit\b", RegexOptions.None, 2000)]
    private static partial Regex LeftOutEnd();
}
