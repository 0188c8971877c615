using System.Net.Sockets;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>Joins two connections.</summary>
internal static class Streams
{
    /// <summary>Carries bytes both ways until both sides have said all; that one of them has is passed on to the other.</summary>
    /// <param name="one">One connection.</param>
    /// <param name="other">The other.</param>
    /// <param name="cancellation">Breaks both off.</param>
    public static Task JoinAsync(NetworkStream one, NetworkStream other, CancellationToken cancellation) =>
        Task.WhenAll(CarryAsync(one, other, cancellation), CarryAsync(other, one, cancellation));

    private static async Task CarryAsync(NetworkStream from, NetworkStream to, CancellationToken cancellation)
    {
        try
        {
            await from.CopyToAsync(to, cancellation).ConfigureAwait(false);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Broken off by one side: nothing more comes from it, and nothing can be sent to it.
            from.Close();
            to.Close();
        }
    }
}
