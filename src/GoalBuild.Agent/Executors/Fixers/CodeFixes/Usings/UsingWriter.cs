using GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using FileOptions = GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations.FileOptions;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;

/// <summary>
/// Adds a using directive to a file in the file's own style: outside or inside its namespace, sorted where the others are, never within
/// an <c>#if</c>, below the header, with the file's line ends. Nothing else in the text changes.
/// </summary>
/// <param name="tree">The file.</param>
/// <param name="options">What <c>.editorconfig</c> says.</param>
internal sealed class UsingWriter(SyntaxTree tree, FileOptions options)
{
    private readonly SourceText _text = tree.GetText();
    private readonly CompilationUnitSyntax _root = (CompilationUnitSyntax)tree.GetRoot();

    /// <summary>The change that adds a directive, or null where there is no safe place for it.</summary>
    /// <param name="name">The namespace.</param>
    public TextChange? Add(string name)
    {
        var space = Container();
        var usings = space?.Usings ?? _root.Usings;
        var outside = usings.Where(directive => ConditionalDepth(directive.SpanStart) == ConditionalDepth(space?.SpanStart ?? 0)).ToList();
        if (usings.Count > 0 && outside.Count == 0 && space is not null)
        {
            return null;
        }

        return outside.Count > 0 ? Among(outside, name)
            : space is not null ? AtStartOf(space, name)
            : new UsingPlace(_root, _text, NewLine).AtTop(name);
    }

    private string NewLine => LineText.NewLine(_text);

    // The one namespace whose directives stand inside it, or are to stand there; null for the file's top.
    private BaseNamespaceDeclarationSyntax? Container()
    {
        if (_root.Usings.Count > 0 || _root.Members is not [BaseNamespaceDeclarationSyntax space])
        {
            return null;
        }

        return space.Usings.Count > 0 || options.Value(tree.FilePath, "csharp_using_directive_placement") == "inside_namespace" ? space : null;
    }

    private TextChange Among(List<UsingDirectiveSyntax> outside, string name)
    {
        var plain = UsingOrder.Plain(outside);
        var names = plain.Select(UsingOrder.Name).ToList();
        var order = UsingOrder.Of(options.Flag(tree.FilePath, "dotnet_sort_system_directives_first"), names);
        var index = order.IsSorted(names) ? names.Count(other => order.Compare(other, name) <= 0) : names.Count;
        if (index > 0)
        {
            var next = index < names.Count ? names[index] : null;
            return After(plain[index - 1], Separates(plain) && Group(names[index - 1]) != Group(name), next is not null && Separates(plain)
                && Group(next) != Group(name) && Group(next) == Group(names[index - 1]), name);
        }

        // Directives are ordered: global, plain, static, alias.
        var first = plain.Length > 0 ? plain[0] : outside.FirstOrDefault(directive => directive.GlobalKeyword.IsKind(SyntaxKind.None));
        return first is null
            ? After(outside[^1], blankBefore: false, blankAfter: false, name)
            : Before(first, plain.Length > 0 && Separates(plain) && Group(names[0]) != Group(name), name);
    }

    private TextChange After(UsingDirectiveSyntax directive, bool blankBefore, bool blankAfter, string name)
    {
        var line = $"{(blankBefore ? NewLine : "")}{Indent(directive)}using {name};";
        return directive.GetLastToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            ? new TextChange(new TextSpan(directive.FullSpan.End, 0), line + NewLine + (blankAfter ? NewLine : ""))
            : new TextChange(new TextSpan(directive.Span.End, 0), NewLine + line);
    }

    private TextChange Before(UsingDirectiveSyntax directive, bool blankAfter, string name)
    {
        var indent = Indent(directive);
        return new TextChange(new TextSpan(directive.SpanStart - indent.Length, 0), $"{indent}using {name};{NewLine}{(blankAfter ? NewLine : "")}");
    }

    private TextChange AtStartOf(BaseNamespaceDeclarationSyntax space, string name)
    {
        var opening = space is FileScopedNamespaceDeclarationSyntax scoped ? scoped.SemicolonToken : ((NamespaceDeclarationSyntax)space).OpenBraceToken;
        var indent = space is NamespaceDeclarationSyntax && space.Members.Count > 0 ? Indent(space.Members[0]) : "";
        var text = space is FileScopedNamespaceDeclarationSyntax ? $"{NewLine}using {name};{NewLine}" : $"{indent}using {name};{NewLine}{NewLine}";
        return opening.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)
            ? new TextChange(new TextSpan(opening.FullSpan.End, 0), text)
            : new TextChange(new TextSpan(opening.Span.End, 0), NewLine + text);
    }

    private string Indent(SyntaxNode node)
    {
        var line = _text.Lines.GetLineFromPosition(node.SpanStart);
        var before = _text.ToString(TextSpan.FromBounds(line.Start, node.SpanStart));
        return string.IsNullOrWhiteSpace(before) ? before : "";
    }

    // Whether groups of directives (by the first part of their names) are kept apart by an empty line.
    private bool Separates(IReadOnlyList<UsingDirectiveSyntax> plain) =>
        options.Flag(tree.FilePath, "dotnet_separate_import_directive_groups")
        ?? Enumerable.Range(1, Math.Max(0, plain.Count - 1)).Any(index =>
            Group(UsingOrder.Name(plain[index - 1])) != Group(UsingOrder.Name(plain[index]))
            && plain[index].GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia));

    private static string Group(string name) => name.Split('.')[0];

    private int ConditionalDepth(int position) => UsingPlace.ConditionalDepth(_root, position);
}
