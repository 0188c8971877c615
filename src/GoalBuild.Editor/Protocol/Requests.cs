using System.Text.Json;

namespace GoalBuild.Editor.Protocol;

/// <summary>What an editor says of itself.</summary>
/// <param name="RootUri">The folder that it has open, or null.</param>
/// <param name="Capabilities">What it can do.</param>
/// <param name="InitializationOptions">What its extension for goal files asks for.</param>
internal sealed record InitializeParams(string? RootUri = null, ClientCapabilities? Capabilities = null, JsonElement? InitializationOptions = null);

/// <summary>What an editor can do.</summary>
/// <param name="TextDocument">With documents.</param>
/// <param name="Workspace">With its workspace.</param>
internal sealed record ClientCapabilities(TextDocumentClientCapabilities? TextDocument = null, WorkspaceClientCapabilities? Workspace = null);

/// <summary>What an editor can do with documents.</summary>
/// <param name="Completion">With completions.</param>
internal sealed record TextDocumentClientCapabilities(CompletionClientCapabilities? Completion = null);

/// <summary>What an editor can do with completions.</summary>
/// <param name="CompletionItem">With one of them.</param>
internal sealed record CompletionClientCapabilities(CompletionItemClientCapabilities? CompletionItem = null);

/// <summary>What an editor can do with a completion.</summary>
/// <param name="SnippetSupport">Whether it understands places to fill in.</param>
internal sealed record CompletionItemClientCapabilities(bool? SnippetSupport = null);

/// <summary>What an editor can do with its workspace.</summary>
/// <param name="CodeLens">With code lenses.</param>
/// <param name="DidChangeWatchedFiles">With files that change on disk.</param>
internal sealed record WorkspaceClientCapabilities(RefreshClientCapabilities? CodeLens = null, DynamicClientCapabilities? DidChangeWatchedFiles = null);

/// <summary>Whether an editor can be asked to ask again.</summary>
/// <param name="RefreshSupport">Whether it can.</param>
internal sealed record RefreshClientCapabilities(bool? RefreshSupport = null);

/// <summary>Whether a capability can be asked for later.</summary>
/// <param name="DynamicRegistration">Whether it can.</param>
internal sealed record DynamicClientCapabilities(bool? DynamicRegistration = null);

/// <summary>Parameters of <c>textDocument/didOpen</c>.</summary>
internal sealed record DidOpenParams(TextDocumentItem TextDocument);

/// <summary>Parameters of <c>textDocument/didChange</c>.</summary>
internal sealed record DidChangeParams(VersionedTextDocumentIdentifier TextDocument, IReadOnlyList<TextDocumentContentChange> ContentChanges);

/// <summary>Parameters of requests about a whole document.</summary>
internal sealed record DocumentParams(TextDocumentIdentifier TextDocument);

/// <summary>Parameters of requests about a place in a document.</summary>
internal sealed record PositionParams(TextDocumentIdentifier TextDocument, TextPosition Position);

/// <summary>Parameters of <c>textDocument/references</c>.</summary>
internal sealed record ReferenceParams(TextDocumentIdentifier TextDocument, TextPosition Position, ReferenceContext? Context = null);

/// <summary>What belongs to the references that are asked for.</summary>
/// <param name="IncludeDeclaration">Whether the declaration does.</param>
internal sealed record ReferenceContext(bool IncludeDeclaration);

/// <summary>Parameters of <c>textDocument/rename</c>.</summary>
internal sealed record RenameParams(TextDocumentIdentifier TextDocument, TextPosition Position, string NewName);

/// <summary>Parameters of <c>textDocument/codeAction</c>.</summary>
internal sealed record CodeActionParams(TextDocumentIdentifier TextDocument, TextRange Range);

/// <summary>Parameters of <c>workspace/executeCommand</c>.</summary>
internal sealed record ExecuteCommandParams(string Command, IReadOnlyList<JsonElement>? Arguments = null);
