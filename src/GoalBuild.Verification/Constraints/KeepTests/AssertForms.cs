using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>The methods of the classes <c>Assert</c>, <c>StringAssert</c>, <c>CollectionAssert</c> and <c>ClassicAssert</c> of NUnit, xUnit and MSTest.</summary>
internal static class AssertForms
{
    // They hold other assertions, or end a test.
    private static readonly HashSet<string> Silent = ["Multiple", "MultipleAsync", "EnterMultipleScope", "Scope", "Pass", "Ignore", "Inconclusive", "Skip", "SkipWhen", "SkipUnless", "SkipIf", "Warn", "Charlie"];

    // One thing is looked at.
    private static readonly Dictionary<string, string> Single = new(StringComparer.Ordinal)
    {
        ["IsTrue"] = ClaimKinds.True,
        ["True"] = ClaimKinds.True,
        ["IsFalse"] = ClaimKinds.False,
        ["False"] = ClaimKinds.False,
        ["IsNull"] = ClaimKinds.Null,
        ["Null"] = ClaimKinds.Null,
        ["IsNotNull"] = ClaimKinds.NotNull,
        ["NotNull"] = ClaimKinds.NotNull,
        ["IsNotEmpty"] = ClaimKinds.NotEmpty,
        ["NotEmpty"] = ClaimKinds.NotEmpty,
        ["DoesNotThrow"] = ClaimKinds.NoThrow,
        ["DoesNotThrowAsync"] = ClaimKinds.NoThrow,
    };

    // What is expected comes first.
    private static readonly Dictionary<string, string> Pairs = new(StringComparer.Ordinal)
    {
        ["AreEqual"] = ClaimKinds.Equal,
        ["Equal"] = ClaimKinds.Equal,
        ["StrictEqual"] = ClaimKinds.Equal,
        ["AreNotEqual"] = ClaimKinds.NotEqual,
        ["NotEqual"] = ClaimKinds.NotEqual,
        ["NotStrictEqual"] = ClaimKinds.NotEqual,
        ["AreSame"] = ClaimKinds.Same,
        ["Same"] = ClaimKinds.Same,
        ["AreNotSame"] = ClaimKinds.NotSame,
        ["NotSame"] = ClaimKinds.NotSame,
        ["AreEquivalent"] = ClaimKinds.Equivalent,
        ["Equivalent"] = ClaimKinds.Equivalent,
        ["Contains"] = ClaimKinds.Contains,
        ["DoesNotContain"] = ClaimKinds.NotContains,
        ["StartsWith"] = ClaimKinds.StartsWith,
        ["EndsWith"] = ClaimKinds.EndsWith,
        ["Matches"] = ClaimKinds.Matches,
        ["IsMatch"] = ClaimKinds.Matches,
        ["MatchesRegex"] = ClaimKinds.Matches,
        ["HasCount"] = ClaimKinds.Count,
        ["IsGreaterThan"] = ClaimKinds.Greater,
        ["IsGreaterThanOrEqualTo"] = ClaimKinds.AtLeast,
        ["IsLessThan"] = ClaimKinds.Less,
        ["IsLessThanOrEqualTo"] = ClaimKinds.AtMost,
    };

    // What is looked at comes first.
    private static readonly Dictionary<string, string> Reversed = new(StringComparer.Ordinal)
    {
        ["Greater"] = ClaimKinds.Greater,
        ["GreaterOrEqual"] = ClaimKinds.AtLeast,
        ["Less"] = ClaimKinds.Less,
        ["LessOrEqual"] = ClaimKinds.AtMost,
    };

    private static readonly Dictionary<string, string> Typed = new(StringComparer.Ordinal)
    {
        ["IsType"] = ClaimKinds.Type,
        ["IsExactInstanceOfType"] = ClaimKinds.Type,
        ["IsInstanceOf"] = ClaimKinds.Instance,
        ["IsInstanceOfType"] = ClaimKinds.Instance,
        ["IsAssignableFrom"] = ClaimKinds.Instance,
        ["Throws"] = ClaimKinds.Throws,
        ["ThrowsAsync"] = ClaimKinds.Throws,
        ["ThrowsExactly"] = ClaimKinds.Throws,
        ["ThrowsExactlyAsync"] = ClaimKinds.Throws,
        ["ThrowsException"] = ClaimKinds.Throws,
        ["ThrowsExceptionAsync"] = ClaimKinds.Throws,
        ["ThrowsAny"] = ClaimKinds.ThrowsAny,
        ["ThrowsAnyAsync"] = ClaimKinds.ThrowsAny,
        ["Catch"] = ClaimKinds.ThrowsAny,
        ["CatchAsync"] = ClaimKinds.ThrowsAny,
    };

    /// <summary>The claims of a call.</summary>
    /// <param name="receiver">The class.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="maker">Makes claims.</param>
    public static IEnumerable<Claim> Of(string receiver, SimpleNameSyntax method, IReadOnlyList<ArgumentSyntax> arguments, ClaimMaker maker)
    {
        var name = method.Identifier.ValueText;
        var types = method is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments : default;
        if (Silent.Contains(name))
        {
            return [];
        }

        if (name is "That" or "ThatAsync" && arguments.Count > 0)
        {
            return arguments.Count == 1 || arguments[1].Expression is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
                ? maker.Make(ClaimKinds.True, null, arguments[0].Expression)
                : ConstraintForms.Of(arguments[1].Expression, arguments[0].Expression, maker);
        }

        if (name == "Fail")
        {
            return maker.MakeText(ClaimKinds.Fail, "", null);
        }

        if (Single.TryGetValue(name, out var single) && arguments.Count > 0)
        {
            return maker.Make(single, null, arguments[0].Expression);
        }

        if (name is "IsEmpty" or "Empty" && arguments.Count > 0)
        {
            return maker.MakeText(ClaimKinds.Count, "0", arguments[0].Expression);
        }

        if (name is "Single" or "ContainsSingle" && arguments.Count == 1)
        {
            return maker.MakeText(ClaimKinds.Count, "1", arguments[0].Expression);
        }

        if (name == "Collection" && arguments.Count > 0)
        {
            return maker.MakeText(ClaimKinds.Count, $"{arguments.Count - 1}", arguments[0].Expression);
        }

        if (Typed.TryGetValue(name, out var typed) && arguments.Count > 0)
        {
            return OfType(typed, types, arguments, maker);
        }

        if (Reversed.TryGetValue(name, out var reversed) && arguments.Count > 1)
        {
            return maker.Make(reversed, arguments[1].Expression, arguments[0].Expression);
        }

        if (Pairs.TryGetValue(name, out var pair) && arguments.Count > 1)
        {
            return OfPair(receiver, pair, arguments, maker);
        }

        var constants = arguments.Where(argument => maker.IsConstant(argument.Expression)).Select(argument => CSharpFile.TextOf(argument.Expression));
        var looked = arguments.FirstOrDefault(argument => !maker.IsConstant(argument.Expression)) ?? (arguments.Count > 0 ? arguments[0] : null);
        return maker.MakeText($"other:{name}", string.Join(", ", constants), looked?.Expression);
    }

    private static IEnumerable<Claim> OfPair(string receiver, string kind, IReadOnlyList<ArgumentSyntax> arguments, ClaimMaker maker)
    {
        var (first, second) = (Named(arguments, "expected") ?? arguments[0].Expression, Named(arguments, "actual") ?? arguments[1].Expression);

        // The containing thing comes first in CollectionAssert, in MSTest's StringAssert, and where a predicate follows.
        var isReversed = kind is ClaimKinds.Contains or ClaimKinds.NotContains or ClaimKinds.StartsWith or ClaimKinds.EndsWith or ClaimKinds.Matches
            && (receiver == "CollectionAssert" || second is LambdaExpressionSyntax || (maker.IsConstant(second) && !maker.IsConstant(first)));
        var modifiers = arguments.Skip(2).Where(argument => !IsMessage(argument, arguments.Count)).Select(Modifier).ToList();
        return isReversed ? maker.Make(kind, second, first, modifiers: modifiers) : maker.Make(kind, first, second, modifiers: modifiers);
    }

    // A whole number is a count of digits to xUnit, any other one a tolerance.
    private static string Modifier(ArgumentSyntax argument) => argument.Expression is LiteralExpressionSyntax { Token.Value: not (string or bool) and { } number }
        ? $"{(number is int ? "precision" : "within")} {CSharpFile.TextOf(argument.Expression)}"
        : CSharpFile.TextOf(argument);

    private static ExpressionSyntax? Named(IReadOnlyList<ArgumentSyntax> arguments, string name) => arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name)?.Expression;

    // A message, with what is put into it.
    private static bool IsMessage(ArgumentSyntax argument, int count) =>
        argument.NameColon?.Name.Identifier.ValueText is "message" or "userMessage"
        || argument.Expression is InterpolatedStringExpressionSyntax
        || argument.Expression.Kind() is SyntaxKind.StringLiteralExpression or SyntaxKind.Utf8StringLiteralExpression
        || (argument.Expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum && sum.DescendantTokens().Any(token => token.IsKind(SyntaxKind.StringLiteralToken)))
        || (count > 3 && argument.NameColon is null);

    private static IEnumerable<Claim> OfType(string kind, SeparatedSyntaxList<TypeSyntax> types, IReadOnlyList<ArgumentSyntax> arguments, ClaimMaker maker)
    {
        if (types.Count > 0)
        {
            // xUnit's Throws<ArgumentException>("name", () => …) has the parameter's name first.
            var lambda = arguments.FirstOrDefault(argument => argument.Expression is LambdaExpressionSyntax);
            return maker.Make(kind, types[0], (lambda ?? arguments[0]).Expression);
        }

        var type = arguments.FirstOrDefault(argument => argument.Expression is TypeOfExpressionSyntax);
        var looked = arguments.FirstOrDefault(argument => argument != type) ?? arguments[0];
        return maker.Make(kind, (type?.Expression as TypeOfExpressionSyntax)?.Type, looked.Expression);
    }
}
