using System.Net.Sockets;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>Takes in connections for as long as there is a listener.</summary>
internal static class Connections
{
    // Without it a process that has no descriptor left would do nothing but ask for one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Takes in connections until the listener is closed. One that fails ends nothing: who connected may have gone again, or descriptors may be short for a
    /// moment, and a listener that nobody takes from would leave all who come later waiting.
    /// </summary>
    /// <param name="accept">Waits for the next connection.</param>
    /// <param name="serve">Serves it; has to return at once, and to keep its own faults.</param>
    /// <param name="cancellation">Ends it; nothing is thrown.</param>
    public static async Task TakeAsync(Func<CancellationToken, ValueTask<Socket>> accept, Action<Socket> serve, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                serve(await accept(cancellation).ConfigureAwait(false));
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException)
            {
                // Closed: a socket says that it is disposed, which is an InvalidOperationException, and a TcpListener that it does not listen.
                return;
            }
        }
    }
}
