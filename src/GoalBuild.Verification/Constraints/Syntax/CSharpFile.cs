using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.Syntax;

/// <summary>C# as the checks of a change read it: syntax alone, no compilation.</summary>
/// <remarks>Use only after <see cref="Engine.SdkLocator.Register"/>.</remarks>
internal static class CSharpFile
{
    /// <summary>
    /// How files are parsed that no project is asked about: the newest language, and the symbols that a project for a current framework has in its usual
    /// configuration. What stands under another symbol counts as left out.
    /// </summary>
    private static readonly CSharpParseOptions Options = new(
        LanguageVersion.Preview,
        DocumentationMode.None,
        SourceCodeKind.Regular,
        ["DEBUG", "TRACE", "NET", "NETCOREAPP", .. Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER")]);

    /// <summary>Parses a file; what is wrong in it is left out of the tree, as far as the compiler can tell.</summary>
    /// <param name="text">Its text.</param>
    public static CompilationUnitSyntax Parse(string text) => (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Options).GetRoot();

    /// <summary>The line of a position, from 1.</summary>
    /// <param name="root">The file.</param>
    /// <param name="position">The position.</param>
    public static int LineOf(SyntaxNode root, int position) => root.SyntaxTree.GetText().Lines.GetLinePosition(position).Line + 1;

    /// <summary>
    /// The stretches of a file that the symbols above leave out, each to be read as a text of its own, with the number of lines above it. One that is nested in
    /// another is a stretch of its own.
    /// </summary>
    /// <param name="root">The file.</param>
    public static IEnumerable<(string Text, int LinesAbove)> DisabledTexts(SyntaxNode root) => !root.ContainsDirectives ? [] :
        root.DescendantTrivia(descendIntoTrivia: true).Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia))
            .Select(trivia => (trivia.ToString(), LineOf(root, trivia.SpanStart) - 1));

    /// <summary>The name of an attribute, without its namespace and without <c>Attribute</c>.</summary>
    /// <param name="attribute">The attribute.</param>
    public static string NameOf(AttributeSyntax attribute)
    {
        var name = SimpleName(attribute.Name);
        return name.Length > 9 && name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^9] : name;
    }

    /// <summary>The last part of a name, without type arguments.</summary>
    /// <param name="name">The name.</param>
    public static string SimpleName(ExpressionSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The tokens of a piece of syntax with one blank between them: layout and comments make no difference.</summary>
    /// <param name="node">The syntax.</param>
    public static string TextOf(SyntaxNode node) => string.Join(' ', node.DescendantTokens().Select(TextOf));

    /// <summary>A token as text; the spellings of one literal are alike, and a number is the same whatever its type.</summary>
    /// <param name="token">The token.</param>
    public static string TextOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken => $"\"{token.ValueText}\"",
        SyntaxKind.NumericLiteralToken => token.ValueText,
        _ => token.Text,
    };
}
