using System.IO.Pipes;
using System.Text.Json;
using System.Threading.Channels;
using GoalBuild.Language;
using GoalBuild.Language.Analysis;
using StreamJsonRpc;

namespace GoalBuild.Editor.Tests.Support;

/// <summary>An editor, as far as the protocol goes: the server over a pair of pipes, and what it tells of its own accord.</summary>
internal sealed class EditorClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AnonymousPipeServerStream _toServer = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _fromServer = new(PipeDirection.In);
    private readonly Channel<JsonElement> _diagnostics = Channel.CreateUnbounded<JsonElement>();
    private readonly Channel<(string Method, JsonElement Message)> _told = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly JsonRpc _rpc;

    private EditorClient(TimeProvider? clock, Func<Stream, string, ParseResult>? check)
    {
        var input = new AnonymousPipeClientStream(PipeDirection.In, _toServer.ClientSafePipeHandle);
        var output = new AnonymousPipeClientStream(PipeDirection.Out, _fromServer.ClientSafePipeHandle);
        Server = Task.Run(async () =>
        {
            await using (input)
            await using (output)
            {
                return await EditorServer.RunAsync(input, output, new EditorSurroundings(check ?? Check, clock ?? TimeProvider.System, "1.2.3"), CancellationToken.None);
            }
        });
        _rpc = new JsonRpc(new HeaderDelimitedMessageHandler(_toServer, _fromServer, new SystemTextJsonFormatter()));
        Listen("textDocument/publishDiagnostics", message => _diagnostics.Writer.TryWrite(message));
        foreach (var method in new[] { "window/showMessage", "window/logMessage", "client/registerCapability", "workspace/codeLens/refresh" })
        {
            Listen(method, message => _told.Writer.TryWrite((method, message)));
        }

        _rpc.StartListening();
    }

    /// <summary>The server; whether it was left as the protocol asks.</summary>
    public Task<bool> Server { get; }

    /// <summary>Starts a server and says what the editor can do.</summary>
    public static async Task<EditorClient> StartAsync(bool snippets = false, bool commands = false, bool watches = false, TimeProvider? clock = null, Func<Stream, string, ParseResult>? check = null)
    {
        var client = new EditorClient(clock, check);
        await client.AskAsync("initialize", new
        {
            processId = (int?)null,
            rootUri = (string?)null,
            initializationOptions = new { commands },
            capabilities = new
            {
                textDocument = new { completion = new { completionItem = new { snippetSupport = snippets } } },
                workspace = new { codeLens = new { refreshSupport = watches }, didChangeWatchedFiles = new { dynamicRegistration = watches } },
            },
        });
        await client.TellAsync("initialized", new { });
        return client;
    }

    /// <summary>Reads a file as <c>dotnet goal check</c> does.</summary>
    public static ParseResult Check(Stream stream, string path) =>
        GoalLanguage.Check(stream, path, AnalysisContext.ForFile(path, Path.Exists, folder => Directory.Exists(folder) ? Directory.GetFiles(folder) : null));

    public async Task<JsonElement> AskAsync(string method, object request, CancellationToken cancellation = default) =>
        await _rpc.InvokeWithParameterObjectAsync<JsonElement>(method, request, cancellation).WaitAsync(Patience, CancellationToken.None);

    public Task TellAsync(string method, object notice) => _rpc.NotifyWithParameterObjectAsync(method, notice).WaitAsync(Patience);

    public Task OpenAsync(string uri, string text, int version = 1) =>
        TellAsync("textDocument/didOpen", new { textDocument = new { uri, languageId = "goal", version, text } });

    /// <summary>The next diagnostics that the server publishes.</summary>
    public async Task<JsonElement> DiagnosticsAsync() => await _diagnostics.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>The diagnostics of a version, whatever is published before.</summary>
    public async Task<JsonElement> DiagnosticsAsync(int version)
    {
        while (true)
        {
            var published = await DiagnosticsAsync();
            if (published.TryGetProperty("version", out var of) && of.GetInt32() == version)
            {
                return published.GetProperty("diagnostics");
            }
        }
    }

    /// <summary>The next message of another kind.</summary>
    public async Task<(string Method, JsonElement Message)> ToldAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Sends bytes as they are.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        // A pipe keeps nothing back; to flush it would fail where the server has hung up upon what it was sent.
        _toServer.Write(bytes);
    }

    /// <summary>Ends the input without taking leave.</summary>
    public void HangUp() => _toServer.Dispose();

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        await _toServer.DisposeAsync();
        await Server.WaitAsync(Patience);
        await _fromServer.DisposeAsync();
    }

    private void Listen(string method, Action<JsonElement> take) => _rpc.AddLocalRpcMethod(
        typeof(Listener).GetMethod(nameof(Listener.Take))!,
        new Listener(take),
        new JsonRpcMethodAttribute(method) { UseSingleObjectParameterDeserialization = true });

    private sealed class Listener(Action<JsonElement> take)
    {
        public void Take(JsonElement? message = null) => take(message ?? default);
    }
}
