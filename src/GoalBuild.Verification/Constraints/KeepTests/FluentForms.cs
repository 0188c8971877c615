using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>FluentAssertions and AwesomeAssertions, <c>x.Should().Be(3)</c>, and Shouldly, <c>x.ShouldBe(3)</c>.</summary>
internal static class FluentForms
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["Be"] = ClaimKinds.Equal,
        ["Equal"] = ClaimKinds.Equal,
        ["NotBe"] = ClaimKinds.NotEqual,
        ["NotEqual"] = ClaimKinds.NotEqual,
        ["BeTrue"] = ClaimKinds.True,
        ["BeFalse"] = ClaimKinds.False,
        ["BeNull"] = ClaimKinds.Null,
        ["NotBeNull"] = ClaimKinds.NotNull,
        ["NotBeEmpty"] = ClaimKinds.NotEmpty,
        ["Contain"] = ClaimKinds.Contains,
        ["ContainKey"] = ClaimKinds.Contains,
        ["NotContain"] = ClaimKinds.NotContains,
        ["HaveCount"] = ClaimKinds.Count,
        ["HaveLength"] = ClaimKinds.Count,
        ["BeGreaterThan"] = ClaimKinds.Greater,
        ["BeGreaterThanOrEqualTo"] = ClaimKinds.AtLeast,
        ["BeGreaterOrEqualTo"] = ClaimKinds.AtLeast,
        ["BeLessThan"] = ClaimKinds.Less,
        ["BeLessThanOrEqualTo"] = ClaimKinds.AtMost,
        ["BeLessOrEqualTo"] = ClaimKinds.AtMost,
        ["BeEquivalentTo"] = ClaimKinds.Equivalent,
        ["BeSameAs"] = ClaimKinds.Same,
        ["NotBeSameAs"] = ClaimKinds.NotSame,
        ["BeOfType"] = ClaimKinds.Type,
        ["BeAssignableTo"] = ClaimKinds.Instance,
        ["StartWith"] = ClaimKinds.StartsWith,
        ["EndWith"] = ClaimKinds.EndsWith,
        ["Match"] = ClaimKinds.Matches,
        ["MatchRegex"] = ClaimKinds.Matches,
        ["Throw"] = ClaimKinds.ThrowsAny,
        ["ThrowAsync"] = ClaimKinds.ThrowsAny,
        ["ThrowExactly"] = ClaimKinds.Throws,
        ["ThrowExactlyAsync"] = ClaimKinds.Throws,
        ["NotThrow"] = ClaimKinds.NoThrow,
        ["NotThrowAsync"] = ClaimKinds.NoThrow,
    };

    /// <summary>The claims of a chain that holds <c>Should</c>.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="maker">Makes claims.</param>
    public static IEnumerable<Claim> Of(CallChain chain, ClaimMaker maker)
    {
        ExpressionSyntax? actual = null;
        var path = "";
        foreach (var (link, receiver) in chain.Links.Zip(chain.Receivers))
        {
            if (link.Name == "Should")
            {
                // A second one looks at what the first led to.
                actual ??= receiver;
                continue;
            }

            var isShouldly = link.Name.Length > 6 && link.Name.StartsWith("Should", StringComparison.Ordinal);
            if (isShouldly)
            {
                actual ??= receiver;
            }

            if (actual is null || link.Name is "And" or "Which" or "Subject" or "ConfigureAwait")
            {
                continue;
            }

            var name = isShouldly ? link.Name[6..] : link.Name;
            if (link.Arguments is null || link.Name is "WithMessage" or "Where" or "WithParameterName" or "WithInnerException")
            {
                path += link.Arguments is null ? $".{name}" : "";
                if (link.Arguments is not null)
                {
                    foreach (var claim in maker.MakeText($"other:{name}", string.Join(", ", link.Arguments.Select(CSharpFile.TextOf)), actual, path))
                    {
                        yield return claim;
                    }
                }

                continue;
            }

            foreach (var claim in OfLink(name, link, actual, path, maker))
            {
                yield return claim;
            }
        }
    }

    /// <summary>The claims of Shouldly's static calls, <c>Should.Throw&lt;T&gt;(…)</c>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="maker">Makes claims.</param>
    public static IEnumerable<Claim> OfStatic(SimpleNameSyntax method, IReadOnlyList<ArgumentSyntax> arguments, ClaimMaker maker) =>
        OfLink(method.Identifier.ValueText, new ChainLink(method.Identifier.ValueText, method is GenericNameSyntax generic ? [.. generic.TypeArgumentList.Arguments] : [], []), arguments.Count > 0 ? arguments[0].Expression : method, "", maker);

    /// <summary>The claims of TUnit's chains, <c>Assert.That(x).IsEqualTo(3)</c>.</summary>
    /// <param name="chain">The chain, from <c>That</c> on.</param>
    /// <param name="maker">Makes claims.</param>
    public static IEnumerable<Claim> OfTUnit(CallChain chain, ClaimMaker maker) => chain.Links.Skip(1)
        .Where(link => link.Arguments is not null && link.Name != "ConfigureAwait")
        .SelectMany(link => OfLink(OfTUnit(link.Name), link, chain.Links[0].Arguments![0].Expression, "", maker));

    private static string OfTUnit(string name) => name switch
    {
        "IsEqualTo" => "Be",
        "IsNotEqualTo" => "NotBe",
        "IsEmpty" => "BeEmpty",
        "Contains" => "Contain",
        "DoesNotContain" => "NotContain",
        "HasCount" => "HaveCount",
        "HasSingleItem" => "HaveSingleItem",
        "IsNotNull" => "NotBeNull",
        "IsNotEmpty" => "NotBeEmpty",
        "Throws" => "Throw",
        "ThrowsExactly" => "ThrowExactly",
        "ThrowsNothing" => "NotThrow",
        "StartsWith" => "StartWith",
        "EndsWith" => "EndWith",
        _ when name.StartsWith("Is", StringComparison.Ordinal) => $"Be{name[2..]}",
        _ => name,
    };

    private static IEnumerable<Claim> OfLink(string name, ChainLink link, ExpressionSyntax actual, string path, ClaimMaker maker)
    {
        var arguments = link.Arguments!;
        if (name is "BeEmpty" or "ContainSingle" or "HaveSingleItem" && arguments.Count == 0)
        {
            return maker.MakeText(ClaimKinds.Count, name == "BeEmpty" ? "0" : "1", actual, path);
        }

        if (name is "BeCloseTo" or "BeApproximately" && arguments.Count > 1)
        {
            return maker.Make(ClaimKinds.Equal, arguments[0].Expression, actual, path, [$"within {CSharpFile.TextOf(arguments[1])}"]);
        }

        if (!Kinds.TryGetValue(name, out var kind))
        {
            return maker.MakeText($"other:{name}", string.Join(", ", arguments.Select(CSharpFile.TextOf)), actual, path);
        }

        SyntaxNode? expected = link.Types.Count > 0 ? link.Types[0] : arguments.Count == 0 || kind is ClaimKinds.True or ClaimKinds.False or ClaimKinds.Null or ClaimKinds.NotNull or ClaimKinds.NotEmpty or ClaimKinds.NoThrow ? null
            : arguments[0].Expression is TypeOfExpressionSyntax type ? type.Type : arguments[0].Expression;

        // What follows is a reason in words, or a tolerance or comparer.
        var modifiers = arguments.Skip(1).Where(argument => argument.Expression is not (LiteralExpressionSyntax { Token.Value: string } or InterpolatedStringExpressionSyntax)).Select(CSharpFile.TextOf).ToList();
        return maker.Make(kind, expected, actual, path, expected is null || modifiers.Count == 0 ? null : modifiers);
    }
}
