using System.Globalization;

namespace GoalBuild.Language.Syntax;

/// <summary>Which characters make up words, and how a message shows text that a file holds.</summary>
internal static class Characters
{
    /// <summary>
    /// Characters that show nothing and do something: control characters, separators of lines and paragraphs, and marks that turn the
    /// direction of what follows. In a name or path they are a mistake, or there to deceive.
    /// </summary>
    /// <param name="c">The character.</param>
    public static bool IsUnprintable(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>Where the first character stands that is unprintable, or -1.</summary>
    /// <param name="text">A name or a path: short, so that a plain loop is done before a set of characters to search for were made.</param>
    public static int IndexOfUnprintable(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (IsUnprintable(text[at]))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>What editors show as a line break, besides LF.</summary>
    public const string LineBreaks = "\r\u0085\u2028\u2029";

    /// <summary>Whether a word may start with the character.</summary>
    public static bool StartsWord(char c) => char.IsAsciiLetter(c) || (c > '\x7f' && char.IsLetter(c));

    /// <summary>Whether the character may go on a word.</summary>
    public static bool ContinuesWord(char c) => StartsWord(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.';

    /// <summary>A text fit for one line of a message: shortened, control characters spelt out.</summary>
    /// <param name="text">The text as the file has it.</param>
    /// <param name="most">The most characters that are kept.</param>
    public static string Show(ReadOnlySpan<char> text, int most = 40)
    {
        var cut = text.Length > most;
        if (cut)
        {
            // Half of a surrogate pair would be no character.
            text = text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        }

        var plain = true;
        foreach (var c in text)
        {
            plain &= !NeedsSpelling(c);
        }

        var shown = plain ? text.ToString() : string.Concat(text.ToArray().Select(Spell));
        return cut ? shown + "…" : shown;
    }

    /// <summary>The character as Unicode names it, such as <c>U+0000</c>.</summary>
    public static string CodePoint(int value) => $"U+{value.ToString("X4", CultureInfo.InvariantCulture)}";

    // Line separators and marks that turn the direction of writing would let a file write into the reader's terminal.
    private static bool NeedsSpelling(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Spell(char c) => c switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsSurrogate(c) => c.ToString(),
        _ when NeedsSpelling(c) => CodePoint(c),
        _ => c.ToString(),
    };
}
