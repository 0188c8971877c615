using System.Text;
using GoalBuild.Editor.Protocol;
using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Documents;

/// <summary>A goal file as an editor has it: one version of its text, and what reading that gives, made when it is first asked for.</summary>
internal sealed class GoalDocument
{
    private readonly Func<Stream, string, ParseResult> _check;
    private readonly Lazy<ParseResult> _checked;
    private readonly Lazy<Outline> _outline;

    /// <summary>Takes a version of a document.</summary>
    /// <param name="uri">Its URI, as the editor writes it.</param>
    /// <param name="path">The absolute path to check it against.</param>
    /// <param name="version">The editor's number of this version, or null.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="check">Reads and checks a goal file as <c>dotnet goal check</c> does.</param>
    public GoalDocument(string uri, string path, int? version, string text, Func<Stream, string, ParseResult> check)
    {
        (Uri, Path, Version) = (uri, path, version);
        Source = new SourceText(path, text);
        _check = check;
        _checked = new Lazy<ParseResult>(() => check(new MemoryStream(Encoding.UTF8.GetBytes(text), writable: false), path));
        _outline = new Lazy<Outline>(() => Outline.Of(Source));
    }

    /// <summary>The URI, as the editor writes it.</summary>
    public string Uri { get; }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>The editor's number of this version, or null.</summary>
    public int? Version { get; }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The goals with all diagnostics; the tree on disk is looked at once for each version.</summary>
    public ParseResult Checked => _checked.Value;

    /// <summary>Its statements, block by block, whatever the text holds.</summary>
    public Outline Outline => _outline.Value;

    /// <summary>The document after changes, each on what the one before it left.</summary>
    /// <param name="version">The new version.</param>
    /// <param name="changes">The changes.</param>
    public GoalDocument With(int? version, IReadOnlyList<TextDocumentContentChange> changes)
    {
        var source = Source;
        foreach (var change in changes)
        {
            source = change.Range is { } range ? new SourceText(Path, Replace(source, range, change.Text)) : new SourceText(Path, change.Text);
        }

        return new GoalDocument(Uri, Path, version, source.Text, _check);
    }

    /// <summary>The same text, to be checked anew because the tree around it has changed.</summary>
    public GoalDocument Anew() => new(Uri, Path, Version, Source.Text, _check);

    /// <summary>The goal that an offset lies in, or null.</summary>
    /// <param name="offset">The offset.</param>
    public Goal? GoalAt(int offset) => Checked.File.Goals.LastOrDefault(goal => goal.Span.Start <= offset && offset <= goal.Span.End);

    /// <summary>The range of a span.</summary>
    /// <param name="span">A span of the text; what lies beyond it counts as its end.</param>
    public TextRange RangeOf(SourceSpan span) => new(PositionOf(span.Start), PositionOf(span.End));

    /// <summary>The offset of a position.</summary>
    /// <param name="position">A position; one beyond a line's end or the text's means that end.</param>
    public int OffsetOf(TextPosition position) => OffsetOf(Source, position);

    /// <summary>A diagnostic as an editor shows it.</summary>
    /// <param name="diagnostic">One of this document.</param>
    public EditorDiagnostic Shown(Diagnostic diagnostic) =>
        new(RangeOf(diagnostic.Span), diagnostic.Severity == DiagnosticSeverity.Error ? 1 : 2, diagnostic.Code, "goal", diagnostic.Message);

    /// <summary>Edits of this document alone.</summary>
    /// <param name="edits">The edits.</param>
    public WorkspaceEdit Edit(params IReadOnlyList<TextEdit> edits) => new(new Dictionary<string, IReadOnlyList<TextEdit>> { [Uri] = edits });

    private TextPosition PositionOf(int offset)
    {
        var (line, column) = Source.PositionOf(Math.Clamp(offset, 0, Source.Text.Length));
        return new TextPosition(line - 1, column - 1);
    }

    private static string Replace(SourceText source, TextRange range, string text)
    {
        var start = OffsetOf(source, range.Start);
        var end = Math.Max(start, OffsetOf(source, range.End));
        return string.Concat(source.Text.AsSpan(0, start), text, source.Text.AsSpan(end));
    }

    // Not plus one: an editor may send the largest number there is.
    private static int OffsetOf(SourceText source, TextPosition position) =>
        source.OffsetOf(position.Line == int.MaxValue ? int.MaxValue : position.Line + 1, position.Character == int.MaxValue ? int.MaxValue : position.Character + 1);
}
