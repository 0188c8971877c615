using System.Text.Json;
using System.Text.Json.Serialization;
using GoalBuild.Editor.Server;
using GoalBuild.Language;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;

namespace GoalBuild.Editor;

/// <summary>What the server needs of whoever starts it.</summary>
/// <param name="Check">Reads and checks a goal file as <c>dotnet goal check</c> does: its bytes, and its absolute path.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Version">The tool's version.</param>
public sealed record EditorSurroundings(Func<Stream, string, ParseResult> Check, TimeProvider Clock, string Version);

/// <summary>Serves one editor in the Language Server Protocol, over two streams.</summary>
public static class EditorServer
{
    /// <summary>Serves until the editor says <c>exit</c>, closes the input, or sends what is no message.</summary>
    /// <param name="input">What the editor sends.</param>
    /// <param name="output">What it gets; nothing else may be written to it.</param>
    /// <param name="surroundings">What the server needs.</param>
    /// <param name="cancellation">Ends the server.</param>
    /// <returns>Whether the editor took its leave as the protocol asks: <c>shutdown</c>, then the end.</returns>
    public static async Task<bool> RunAsync(Stream input, Stream output, EditorSurroundings surroundings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var formatter = new SystemTextJsonFormatter
        {
            JsonSerializerOptions = new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

                // What a request lacks is the editor's mistake, and answered as such.
                RespectRequiredConstructorParameters = true,
                RespectNullableAnnotations = true,
            },
        };

        // The connection disposes of the handler, and that of the formatter.
        using var rpc = new JsonRpc(new HeaderDelimitedMessageHandler(output, input, formatter));

        // In the order in which they come: a completion is about the text that the change before it left.
        rpc.SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false);
        var session = new EditorSession(rpc, surroundings, ended.Cancel);
        rpc.AddLocalRpcTarget(session, new JsonRpcTargetOptions { AllowNonPublicInvocation = false });
        rpc.Disconnected += (_, _) => ended.Cancel();
        rpc.StartListening();
        await session.WorkAsync(ended.Token).ConfigureAwait(false);
        return session.IsShutDown;
    }
}
