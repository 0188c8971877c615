using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Tree;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Features;

/// <summary>Where what stands at a place is declared: a phase, environment or goal in the file, or a file of the repository.</summary>
internal static class Definitions
{
    /// <summary>The declaration of what stands at a place, or null.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The place.</param>
    public static Location? Of(GoalDocument document, TextPosition position)
    {
        var offset = document.OffsetOf(position);
        if (NamedThing.At(document, offset) is { } thing)
        {
            return new Location(document.Uri, document.RangeOf(thing.Declaration.Span));
        }

        // Any string that is a path of a file leads there; sentences and commands are none.
        var outline = document.Outline;
        return outline.TokenAt(offset) is { IsString: true } token
            && new RepositoryFiles(document.Path).ProjectAt(StringLiteral.Read(token.Kind, outline.TextOf(token))) is { } file
                ? new Location(DocumentUri.Of(file), default)
                : null;
    }

    /// <summary>The places that refer to what stands at a place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The place.</param>
    /// <param name="withDeclaration">Whether the declaration belongs to them.</param>
    public static IReadOnlyList<Location> Uses(GoalDocument document, TextPosition position, bool withDeclaration) =>
        NamedThing.At(document, document.OffsetOf(position)) is { } thing
            ? [.. (withDeclaration ? thing.All : thing.Uses).Select(text => new Location(document.Uri, document.RangeOf(text.Span)))]
            : [];
}
