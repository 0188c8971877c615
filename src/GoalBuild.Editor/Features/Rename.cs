using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Language.Syntax;
using StreamJsonRpc;

namespace GoalBuild.Editor.Features;

/// <summary>Renames phases, environments and goals with all that refers to them.</summary>
internal static class Rename
{
    /// <summary>The protocol's number for a request that is understood and cannot be done.</summary>
    private const int RequestFailed = -32803;

    /// <summary>What would be renamed at a place; null where nothing can be.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The place.</param>
    public static PrepareRenameResult? Prepare(GoalDocument document, TextPosition position)
    {
        var offset = document.OffsetOf(position);
        return NamedThing.At(document, offset)?.All.FirstOrDefault(text => text.Span.Start <= offset && offset <= text.Span.End) is { } at
            ? new PrepareRenameResult(document.RangeOf(at.Span), at.Value)
            : null;
    }

    /// <summary>Renames what stands at a place; null where nothing can be renamed.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The place.</param>
    /// <param name="name">The new name, with or without quotes.</param>
    /// <exception cref="LocalRpcException">Something else is called so, or nothing can be.</exception>
    public static WorkspaceEdit? Apply(GoalDocument document, TextPosition position, string name)
    {
        if (NamedThing.At(document, document.OffsetOf(position)) is not { } thing)
        {
            return null;
        }

        var plain = name.Trim() is ['"', .. var inner, '"'] ? inner : name.Trim();
        if (plain.Length == 0 || Characters.IndexOfUnprintable(plain) >= 0)
        {
            throw new LocalRpcException($"Nothing can be called '{Characters.Show(plain)}'; a name has at least one character, and none that shows nothing.") { ErrorCode = RequestFailed };
        }

        if (thing.Siblings.Contains(plain, StringComparer.OrdinalIgnoreCase))
        {
            throw new LocalRpcException($"Another {thing.Kind} is called '{Characters.Show(plain)}' already; take another name.") { ErrorCode = RequestFailed };
        }

        // What stood in quotes keeps them.
        return document.Edit([.. thing.All.Where(text => text.Span.Length > 0).Select(text => new TextEdit(
            document.RangeOf(text.Span),
            document.Source.Text[text.Span.Start] == '"' ? Names.Quote(plain) : Names.Write(plain)))]);
    }
}
