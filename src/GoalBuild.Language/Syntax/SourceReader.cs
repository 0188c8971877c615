using System.Text;
using System.Text.Unicode;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Syntax;

/// <summary>Turns the bytes of a file into text, in bounded memory, or says why they are none.</summary>
public static class SourceReader
{
    /// <summary>The largest file that is read: 4 MiB, a hundred times the longest goal that anyone would review.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>Reads and decodes a stream.</summary>
    /// <param name="stream">The bytes; not more than <see cref="MostBytes"/> and one are read.</param>
    /// <param name="path">The path to show in diagnostics.</param>
    /// <returns>The text, and no diagnostic; or the text before the place that cannot be read, and the error.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static (SourceText Source, Diagnostic? Diagnostic) Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = ReadBytes(stream);
        if (bytes.Length > MostBytes)
        {
            return Fail(path, "", DiagnosticCatalogue.FileTooLarge, $"The file is larger than {MostBytes / (1024 * 1024)} MB, which no goal is; name a .goal file, or split this one");
        }

        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (text.StartsWith(Encoding.Unicode.Preamble) || text.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Fail(path, "", DiagnosticCatalogue.NotUtf8, "The file is in UTF-16; save it as UTF-8");
        }

        var nul = text.IndexOf((byte)0);
        var valid = nul < 0 ? text : text[..nul];
        var invalid = InvalidAt(valid);
        var source = Encoding.UTF8.GetString(invalid < 0 ? valid : valid[..invalid]);
        return invalid >= 0 ? Fail(path, source, DiagnosticCatalogue.NotUtf8, $"Found the byte 0x{text[invalid]:X2}, which is no UTF-8 here; save the file as UTF-8")
            : nul >= 0 ? Fail(path, source, DiagnosticCatalogue.NulInFile, "Found a NUL character, so the file is no text in UTF-8; save it as UTF-8, or name another file")
            : (new SourceText(path, source), null);
    }

    private static (SourceText Source, Diagnostic? Diagnostic) Fail(string path, string text, DiagnosticDescriptor descriptor, string message) =>
        (new SourceText(path, text), new Diagnostic(descriptor.Code, descriptor.Severity, message, new SourceSpan(text.Length, 0)));

    private static ReadOnlySpan<byte> ReadBytes(Stream stream)
    {
        var expected = stream.CanSeek ? Math.Clamp(stream.Length - stream.Position, 0, MostBytes) : 0;
        var buffer = new byte[Math.Max(expected + 1, 4096)];
        var length = 0;
        while (length <= MostBytes)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MostBytes + 1));
            }

            var read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return buffer.AsSpan(0, length);
    }

    private static int InvalidAt(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return -1;
        }

        var index = 0;
        while (Rune.DecodeFromUtf8(bytes[index..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            index += length;
        }

        return index;
    }
}
