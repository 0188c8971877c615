namespace GoalBuild.Editor.Protocol;

/// <summary>The answer to <c>initialize</c>.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>Who answers.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What this server can do.</summary>
internal sealed record ServerCapabilities
{
    public string PositionEncoding { get; init; } = "utf-16";
    public TextDocumentSyncOptions TextDocumentSync { get; init; } = new();
    public CompletionOptions CompletionProvider { get; init; } = new(["\"", "/", " "]);
    public bool HoverProvider { get; init; } = true;
    public bool DefinitionProvider { get; init; } = true;
    public bool ReferencesProvider { get; init; } = true;
    public RenameOptions RenameProvider { get; init; } = new(true);
    public bool DocumentSymbolProvider { get; init; } = true;
    public bool DocumentFormattingProvider { get; init; } = true;
    public bool FoldingRangeProvider { get; init; } = true;
    public CodeActionOptions CodeActionProvider { get; init; } = new(["quickfix", "refactor"]);
    public CodeLensOptions CodeLensProvider { get; init; } = new(false);
    public required ExecuteCommandOptions ExecuteCommandProvider { get; init; }
}

/// <summary>How documents are told: opened and closed, changes as ranges, and when they are saved.</summary>
internal sealed record TextDocumentSyncOptions(bool OpenClose = true, int Change = 2, bool Save = true);

/// <summary>When completion starts by itself.</summary>
internal sealed record CompletionOptions(IReadOnlyList<string> TriggerCharacters);

/// <summary>How rename is answered.</summary>
internal sealed record RenameOptions(bool PrepareProvider);

/// <summary>Which kinds of code actions there are.</summary>
internal sealed record CodeActionOptions(IReadOnlyList<string> CodeActionKinds);

/// <summary>Whether lenses are completed later.</summary>
internal sealed record CodeLensOptions(bool ResolveProvider);

/// <summary>Which commands there are.</summary>
internal sealed record ExecuteCommandOptions(IReadOnlyList<string> Commands);

/// <summary>Parameters of <c>textDocument/publishDiagnostics</c>.</summary>
internal sealed record PublishDiagnosticsParams(string Uri, int? Version, IReadOnlyList<EditorDiagnostic> Diagnostics);

/// <summary>A diagnostic as an editor shows it.</summary>
/// <param name="Range">Where.</param>
/// <param name="Severity">1 for an error, 2 for a warning.</param>
/// <param name="Code">A code of the catalogue.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record EditorDiagnostic(TextRange Range, int Severity, string Code, string Source, string Message);

/// <summary>A list of completions.</summary>
/// <param name="IsIncomplete">Whether typing on may bring others.</param>
/// <param name="Items">The completions.</param>
internal sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items);

/// <summary>One completion.</summary>
/// <param name="Label">What is shown.</param>
/// <param name="Kind">What it is.</param>
internal sealed record CompletionItem(string Label, CompletionItemKind Kind)
{
    public string? Detail { get; init; }
    public MarkupContent? Documentation { get; init; }
    public string? SortText { get; init; }
    public string? FilterText { get; init; }
    public int? InsertTextFormat { get; init; }
    public TextEdit? TextEdit { get; init; }
}

/// <summary>What a completion is, as the protocol numbers it.</summary>
internal enum CompletionItemKind
{
    Method = 2,
    Module = 9,
    Value = 12,
    Keyword = 14,
    File = 17,
    Reference = 18,
    Folder = 19,
    Constant = 21,
    Operator = 24,
}

/// <summary>What to show at the pointer.</summary>
internal sealed record Hover(MarkupContent Contents, TextRange Range);

/// <summary>What a rename would replace.</summary>
internal sealed record PrepareRenameResult(TextRange Range, string Placeholder);

/// <summary>A part of the outline.</summary>
internal sealed record DocumentSymbol(string Name, string? Detail, SymbolKind Kind, TextRange Range, TextRange SelectionRange, IReadOnlyList<DocumentSymbol> Children);

/// <summary>What a symbol is, as the protocol numbers it.</summary>
internal enum SymbolKind
{
    Namespace = 3,
    Method = 6,
    Property = 7,
    Interface = 11,
    Function = 12,
    String = 15,
    Object = 19,
    Event = 24,
}

/// <summary>A stretch that can be folded.</summary>
internal sealed record FoldingRange(int StartLine, int EndLine);

/// <summary>Something that can be done at a place.</summary>
internal sealed record CodeAction(string Title, string Kind, WorkspaceEdit Edit)
{
    public IReadOnlyList<EditorDiagnostic>? Diagnostics { get; init; }
    public bool? IsPreferred { get; init; }
}

/// <summary>A line above a stretch.</summary>
internal sealed record CodeLens(TextRange Range, Command Command);

/// <summary>A command that an editor can run.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Name">The command; empty where there is nothing to do.</param>
/// <param name="Arguments">What it is given.</param>
internal sealed record Command(
    string Title,
    [property: System.Text.Json.Serialization.JsonPropertyName("command")] string Name,
    IReadOnlyList<string>? Arguments = null);

/// <summary>A message to people: 1 error, 2 warning, 3 information, 4 log.</summary>
internal sealed record MessageParams(int Type, string Message);

/// <summary>Parameters of <c>client/registerCapability</c>.</summary>
internal sealed record RegistrationParams(IReadOnlyList<Registration> Registrations);

/// <summary>Something that the editor is asked to do from now on.</summary>
internal sealed record Registration(string Id, string Method, WatchOptions RegisterOptions);

/// <summary>The files to watch.</summary>
internal sealed record WatchOptions(IReadOnlyList<FileWatcher> Watchers);

/// <summary>Files to watch.</summary>
internal sealed record FileWatcher(string GlobPattern);
