using System.Text;

namespace GoalBuild.Report.Serving;

/// <summary>The head of a request, as far as anything here depends on it.</summary>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">What is asked for, without what follows a question mark.</param>
/// <param name="Fields">The fields by name in lower case; of one that comes twice, both with a comma between, which is no value that is let through.</param>
internal sealed record RequestHead(string Method, string Path, IReadOnlyDictionary<string, string> Fields)
{
    private const int MostBytes = 16 * 1024;

    /// <summary>A field's value; empty without it.</summary>
    /// <param name="name">Its name, in lower case.</param>
    public string Field(string name) => Fields.GetValueOrDefault(name, "");

    /// <summary>Reads a head.</summary>
    /// <param name="stream">Where it comes from.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The head; null where it is none, or longer than one may be. What follows it is not read to its end.</returns>
    public static async Task<RequestHead?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[MostBytes];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                return Parse(Encoding.Latin1.GetString(buffer, 0, end));
            }
        }

        return null;
    }

    /// <summary>Reads a head that is there as a text.</summary>
    /// <param name="text">Its lines, without the empty one.</param>
    /// <returns>The head; null where it is none.</returns>
    internal static RequestHead? Parse(string text)
    {
        var lines = text.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"])
        {
            return null;
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || char.IsWhiteSpace(line[0]))
            {
                return null;
            }

            var (name, value) = (line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim());
            fields[name] = fields.TryGetValue(name, out var other) ? $"{other},{value}" : value;
        }

        return new RequestHead(method, target.Split('?')[0], fields);
    }
}
