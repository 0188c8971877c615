using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Code.References;

/// <summary>Finds places by their identifier alone; what they mean is not known.</summary>
internal static class NameSearch
{
    /// <summary>The indexes of the parsed files that have an identifier.</summary>
    /// <param name="map">The tree.</param>
    /// <param name="name">The identifier.</param>
    public static IEnumerable<ParsedFile> Files(CodeMap map, string name)
    {
        var numbers = Spellings(name).Select(map.Names.Find).OfType<int>().ToList();
        return map.Parsed.Where(file => numbers.Exists(file.Names.Contains));
    }

    /// <summary>The identifiers that can mean a name: an attribute's may be written short.</summary>
    /// <param name="name">The name.</param>
    public static IReadOnlyList<string> Spellings(string name) =>
        name.EndsWith("Attribute", StringComparison.Ordinal) && name.Length > "Attribute".Length ? [name, name[..^"Attribute".Length]] : [name];

    /// <summary>The places in files that have an identifier.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="files">The files.</param>
    /// <param name="name">The identifier.</param>
    /// <param name="declared">The declarations of that name.</param>
    /// <param name="cancellation">Gives up.</param>
    public static List<Reference> Find(string root, IEnumerable<ParsedFile> files, string name, IReadOnlyList<FoundSymbol> declared, CancellationToken cancellation)
    {
        var found = new List<Reference>();
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            var lines = declared.Where(symbol => symbol.File.Path == file.Path).Select(symbol => symbol.Declaration.Line).ToHashSet();
            try
            {
                var tree = FileParser.Tree(root, file.Path);
                found.AddRange(Tokens(tree, name, cancellation).Select(token => At(tree, token, file.Path, ReferenceUse.Name))
                    .Select(place => lines.Remove(place.Line) ? place with { Use = ReferenceUse.Declaration } : place));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile.
            }
        }

        return found;
    }

    /// <summary>The identifiers of a file that can mean a name.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellation">Gives up.</param>
    public static IEnumerable<SyntaxToken> Tokens(SyntaxTree tree, string name, CancellationToken cancellation)
    {
        var spellings = Spellings(name);
        return tree.GetRoot(cancellation).DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && spellings.Contains(token.ValueText));
    }

    /// <summary>A token as a place.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="token">The token.</param>
    /// <param name="path">The path to show.</param>
    /// <param name="use">What it is.</param>
    public static Reference At(SyntaxTree tree, SyntaxToken token, string path, ReferenceUse use)
    {
        var position = tree.GetLineSpan(token.Span).StartLinePosition;
        return new Reference(path, position.Line + 1, position.Character + 1, tree.GetText().Lines[position.Line].ToString().Trim(), use);
    }
}
