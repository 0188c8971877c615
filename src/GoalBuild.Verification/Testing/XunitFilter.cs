using static GoalBuild.Verification.Testing.TestFilter;

namespace GoalBuild.Verification.Testing;

/// <summary>
/// Says a VSTest filter in the simple filters of xUnit.net v3 before 4.0, which has no option that takes one. Its rules: filters of one kind are
/// alternatives, filters of different kinds must all hold, negative filters must all hold; <c>*</c> stands at the start or end of a value.
/// </summary>
internal static class XunitFilter
{
    /// <summary>Translates a filter.</summary>
    /// <param name="filter">The expression.</param>
    /// <param name="native">Whether the options are those of xUnit.net's own command line (<c>-method</c>); else those of the testing platform (<c>--filter-method</c>).</param>
    /// <returns>The options and their values.</returns>
    /// <exception cref="FormatException">It cannot be said in simple filters, or is not well formed.</exception>
    public static IReadOnlyList<string> Translate(string filter, bool native)
    {
        var parsed = Parse(filter);
        var parts = parsed is All all ? all.Parts : [parsed];
        var used = new HashSet<string>(StringComparer.Ordinal);
        var arguments = new List<string>();
        foreach (var part in parts)
        {
            var terms = (part is Any any ? any.Parts : [part]).OfType<Term>().ToList();
            var count = part is Any several ? several.Parts.Count : 1;
            var kinds = terms.Select(KindOf).Distinct(StringComparer.Ordinal).ToList();
            var negative = terms.Any(IsNegative);
            // Alternatives of one kind; a kind can be asked for once, or it would widen what another part narrows.
            if (terms.Count != count || kinds is not [var kind] || (negative && count > 1) || (!negative && !used.Add(kind)))
            {
                throw new FormatException(
                    $"this version of xUnit.net v3 cannot say the filter '{filter}': it takes alternatives of one property, and different properties joined by '&'; use xunit.v3 4.0 or later, or a simpler filter");
            }

            foreach (var term in terms)
            {
                arguments.Add(Option(kind, negative, native));
                arguments.Add(Value(term, kind));
            }
        }

        return arguments;
    }

    private static bool IsNegative(Term term) => term.Operator is TermOperator.NotEquals or TermOperator.NotContains;

    private static string KindOf(Term term) => term.Property.ToUpperInvariant() switch
    {
        "FULLYQUALIFIEDNAME" => "method",
        "CLASSNAME" => "class",
        "DISPLAYNAME" or "NAME" => "display-name",
        _ => "trait",
    };

    private static string Option(string kind, bool negative, bool native) => native
        ? $"-{(kind == "display-name" ? "displayName" : kind)}{(negative ? "-" : "")}"
        : $"--filter-{(negative ? "not-" : "")}{kind}";

    private static string Value(Term term, string kind)
    {
        var value = term.Operator is TermOperator.Contains or TermOperator.NotContains ? $"*{term.Value}*" : term.Value;
        return kind == "trait" ? $"{term.Property}={value}" : value;
    }
}
