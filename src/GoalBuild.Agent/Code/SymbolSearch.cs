namespace GoalBuild.Agent.Code;

/// <summary>A declaration that was found.</summary>
/// <param name="File">The file that has it.</param>
/// <param name="Declaration">The declaration.</param>
internal sealed record FoundSymbol(ParsedFile File, Declaration Declaration);

/// <summary>Finds declarations by name.</summary>
internal static class SymbolSearch
{
    /// <summary>All that fit, the best first: by how well the name fits, then types before members, own code before tests and those before what a tool wrote.</summary>
    /// <param name="map">The tree.</param>
    /// <param name="match">The name.</param>
    /// <param name="kind">One of <see cref="KindWords.All"/>, or null for any.</param>
    public static IReadOnlyList<FoundSymbol> Find(CodeMap map, NameMatch match, string? kind) =>
        [.. map.Parsed.SelectMany(file => file.Declarations, (file, declaration) => (File: file, Declaration: declaration, Fit: match.Of(declaration)))
            .Where(found => found.Fit != NameFit.None && (kind is null || KindWords.Matches(found.Declaration, kind)))
            .OrderBy(found => found.Fit)
            .ThenBy(found => !found.Declaration.IsType)
            .ThenBy(found => found.Declaration.Kind == DeclarationKind.Constructor)
            .ThenBy(found => found.File.IsGenerated)
            .ThenBy(found => found.File.IsTest)
            .ThenBy(found => !found.Declaration.IsOpen)
            .ThenBy(found => found.File.Path, StringComparer.Ordinal)
            .ThenBy(found => found.Declaration.Line)
            .Select(found => new FoundSymbol(found.File, found.Declaration))];
}
