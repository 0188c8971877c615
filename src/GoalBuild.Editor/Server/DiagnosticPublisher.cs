using System.Collections.Concurrent;
using System.Threading.Channels;
using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;

namespace GoalBuild.Editor.Server;

/// <summary>
/// Checks documents one after another and tells the editor what is wrong with them. While one is checked, only the newest version of each is
/// kept waiting: a burst of keystrokes costs two checks and not one for each, and no time is spent on waiting for its end.
/// </summary>
/// <param name="send">Tells the editor.</param>
/// <param name="log">Told what went wrong in a check.</param>
internal sealed class DiagnosticPublisher(Func<PublishDiagnosticsParams, Task> send, Func<string, Task> log)
{
    private readonly ConcurrentDictionary<string, GoalDocument?> _waiting = new(StringComparer.Ordinal);
    private readonly Channel<string> _uris = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Lets a version be checked and told.</summary>
    /// <param name="document">The newest version.</param>
    public void Check(GoalDocument document) => Add(document.Uri, document);

    /// <summary>Lets the diagnostics of a document that was closed be taken away.</summary>
    /// <param name="uri">The document.</param>
    public void Clear(string uri) => Add(uri, null);

    /// <summary>Works until cancelled.</summary>
    /// <param name="cancellation">Ends the work.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var uri in _uris.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (_waiting.TryRemove(uri, out var document))
            {
                await PublishAsync(uri, document).ConfigureAwait(false);
            }
        }
    }

    private void Add(string uri, GoalDocument? document)
    {
        _waiting[uri] = document;
        _uris.Writer.TryWrite(uri);
    }

    private async Task PublishAsync(string uri, GoalDocument? document)
    {
        try
        {
            IReadOnlyList<EditorDiagnostic> found = document is null ? [] : [.. document.Checked.Diagnostics.Select(document.Shown)];

            // What was typed meanwhile waits already; telling of the text before would make marks jump.
            if (!_waiting.ContainsKey(uri))
            {
                await send(new PublishDiagnosticsParams(uri, document?.Version, found)).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A tree that changes while it is looked at; the next keystroke looks again.
            await log($"{uri} could not be checked: {error.Message}").ConfigureAwait(false);
        }
    }
}
