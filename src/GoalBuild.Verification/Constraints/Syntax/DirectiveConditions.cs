using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.Syntax;

/// <summary>Says under which conditions of <c>#if</c> a place of a file is compiled.</summary>
/// <remarks>Use only after <see cref="Engine.SdkLocator.Register"/>.</remarks>
internal static class DirectiveConditions
{
    private static readonly ConditionalWeakTable<SyntaxTree, IReadOnlyList<(int Position, IReadOnlyList<string> Open)>> Files = [];

    /// <summary>The conditions that are open at the beginning of a piece of syntax, the outermost first; those that always hold are none.</summary>
    /// <param name="node">The syntax.</param>
    public static IReadOnlyList<string> At(SyntaxNode node)
    {
        IReadOnlyList<string> open = [];
        foreach (var (position, after) in Files.GetValue(node.SyntaxTree, Read))
        {
            if (position >= node.SpanStart)
            {
                break;
            }

            open = after;
        }

        return open;
    }

    /// <summary>The conditions that are open at a piece of syntax on top of known ones, as they are shown: <c>#if DEBUG</c>.</summary>
    /// <param name="node">The syntax.</param>
    /// <param name="known">The known ones.</param>
    public static IEnumerable<string> Shown(SyntaxNode node, IReadOnlyList<string> known) => At(node).Except(known).Select(condition => $"#if {condition}");

    // After each directive that branches, what is open below it.
    private static List<(int Position, IReadOnlyList<string> Open)> Read(SyntaxTree tree)
    {
        var found = new List<(int, IReadOnlyList<string>)>();
        var open = new Stack<Branch>();
        var root = tree.GetRoot();
        for (var directive = root.ContainsDirectives ? root.GetFirstDirective() : null; directive is not null; directive = directive.GetNextDirective())
        {
            switch (directive)
            {
                case IfDirectiveTriviaSyntax branch: open.Push(new Branch([], Text(branch.Condition))); break;
                case ElifDirectiveTriviaSyntax branch when open.Count > 0: open.Push(open.Pop().Next(Text(branch.Condition))); break;
                case ElseDirectiveTriviaSyntax when open.Count > 0: open.Push(open.Pop().Next(null)); break;
                case EndIfDirectiveTriviaSyntax when open.Count > 0: open.Pop(); break;
                default: continue;
            }

            found.Add((directive.SpanStart, [.. open.Select(branch => branch.Condition).Where(condition => condition is not ("true" or "!(false)")).Reverse()]));
        }

        return found;
    }

    /// <summary>A branch: it is compiled where none of those before it is.</summary>
    /// <param name="Before">The conditions of the branches before it.</param>
    /// <param name="Own">Its own; null for <c>#else</c>.</param>
    private sealed record Branch(IReadOnlyList<string> Before, string? Own)
    {
        public string Condition => string.Join(" && ", Before.Select(condition => $"!({condition})").Concat(Own is null ? [] : [Own]));

        public Branch Next(string? own) => new([.. Before, .. Own is null ? Array.Empty<string>() : [Own]], own);
    }

    // Layout makes no difference.
    private static string Text(ExpressionSyntax condition) => CSharpFile.TextOf(condition).Replace("! ", "!", StringComparison.Ordinal);
}
