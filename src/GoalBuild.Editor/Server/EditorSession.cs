using System.Text.Json;
using GoalBuild.Editor.Completion;
using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Features;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Tree;
using StreamJsonRpc;

namespace GoalBuild.Editor.Server;

/// <summary>One editor's session: the requests and notifications of the protocol, each answered by a part of this room.</summary>
internal sealed class EditorSession
{
    private readonly JsonRpc _rpc;
    private readonly EditorSurroundings _surroundings;
    private readonly Action _end;
    private readonly DocumentStore _documents;
    private readonly DiagnosticPublisher _publisher;
    private readonly CompletionProvider _completion = new(new TestInventory());
    private readonly Hovers _hovers;
    private readonly Lenses _lenses;
    private InitializeParams? _editor;

    /// <summary>Begins a session.</summary>
    /// <param name="rpc">The connection.</param>
    /// <param name="surroundings">What the server needs.</param>
    /// <param name="end">Ends the server.</param>
    public EditorSession(JsonRpc rpc, EditorSurroundings surroundings, Action end)
    {
        (_rpc, _surroundings, _end) = (rpc, surroundings, end);
        _documents = new DocumentStore(surroundings.Check);
        _publisher = new DiagnosticPublisher(found => NotifyAsync("textDocument/publishDiagnostics", found), LogAsync);
        var verdicts = new LastVerdicts();
        _hovers = new Hovers(verdicts, surroundings.Clock);
        _lenses = new Lenses(verdicts, surroundings.Clock);
    }

    /// <summary>Whether the editor has asked for the end.</summary>
    public bool IsShutDown { get; private set; }

    /// <summary>Checks documents until the session ends.</summary>
    /// <param name="ended">Cancelled at its end.</param>
    public async Task WorkAsync(CancellationToken ended)
    {
        try
        {
            await _publisher.RunAsync(ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The end of the session.
        }
    }

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(InitializeParams editor)
    {
        _editor = editor;
        _documents.Folder = editor.RootUri is { } root && DocumentUri.ToPath(root) is { } folder ? folder : _documents.Folder;
        return new InitializeResult(
            new ServerCapabilities { ExecuteCommandProvider = new ExecuteCommandOptions([Lenses.ShowVerdict]) },
            new ServerInfo("dotnet goal", _surroundings.Version));
    }

    [JsonRpcMethod("initialized", UseSingleObjectParameterDeserialization = true)]
    public async Task InitializedAsync(object? nothing = null)
    {
        _ = nothing;
        if (_editor?.Capabilities?.Workspace?.DidChangeWatchedFiles?.DynamicRegistration == true)
        {
            // Projects that come and go change diagnostics; evidence changes what is said of clauses.
            string[] globs = ["**/*.{goal,csproj,fsproj,vbproj,sln,slnx}", "**/.goal/runs/**/evidence.json", "**/.goal/ledger.db-wal"];
            var registration = new Registration("goalbuild.files", "workspace/didChangeWatchedFiles", new WatchOptions([.. globs.Select(glob => new FileWatcher(glob))]));
            await TryInvokeAsync("client/registerCapability", new RegistrationParams([registration])).ConfigureAwait(false);
        }
    }

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        IsShutDown = true;
        return null;
    }

    [JsonRpcMethod("exit")]
    public void Exit() => _end();

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(DidOpenParams request) => _publisher.Check(_documents.Open(request.TextDocument));

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(DidChangeParams request)
    {
        if (_documents.Change(request.TextDocument, request.ContentChanges) is { } document)
        {
            _publisher.Check(document);
        }
    }

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void DidSave(DocumentParams request)
    {
        _ = request;
        Renew();
    }

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void DidClose(DocumentParams request)
    {
        _documents.Close(request.TextDocument.Uri);
        _publisher.Clear(request.TextDocument.Uri);
    }

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public async Task DidChangeWatchedFilesAsync(JsonElement changes)
    {
        _ = changes;
        Renew();
        if (_editor?.Capabilities?.Workspace?.CodeLens?.RefreshSupport == true)
        {
            await TryInvokeAsync("workspace/codeLens/refresh", null).ConfigureAwait(false);
        }
    }

    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public Task<CompletionList?> CompletionAsync(PositionParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => _completion.Complete(document, request.Position, _editor?.Capabilities?.TextDocument?.Completion?.CompletionItem?.SnippetSupport == true), cancellation);

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Task<Hover?> HoverAsync(PositionParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => _hovers.At(document, request.Position), cancellation);

    [JsonRpcMethod("textDocument/definition", UseSingleObjectParameterDeserialization = true)]
    public Task<Location?> DefinitionAsync(PositionParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => Definitions.Of(document, request.Position), cancellation);

    [JsonRpcMethod("textDocument/references", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<Location>?> ReferencesAsync(ReferenceParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => Definitions.Uses(document, request.Position, request.Context?.IncludeDeclaration == true), cancellation);

    [JsonRpcMethod("textDocument/prepareRename", UseSingleObjectParameterDeserialization = true)]
    public Task<PrepareRenameResult?> PrepareRenameAsync(PositionParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => Features.Rename.Prepare(document, request.Position), cancellation);

    [JsonRpcMethod("textDocument/rename", UseSingleObjectParameterDeserialization = true)]
    public Task<WorkspaceEdit?> RenameAsync(RenameParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => Features.Rename.Apply(document, request.Position, request.NewName), cancellation);

    [JsonRpcMethod("textDocument/documentSymbol", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<DocumentSymbol>?> DocumentSymbolsAsync(DocumentParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, Symbols.Of, cancellation);

    [JsonRpcMethod("textDocument/foldingRange", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<FoldingRange>?> FoldingRangesAsync(DocumentParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, Symbols.Folds, cancellation);

    [JsonRpcMethod("textDocument/formatting", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<TextEdit>?> FormatAsync(DocumentParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, Formatting.Of, cancellation);

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<CodeAction>?> CodeActionAsync(CodeActionParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => CodeActions.Of(document, request.Range), cancellation);

    [JsonRpcMethod("textDocument/codeLens", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<CodeLens>?> CodeLensAsync(DocumentParams request, CancellationToken cancellation) =>
        AnswerAsync(request.TextDocument, document => _lenses.Of(document, HasCommands), cancellation);

    [JsonRpcMethod("workspace/executeCommand", UseSingleObjectParameterDeserialization = true)]
    public async Task<object?> ExecuteCommandAsync(ExecuteCommandParams request)
    {
        if (request is { Command: Lenses.ShowVerdict, Arguments: [{ ValueKind: JsonValueKind.String } uri, { ValueKind: JsonValueKind.String } goal, { ValueKind: JsonValueKind.String } clause] }
            && _documents.Find(uri.GetString()!) is { } document
            && _lenses.Full(document, goal.GetString()!, clause.GetString()!) is { } message)
        {
            await NotifyAsync("window/showMessage", message).ConfigureAwait(false);
        }

        return null;
    }

    private bool HasCommands => _editor?.InitializationOptions is { ValueKind: JsonValueKind.Object } options
        && options.TryGetProperty("commands", out var commands) && commands.ValueKind == JsonValueKind.True;

    /// <summary>
    /// What a part says of a document as it is now; nothing where the editor asks about one that it has not opened. It is found out beside what
    /// comes next: no keystroke waits for a large tree to be looked through.
    /// </summary>
    private Task<T?> AnswerAsync<T>(TextDocumentIdentifier id, Func<GoalDocument, T?> answer, CancellationToken cancellation)
        where T : class => _documents.Find(id.Uri) is { } document ? Task.Run(() => answer(document), cancellation) : Task.FromResult<T?>(null);

    private void Renew()
    {
        foreach (var document in _documents.Renew())
        {
            _publisher.Check(document);
        }
    }

    private Task LogAsync(string message) => NotifyAsync("window/logMessage", new MessageParams(2, message));

    private async Task NotifyAsync(string method, object argument)
    {
        try
        {
            await _rpc.NotifyWithParameterObjectAsync(method, argument).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ConnectionLostException or ObjectDisposedException or IOException)
        {
            // The editor is gone, and the session ends with it.
        }
    }

    private async Task TryInvokeAsync(string method, object? argument)
    {
        try
        {
            await _rpc.InvokeWithParameterObjectAsync(method, argument).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RemoteRpcException or ConnectionLostException or ObjectDisposedException or IOException)
        {
            // It is a convenience; an editor may refuse it.
        }
    }
}
