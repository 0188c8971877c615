using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GoalBuild.Report;

/// <summary>
/// Makes text that others wrote (files, models, commands) fit for a page: what a terminal would take for a command is gone, and what a reader
/// cannot see, or what turns the direction of writing, stands as U+FFFD. Lines and tabs stay. It is not encoded for any format.
/// </summary>
internal static partial class SafeText
{
    private const char Replacement = '\uFFFD';

    // Printable ASCII with line breaks and tabs: most text is nothing else.
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code), '\n', '\t']);

    /// <summary>The text without what is unsafe.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The same instance where there is nothing.</returns>
    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plain) < 0)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var rune in Escapes().Replace(text.ReplaceLineEndings("\n"), "").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t')
            {
                safe.Append((char)rune.Value);
                continue;
            }

            // Of a half of a character, the enumeration makes U+FFFD itself. Joiners and variation selectors make letters and pictures what they are.
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.Surrogate:
                case UnicodeCategory.Format when rune.Value is not (0x200C or 0x200D):
                    safe.Append(Replacement);
                    break;
                default:
                    safe.Append(rune);
                    break;
            }
        }

        return safe.ToString();
    }

    /// <summary>The text as one line, cut where it is long.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">The most characters.</param>
    public static string OneLine(string text, int most)
    {
        var line = string.Join(' ', Of(text).Split(['\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= most ? line : Start(line, most - 1) + "…";
    }

    /// <summary>The beginning of a text; no character is split.</summary>
    /// <param name="text">The text, longer than <paramref name="length"/>.</param>
    /// <param name="length">The most characters.</param>
    public static string Start(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    // Colours, cursor moves, titles and links: ECMA-48 control sequences, and commands to the operating system up to their end.
    [GeneratedRegex(@"\u001B(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001B\n]*(?:\u0007|\u001B\\)?|[ -/]*[0-~])|\u009B[0-?]*[ -/]*[@-~]", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();
}
