using System.Text;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>The text of a file together with what its bytes need beyond it, so that what is not edited comes out byte for byte as it was.</summary>
internal sealed class FileText
{
    // UTF-16 without a mark is not guessed at: what holds a NUL is no text.
    private static readonly Encoding[] Marked = [new UTF8Encoding(true, true), new UnicodeEncoding(false, true, true), new UnicodeEncoding(true, true, true)];

    private static readonly Encoding Plain = new UTF8Encoding(false, true);

    private readonly Encoding _encoding;

    private FileText(string text, Encoding encoding)
    {
        Text = text;
        _encoding = encoding;
    }

    /// <summary>The whole text, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>A file that is not there yet: UTF-8 without a mark.</summary>
    public static FileText Empty { get; } = new("", Plain);

    /// <summary>Reads bytes: UTF-8, UTF-16 with a byte order mark, and where they are neither, Latin-1, which keeps every byte.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <returns>Null where they are no text.</returns>
    public static FileText? Of(byte[] bytes)
    {
        try
        {
            var encoding = Marked.FirstOrDefault(marked => bytes.AsSpan().StartsWith(marked.Preamble)) ?? Plain;
            return Text(encoding);
        }
        catch (DecoderFallbackException)
        {
            return bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? null : Text(Encoding.Latin1);
        }

        FileText? Text(Encoding encoding)
        {
            var text = encoding.GetString(bytes.AsSpan(encoding.Preamble.Length));
            return text.Contains('\0', StringComparison.Ordinal) ? null : new FileText(text, encoding);
        }
    }

    /// <summary>The bytes of another text in this file's encoding, with its byte order mark.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ToolFaultException">The encoding has no such characters.</exception>
    public byte[] Encode(string text)
    {
        if (_encoding == Encoding.Latin1 && text.FirstOrDefault(c => c > 0xFF) is var foreign and not '\0')
        {
            throw new ToolFaultException($"The file is in Latin-1, which has no '{foreign}'. Write it without that character.");
        }

        try
        {
            return [.. _encoding.Preamble, .. _encoding.GetBytes(text)];
        }
        catch (EncoderFallbackException)
        {
            throw new ToolFaultException("The new text holds half a character (a lone surrogate), which no file can hold. Write it again.");
        }
    }
}
