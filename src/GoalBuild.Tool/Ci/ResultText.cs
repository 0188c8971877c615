using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Ci;

/// <summary>What the files for other programs share.</summary>
internal static class ResultText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON document, indented, with a line break at its end.</summary>
    /// <param name="write">Writes its one value.</param>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>A text without the control characters that move cursors, and that XML cannot hold; its line breaks stay.</summary>
    /// <param name="text">The text, such as a command's output.</param>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            var unsafeInXml = rune.Value is 0xFFFE or 0xFFFF || (rune.IsBmp && rune.Value is not ('\n' or '\t') && Ink.IsUnsafe((char)rune.Value));
            clean.Append(unsafeInXml ? new Rune('?') : rune);
        }

        return clean.ToString();
    }

    /// <summary>
    /// Makes fingerprints that stay as lines move, so that a service knows a result again in the next commit: of what is wrong, never of
    /// its line. Of results alike, each next one gets a number.
    /// </summary>
    /// <returns>Gives the fingerprint, in hexadecimal, of the parts that a result is known by.</returns>
    public static Func<string[], string> Fingerprints()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return parts =>
        {
            var key = string.Join('\n', parts);
            var count = seen[key] = seen.GetValueOrDefault(key) + 1;
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{count}")))[..32];
        };
    }
}
