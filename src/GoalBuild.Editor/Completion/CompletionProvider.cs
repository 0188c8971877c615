using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Reference;
using GoalBuild.Editor.Tree;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Completion;

/// <summary>Completes keywords by their place, and the values that stand behind them.</summary>
/// <param name="tests">The names of tests.</param>
internal sealed class CompletionProvider(TestInventory tests)
{
    private const int PlainText = 1;
    private const int Snippet = 2;

    /// <summary>The most that are offered at once; more than a person reads, and an editor asks again as more is typed.</summary>
    private const int Most = 1_000;

    /// <summary>What may stand at a place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The place.</param>
    /// <param name="snippets">Whether the editor understands places to fill in.</param>
    public CompletionList Complete(GoalDocument document, TextPosition position, bool snippets)
    {
        var offset = document.OffsetOf(position);
        if (CompletionPlace.At(document.Source, offset) is not { } place)
        {
            return new CompletionList(false, []);
        }

        var values = new ValueCompletions(document, offset, place, tests);
        var items = place.Expected.SelectMany(expected => expected.IsWord
            ? place.Inside is null ? [Word(document, place, expected.Text)] : []
            : values.Of(expected));
        if (place is { StartsStatement: true, Inside: null, Block: { } block })
        {
            items = items.Concat(Keywords.Statements.Where(usage => usage.Place == block).Select(usage => Statement(document, place, usage, snippets)));
        }

        var found = items.Take(Most + 1).ToList();
        return new CompletionList(found.Count > Most || values.IsByFolder, [.. found.Take(Most).Select((item, index) => item with { SortText = index.ToString("0000", System.Globalization.CultureInfo.InvariantCulture) })]);
    }

    private static CompletionItem Word(GoalDocument document, CompletionPlace place, string word)
    {
        var usage = Keywords.Statements.FirstOrDefault(usage => usage.Place == place.Block && usage.Keyword == place.Keyword && usage.Words.Contains(word));
        return new CompletionItem(word, CompletionItemKind.Keyword)
        {
            Detail = usage?.Usage,
            Documentation = usage is not null && LanguageReference.Shared.Option(usage, word) is { } meaning ? new MarkupContent(meaning) : null,
            TextEdit = new TextEdit(document.RangeOf(place.Word), word),
        };
    }

    private static CompletionItem Statement(GoalDocument document, CompletionPlace place, StatementUsage usage, bool snippets)
    {
        var label = string.Join(' ', usage.Usage.Split(' ').TakeWhile(ShapeLeaf.IsWordText));
        return new CompletionItem(label, CompletionItemKind.Keyword)
        {
            Detail = usage.Usage,
            Documentation = LanguageReference.Shared.Meaning(usage) is { } meaning ? new MarkupContent(meaning) : null,
            InsertTextFormat = snippets ? Snippet : PlainText,
            TextEdit = new TextEdit(document.RangeOf(place.Word), snippets ? StatementSnippet.Of(usage) : label),
        };
    }
}
