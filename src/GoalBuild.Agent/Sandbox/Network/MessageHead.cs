using System.Text;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>Reads the head of an HTTP message: its first line and its fields, up to the empty line.</summary>
internal static class MessageHead
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Reads a head.</summary>
    /// <param name="stream">What sends it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its lines, none where it is longer than a head may be or ends before; and what was read beyond it.</returns>
    public static async Task<(string[] Lines, byte[] Behind)> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n"), buffer[(end + 4)..length]);
            }
        }

        return ([], []);
    }
}
