using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// Makes text that others wrote (compilers, tests, commands) fit to be shown to a model: what a terminal would take for a command and what a
/// reader cannot see is gone, so that it can neither hide words nor begin a line that looks like the harness's own.
/// </summary>
internal static partial class PlainText
{
    /// <summary>Stands for what was cut out of a line.</summary>
    public const string Cut = " … ";

    /// <summary>The text as one line.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">The most characters; a longer one is cut in the middle. At least 8.</param>
    public static string OneLine(string text, int most) => Shorten(string.Join(' ', Clean(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), most);

    /// <summary>The text's lines, without blank ones.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="most">The most characters of a line, as for <see cref="OneLine"/>.</param>
    public static IReadOnlyList<string> Lines(string text, int most) =>
        [.. Clean(text).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).Select(line => Shorten(line, most))];

    private static string Shorten(string line, int most)
    {
        if (line.Length <= most)
        {
            return line;
        }

        // A third from the start, the rest from the end, as for streams: the end says what came of it. No surrogate pair is split.
        var head = (most - Cut.Length) / 3;
        var tail = line.Length - (most - Cut.Length - head);
        head -= char.IsHighSurrogate(line[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(line[tail]) ? 1 : 0;
        return string.Concat(line.AsSpan(0, head), Cut, line.AsSpan(tail));
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in Escapes().Replace(text, "").EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                case UnicodeCategory.Control when rune.Value is '\n' or '\r' or '\v' or '\f' or 0x85:
                    clean.Append('\n');
                    break;
                case UnicodeCategory.Control when rune.Value is '\t':
                    clean.Append(' ');
                    break;

                // Direction marks, joiners and tags are seen by a model and not by a person.
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse:
                    break;
                default:
                    // What is half of a character comes as U+FFFD.
                    clean.Append(rune);
                    break;
            }
        }

        return clean.ToString();
    }

    // Colours, cursor moves and titles: ECMA-48 control sequences, and operating system commands up to their end.
    [GeneratedRegex(@"\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B\r\n]*(?:\u0007|\u001B\\)?|[@-Z\\-_])", RegexOptions.CultureInvariant)]
    private static partial Regex Escapes();
}
