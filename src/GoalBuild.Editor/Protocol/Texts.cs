namespace GoalBuild.Editor.Protocol;

// The parts of the Language Server Protocol 3.17 that this server speaks, named as its specification names them
// (microsoft.github.io/language-server-protocol). What is not used is left out; unknown members are passed over.

/// <summary>A place in a text: line and UTF-16 code unit, both from 0.</summary>
/// <param name="Line">From 0.</param>
/// <param name="Character">From 0.</param>
internal readonly record struct TextPosition(int Line, int Character);

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Just past its last character.</param>
internal readonly record struct TextRange(TextPosition Start, TextPosition End);

/// <summary>A stretch of a document.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Range">The stretch.</param>
internal sealed record Location(string Uri, TextRange Range);

/// <summary>A stretch that is to be replaced.</summary>
/// <param name="Range">What goes.</param>
/// <param name="NewText">What comes.</param>
internal sealed record TextEdit(TextRange Range, string NewText);

/// <summary>Edits of documents.</summary>
/// <param name="Changes">The edits, by the documents' URIs.</param>
internal sealed record WorkspaceEdit(IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> Changes);

/// <summary>Text for people.</summary>
/// <param name="Value">The text.</param>
/// <param name="Kind"><c>markdown</c> or <c>plaintext</c>.</param>
internal sealed record MarkupContent(string Value, string Kind = "markdown");

/// <summary>A document that a request is about.</summary>
/// <param name="Uri">Its URI.</param>
internal sealed record TextDocumentIdentifier(string Uri);

/// <summary>A document as an editor opens it.</summary>
/// <param name="Uri">Its URI.</param>
/// <param name="Version">Its version.</param>
/// <param name="Text">Its whole text.</param>
internal sealed record TextDocumentItem(string Uri, int Version, string Text);

/// <summary>A document after a change.</summary>
/// <param name="Uri">Its URI.</param>
/// <param name="Version">Its version after the change.</param>
internal sealed record VersionedTextDocumentIdentifier(string Uri, int? Version = null);

/// <summary>One change of a document.</summary>
/// <param name="Text">What stands there now.</param>
/// <param name="Range">What was replaced; null for the whole text.</param>
internal sealed record TextDocumentContentChange(string Text, TextRange? Range = null);
