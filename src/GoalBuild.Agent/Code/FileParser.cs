using System.Globalization;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Code;

/// <summary>Parses a C# file for <see cref="CodeIndex"/>.</summary>
internal static class FileParser
{
    /// <summary>
    /// How files are parsed that no project is asked about: the newest language, and the symbols that a project for a current framework has, so that
    /// little of what is really compiled is taken for left out.
    /// </summary>
    public static CSharpParseOptions Options { get; } = new(
        LanguageVersion.Preview,
        DocumentationMode.None,
        SourceCodeKind.Regular,
        ["DEBUG", "TRACE", "NET", "NETCOREAPP", .. Enumerable.Range(5, 6).Select(version => string.Create(CultureInfo.InvariantCulture, $"NET{version}_0_OR_GREATER"))]);

    /// <summary>Parses a file.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="path">Relative to it, with <c>/</c>.</param>
    /// <param name="names">Gets the identifiers.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ParsedFile Parse(string root, string path, NameTable names)
    {
        var tree = Tree(root, path);
        var syntax = tree.GetCompilationUnitRoot();
        var used = syntax.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.Length > 0).Select(token => names.Add(token.ValueText)).ToHashSet();
        return new ParsedFile(path, DeclarationReader.Read(syntax), [.. used], GeneratedFile.Is(tree, []));
    }

    /// <summary>The syntax tree of a file; its path is the one that was given.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="path">Relative to it, with <c>/</c>.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CSharpSyntaxTree Tree(string root, string path)
    {
        using var stream = File.OpenRead(Path.Combine(root, path));
        return (CSharpSyntaxTree)CSharpSyntaxTree.ParseText(SourceText.From(stream), Options, path);
    }
}
