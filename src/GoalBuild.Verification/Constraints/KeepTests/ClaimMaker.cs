using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Brings claims to one form: <c>True(a == 3)</c>, <c>False(a != 3)</c> and <c>Equal(3, a)</c> are one.</summary>
/// <param name="scope">What names stand for.</param>
internal sealed class ClaimMaker(Scope scope)
{
    /// <summary>Makes the claims that one assertion stands for.</summary>
    /// <param name="kind">What it claims.</param>
    /// <param name="expected">What is expected, or null.</param>
    /// <param name="actual">What it is claimed of, or null where that has no syntax of its own.</param>
    /// <param name="path">What is done with the actual thing first, such as <c>.Message</c>.</param>
    /// <param name="modifiers">What makes it claim less.</param>
    public IEnumerable<Claim> Make(string kind, SyntaxNode? expected, SyntaxNode? actual, string path = "", IReadOnlyList<string>? modifiers = null)
    {
        var claims = path.Length > 0 || actual is null ? null
            : kind is ClaimKinds.True or ClaimKinds.False ? OfCondition(kind == ClaimKinds.True, actual)
            : kind is ClaimKinds.Equal or ClaimKinds.NotEqual && expected is not null ? OfEquality(kind, expected, actual)
            : kind is ClaimKinds.Greater or ClaimKinds.AtLeast && expected is not null ? OfSize(kind, expected, actual)
            : null;
        return (claims ?? [new Claim(kind, scope.Of(expected), scope.Of(actual, path))]).Select(claim => modifiers is null ? claim : claim with { Modifiers = [.. claim.Modifiers, .. modifiers] });
    }

    /// <summary>Makes a claim whose expectation is a text.</summary>
    /// <param name="kind">What it claims.</param>
    /// <param name="expected">The text.</param>
    /// <param name="actual">What it is claimed of.</param>
    /// <param name="path">As for <see cref="Make"/>.</param>
    public IEnumerable<Claim> MakeText(string kind, string expected, SyntaxNode? actual, string path = "") => [new Claim(kind, Term.Of(expected), scope.Of(actual, path))];

    /// <summary>Whether an expression holds no name, what its names stand for put in.</summary>
    /// <param name="node">The expression.</param>
    public bool IsConstant(SyntaxNode node) => scope.Of(node).IsConstant;

    private IEnumerable<Claim>? OfEquality(string kind, SyntaxNode expected, SyntaxNode actual)
    {
        if (IsConstant(actual) && !IsConstant(expected))
        {
            (expected, actual) = (actual, expected);
        }

        // (a, b) equals (1, 2): two claims.
        if (kind == ClaimKinds.Equal && expected is TupleExpressionSyntax wanted && actual is TupleExpressionSyntax given && wanted.Arguments.Count == given.Arguments.Count)
        {
            return wanted.Arguments.Zip(given.Arguments).SelectMany(pair => Make(kind, pair.First.Expression, pair.Second.Expression)).ToList();
        }

        var isEqual = kind == ClaimKinds.Equal;
        return scope.Follow(expected).Node.Kind() switch
        {
            SyntaxKind.NullLiteralExpression => Make(isEqual ? ClaimKinds.Null : ClaimKinds.NotNull, null, actual),
            SyntaxKind.TrueLiteralExpression => Make(isEqual ? ClaimKinds.True : ClaimKinds.False, null, actual),
            SyntaxKind.FalseLiteralExpression => Make(isEqual ? ClaimKinds.False : ClaimKinds.True, null, actual),
            _ => OfSize(kind, expected, actual) ?? [new Claim(kind, scope.Of(expected), scope.Of(actual))],
        };
    }

    // How many there are: x.Count, x.Length and x.Count() alike.
    private IEnumerable<Claim>? OfSize(string kind, SyntaxNode expected, SyntaxNode actual)
    {
        var node = scope.Follow(actual).Node;
        var counted = node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Length" } member => member.Expression,
            InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" } member } => member.Expression,
            _ => null,
        };
        if (counted is null)
        {
            return null;
        }

        var inner = scope.Follow(actual).Scope;
        var number = scope.Of(expected).Text;
        return (kind, number) switch
        {
            (ClaimKinds.Equal, _) => [new Claim(ClaimKinds.Count, Term.Of(number), inner.Of(counted))],
            (ClaimKinds.Greater or ClaimKinds.NotEqual, "0") or (ClaimKinds.AtLeast, "1") => [new Claim(ClaimKinds.NotEmpty, Term.None, inner.Of(counted))],
            _ => null,
        };
    }

    private IEnumerable<Claim>? OfCondition(bool isTrue, SyntaxNode condition)
    {
        var (node, inner) = scope.Follow(condition);
        var maker = new ClaimMaker(inner);
        switch (node)
        {
            case ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, ExpressionBody: { } body }:
                return maker.Make(isTrue ? ClaimKinds.True : ClaimKinds.False, null, body);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negated:
                return maker.Make(isTrue ? ClaimKinds.False : ClaimKinds.True, null, negated.Operand);
            case BinaryExpressionSyntax binary:
                return maker.OfBinary(isTrue, binary);
            case IsPatternExpressionSyntax pattern:
                return maker.OfPattern(isTrue, pattern.Expression, pattern.Pattern);
            case InvocationExpressionSyntax call when call.Expression is MemberAccessExpressionSyntax member:
                return maker.OfCall(isTrue, call, member);
            default:
                return null;
        }
    }

    private IEnumerable<Claim>? OfBinary(bool isTrue, BinaryExpressionSyntax binary)
    {
        var kind = binary.Kind() switch
        {
            SyntaxKind.EqualsExpression => ClaimKinds.Equal,
            SyntaxKind.NotEqualsExpression => ClaimKinds.NotEqual,
            SyntaxKind.GreaterThanExpression => ClaimKinds.Greater,
            SyntaxKind.GreaterThanOrEqualExpression => ClaimKinds.AtLeast,
            SyntaxKind.LessThanExpression => ClaimKinds.Less,
            SyntaxKind.LessThanOrEqualExpression => ClaimKinds.AtMost,
            SyntaxKind.IsExpression => ClaimKinds.Instance,
            _ => null,
        };
        if (kind == ClaimKinds.Instance)
        {
            return isTrue ? Make(kind, binary.Right, binary.Left) : null;
        }

        if (kind is not null)
        {
            var said = isTrue ? kind : ClaimKinds.Opposite(kind)!;
            var isSwapped = IsConstant(binary.Left) && !IsConstant(binary.Right);
            return isSwapped ? Make(Mirrored(said), binary.Left, binary.Right) : Make(said, binary.Right, binary.Left);
        }

        // Both have to hold: two claims. One of the two: a claim of its own, and a weaker one than each.
        var both = isTrue ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression;
        var truth = isTrue ? ClaimKinds.True : ClaimKinds.False;
        return binary.IsKind(both)
            ? Make(truth, null, binary.Left).Concat(Make(truth, null, binary.Right))
            : binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression
                ? [new Claim($"other:{(isTrue ? "either" : "not both")}", scope.Of(binary), scope.Of(binary))]
                : null;
    }

    private static string Mirrored(string kind) => kind switch
    {
        ClaimKinds.Greater => ClaimKinds.Less,
        ClaimKinds.Less => ClaimKinds.Greater,
        ClaimKinds.AtLeast => ClaimKinds.AtMost,
        ClaimKinds.AtMost => ClaimKinds.AtLeast,
        _ => kind,
    };

    private IEnumerable<Claim>? OfPattern(bool isTrue, ExpressionSyntax actual, PatternSyntax pattern) => pattern switch
    {
        UnaryPatternSyntax negated => OfPattern(!isTrue, actual, negated.Pattern),
        ConstantPatternSyntax constant => Make(isTrue ? ClaimKinds.Equal : ClaimKinds.NotEqual, constant.Expression, actual),
        DeclarationPatternSyntax declaration when isTrue => Make(ClaimKinds.Instance, declaration.Type, actual),
        TypePatternSyntax type when isTrue => Make(ClaimKinds.Instance, type.Type, actual),
        RecursivePatternSyntax { Type: null, PropertyPatternClause.Subpatterns.Count: 0 } => Make(isTrue ? ClaimKinds.NotNull : ClaimKinds.Null, null, actual),
        RelationalPatternSyntax relational when isTrue => Make(
            relational.OperatorToken.Kind() switch
            {
                SyntaxKind.GreaterThanToken => ClaimKinds.Greater,
                SyntaxKind.GreaterThanEqualsToken => ClaimKinds.AtLeast,
                SyntaxKind.LessThanToken => ClaimKinds.Less,
                _ => ClaimKinds.AtMost,
            },
            relational.Expression,
            actual),
        _ => Make(isTrue ? ClaimKinds.Matches : "other:not is", pattern, actual),
    };

    private IEnumerable<Claim>? OfCall(bool isTrue, InvocationExpressionSyntax call, MemberAccessExpressionSyntax member)
    {
        var arguments = call.ArgumentList.Arguments;
        var name = member.Name.Identifier.ValueText;
        if (name is "Equals" or "SequenceEqual" or "ReferenceEquals" && arguments.Count is 1 or 2)
        {
            var isStatic = arguments.Count == 2;
            var kind = (name == "ReferenceEquals", isTrue) switch { (true, true) => ClaimKinds.Same, (true, false) => ClaimKinds.NotSame, (false, true) => ClaimKinds.Equal, _ => ClaimKinds.NotEqual };
            return Make(kind, arguments[isStatic ? 1 : 0].Expression, isStatic ? arguments[0].Expression : member.Expression);
        }

        return (name, arguments.Count, isTrue) switch
        {
            ("Contains" or "ContainsKey", 1, _) => Make(isTrue ? ClaimKinds.Contains : ClaimKinds.NotContains, arguments[0].Expression, member.Expression),
            ("StartsWith", >= 1, true) => Make(ClaimKinds.StartsWith, arguments[0].Expression, member.Expression),
            ("EndsWith", >= 1, true) => Make(ClaimKinds.EndsWith, arguments[0].Expression, member.Expression),
            ("Any", 0, true) => Make(ClaimKinds.NotEmpty, null, member.Expression),
            ("Any", 0, false) => MakeText(ClaimKinds.Count, "0", member.Expression),
            ("Any", 1, true) => Make(ClaimKinds.Contains, arguments[0].Expression, member.Expression),
            ("Any", 1, false) => Make(ClaimKinds.NotContains, arguments[0].Expression, member.Expression),
            _ => null,
        };
    }
}
