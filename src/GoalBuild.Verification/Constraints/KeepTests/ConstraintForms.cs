using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>NUnit's constraints: <c>Is.Not.EqualTo(3).And.Positive</c>.</summary>
internal static class ConstraintForms
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["EqualTo"] = ClaimKinds.Equal,
        ["Null"] = ClaimKinds.Null,
        ["True"] = ClaimKinds.True,
        ["False"] = ClaimKinds.False,
        ["GreaterThan"] = ClaimKinds.Greater,
        ["GreaterThanOrEqualTo"] = ClaimKinds.AtLeast,
        ["AtLeast"] = ClaimKinds.AtLeast,
        ["LessThan"] = ClaimKinds.Less,
        ["LessThanOrEqualTo"] = ClaimKinds.AtMost,
        ["AtMost"] = ClaimKinds.AtMost,
        ["SameAs"] = ClaimKinds.Same,
        ["EquivalentTo"] = ClaimKinds.Equivalent,
        ["Contain"] = ClaimKinds.Contains,
        ["Contains"] = ClaimKinds.Contains,
        ["Member"] = ClaimKinds.Contains,
        ["Item"] = ClaimKinds.Contains,
        ["Substring"] = ClaimKinds.Contains,
        ["Key"] = ClaimKinds.Contains,
        ["StartWith"] = ClaimKinds.StartsWith,
        ["StartsWith"] = ClaimKinds.StartsWith,
        ["EndWith"] = ClaimKinds.EndsWith,
        ["EndsWith"] = ClaimKinds.EndsWith,
        ["Match"] = ClaimKinds.Matches,
        ["Matches"] = ClaimKinds.Matches,
        ["TypeOf"] = ClaimKinds.Type,
        ["InstanceOf"] = ClaimKinds.Instance,
        ["AssignableTo"] = ClaimKinds.Instance,
        ["Nothing"] = ClaimKinds.NoThrow,
    };

    /// <summary>The claims of a constraint: one for each part between <c>And</c> and <c>With</c>.</summary>
    /// <param name="constraint">The constraint.</param>
    /// <param name="actual">What it is put on.</param>
    /// <param name="maker">Makes claims.</param>
    public static IEnumerable<Claim> Of(ExpressionSyntax constraint, ExpressionSyntax actual, ClaimMaker maker)
    {
        var chain = CallChain.Of(constraint);
        if (chain.Links.Count == 0 || chain.Start is not IdentifierNameSyntax { Identifier.ValueText: "Is" or "Has" or "Does" or "Throws" or "Contains" } start || chain.Links.Any(link => link.Name == "Or"))
        {
            return maker.Make("other:That", constraint, actual);
        }

        var claims = new List<Claim>();
        var isThrow = start.Identifier.ValueText == "Throws";
        var part = new List<ChainLink>();
        foreach (var link in chain.Links.Append(new ChainLink("And", [], null)))
        {
            if (link.Name is not ("And" or "With"))
            {
                part.Add(link);
                continue;
            }

            if (part.Count > 0)
            {
                claims.AddRange(OfPart(part, isThrow && claims.Count == 0, actual, maker));
                part.Clear();
            }
        }

        return claims;
    }

    private static IEnumerable<Claim> OfPart(List<ChainLink> links, bool isThrow, ExpressionSyntax actual, ClaimMaker maker)
    {
        var isNegated = false;
        var path = "";
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            var argument = link.Arguments is [{ } first, ..] ? first.Expression : null;
            var modifiers = links.Skip(i + 1).Where(modifier => modifier.Name is not ("AsCollection" or "Items")).Select(Written).ToList();
            switch (link.Name)
            {
                case "Not" or "No":
                    isNegated = !isNegated;
                    continue;
                case "Count" or "Length" or "Message" or "InnerException" when link.Arguments is null:
                    path += $".{link.Name}";
                    continue;
                case "Property" when argument is LiteralExpressionSyntax literal:
                    path += $".{literal.Token.ValueText}";
                    continue;
                case "Some" or "Exception" or "Contains" when link.Arguments is null:
                    path += link.Name == "Some" ? "[some]" : "";
                    if (isThrow && links.Count == i + 1)
                    {
                        return maker.MakeText(isNegated ? ClaimKinds.NoThrow : ClaimKinds.ThrowsAny, "Exception", actual);
                    }

                    continue;
                case "Empty":
                    return isNegated ? maker.Make(ClaimKinds.NotEmpty, null, actual, path) : path.Length == 0 ? maker.MakeText(ClaimKinds.Count, "0", actual) : Other();
                case "Exactly" when links.Count <= i + 2 && argument is not null && !isNegated:
                    return maker.MakeText(ClaimKinds.Count, CSharpFile.TextOf(argument), actual, path);
                case "One" when links.Count <= i + 2 && !isNegated && (links.Count == i + 1 || links[i + 1].Name == "Items"):
                    return maker.MakeText(ClaimKinds.Count, "1", actual, path);
            }

            if (!Kinds.TryGetValue(link.Name, out var kind))
            {
                return isThrow && link.Arguments is null ? maker.MakeText(isNegated ? ClaimKinds.NoThrow : ClaimKinds.Throws, link.Name, actual) : Other();
            }

            if (isThrow && kind is ClaimKinds.Type or ClaimKinds.Instance)
            {
                kind = kind == ClaimKinds.Type ? ClaimKinds.Throws : ClaimKinds.ThrowsAny;
            }

            SyntaxNode? expected = link.Types.Count > 0 ? link.Types[0] : argument is TypeOfExpressionSyntax type ? type.Type : argument;
            if (path == "[some]" && kind == ClaimKinds.Equal)
            {
                (kind, path) = (ClaimKinds.Contains, "");
            }

            if (isNegated)
            {
                if (ClaimKinds.Opposite(kind) is not { } opposite)
                {
                    return Other();
                }

                kind = opposite;
            }

            return path is ".Count" or ".Length" && expected is not null ? OfCount(kind, expected, actual, maker, modifiers) : maker.Make(kind, expected, actual, path, modifiers.Count == 0 ? null : modifiers);
        }

        return Other();

        IEnumerable<Claim> Other() => maker.MakeText("other:That", string.Join('.', links.Select(Written)), actual);
    }

    private static IEnumerable<Claim> OfCount(string kind, SyntaxNode expected, ExpressionSyntax actual, ClaimMaker maker, List<string> modifiers) =>
        (kind, CSharpFile.TextOf(expected)) switch
        {
            (ClaimKinds.Equal, _) => maker.Make(ClaimKinds.Count, expected, actual),
            (ClaimKinds.Greater or ClaimKinds.NotEqual, "0") or (ClaimKinds.AtLeast, "1") => maker.Make(ClaimKinds.NotEmpty, null, actual),
            _ => maker.Make(kind, expected, actual, ".Count", modifiers),
        };

    private static string Written(ChainLink link) => link is { Name: "Within", Arguments: [{ } tolerance] } ? $"within {CSharpFile.TextOf(tolerance)}" :
        $"{link.Name}{(link.Types.Count == 0 ? "" : $"<{string.Join(", ", link.Types.Select(CSharpFile.TextOf))}>")}{(link.Arguments is null ? "" : $"({string.Join(", ", link.Arguments.Select(CSharpFile.TextOf))})")}";
}
