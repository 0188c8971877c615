using System.Net.Sockets;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>Joins two connections.</summary>
internal static class Streams
{
    /// <summary>Carries bytes both ways until both sides have said all; that one of them has is passed on to the other.</summary>
    /// <param name="one">One connection.</param>
    /// <param name="other">The other.</param>
    /// <param name="cancellation">Breaks both off.</param>
    /// <param name="most">How many bytes of the one get to the other; null for all.</param>
    public static Task JoinAsync(NetworkStream one, NetworkStream other, CancellationToken cancellation, long? most = null) =>
        Task.WhenAll(CarryAsync(one, other, most, cancellation), CarryAsync(other, one, null, cancellation));

    private static async Task CarryAsync(NetworkStream from, NetworkStream to, long? most, CancellationToken cancellation)
    {
        try
        {
            var buffer = new byte[most is null ? 0 : 16 * 1024];
            for (var left = most; left > 0;)
            {
                var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left.Value, buffer.Length)), cancellation).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
                left -= read;
            }

            if (most is not null)
            {
                // The end of what may be sent is not the end of the connection, which is what a shutdown would tell.
                await from.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
            }

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
