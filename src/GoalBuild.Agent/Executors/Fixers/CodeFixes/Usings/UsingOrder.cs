using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;

/// <summary>The order of using directives: part by part, ignoring case, with <c>System</c> first or not; as <c>dotnet format</c> sorts them.</summary>
/// <param name="systemFirst">Whether <c>System</c> and what is below it comes first.</param>
internal sealed class UsingOrder(bool systemFirst) : IComparer<string>
{
    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var left = x!.Split('.');
        var right = y!.Split('.');
        if (systemFirst && (left[0] == "System") != (right[0] == "System"))
        {
            return left[0] == "System" ? -1 : 1;
        }

        for (var index = 0; index < Math.Min(left.Length, right.Length); index++)
        {
            var order = string.Compare(left[index], right[index], StringComparison.OrdinalIgnoreCase);
            order = order != 0 ? order : string.CompareOrdinal(left[index], right[index]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Whether names stand in this order.</summary>
    /// <param name="names">The names.</param>
    public bool IsSorted(IReadOnlyList<string> names) =>
        Enumerable.Range(1, Math.Max(0, names.Count - 1)).All(index => Compare(names[index - 1], names[index]) <= 0);

    /// <summary>The order that a file has: what its options ask for, else what its directives show, else <c>System</c> first.</summary>
    /// <param name="option">The value of <c>dotnet_sort_system_directives_first</c>, or null.</param>
    /// <param name="names">The names of its directives.</param>
    public static UsingOrder Of(bool? option, IReadOnlyList<string> names)
    {
        var first = new UsingOrder(systemFirst: true);
        return new UsingOrder(option ?? (first.IsSorted(names) || !new UsingOrder(systemFirst: false).IsSorted(names)));
    }

    /// <summary>The namespaces of plain directives: neither global nor static nor an alias.</summary>
    /// <param name="usings">The directives.</param>
    public static ImmutableArray<UsingDirectiveSyntax> Plain(IEnumerable<UsingDirectiveSyntax> usings) =>
        [.. usings.Where(directive => directive.Alias is null
            && directive.StaticKeyword.IsKind(SyntaxKind.None)
            && directive.GlobalKeyword.IsKind(SyntaxKind.None)
            && directive.Name is not null)];

    /// <summary>The name of a directive, without white space.</summary>
    /// <param name="directive">A plain directive.</param>
    public static string Name(UsingDirectiveSyntax directive) => directive.Name!.NormalizeWhitespace().ToString();
}
