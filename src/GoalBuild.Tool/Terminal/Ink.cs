using System.Text;
using System.Text.RegularExpressions;

namespace GoalBuild.Tool.Terminal;

/// <summary>Colours text with escape sequences, or leaves it alone.</summary>
/// <param name="color">Whether colours are used.</param>
internal sealed partial class Ink(bool color)
{
    /// <summary>Good.</summary>
    /// <param name="text">What to colour.</param>
    public string Green(string text) => Wrap(text, "32");

    /// <summary>Bad.</summary>
    /// <param name="text">What to colour.</param>
    public string Red(string text) => Wrap(text, "31");

    /// <summary>Not known, or to be looked at.</summary>
    /// <param name="text">What to colour.</param>
    public string Yellow(string text) => Wrap(text, "33");

    /// <summary>Where one is.</summary>
    /// <param name="text">What to colour.</param>
    public string Cyan(string text) => Wrap(text, "36");

    /// <summary>Less important.</summary>
    /// <param name="text">What to colour.</param>
    public string Dim(string text) => Wrap(text, "2");

    /// <summary>More important.</summary>
    /// <param name="text">What to colour.</param>
    public string Bold(string text) => Wrap(text, "1");

    /// <summary>A line with nothing in it that could move a cursor, look like another line, or turn the direction of writing.</summary>
    /// <param name="line">The line.</param>
    /// <param name="color">Whether the sequences that this class writes are left in it.</param>
    public static string Safe(string line, bool color)
    {
        if (!line.Any(IsUnsafe))
        {
            return line;
        }

        var safe = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var sequence = color && line[i] == '\e' ? Own().Match(line, i) : Match.Empty;
            if (sequence.Success)
            {
                safe.Append(sequence.ValueSpan);
                i += sequence.Length - 1;
            }
            else
            {
                safe.Append(line[i] is '\n' or '\r' or '\t' ? ' ' : IsUnsafe(line[i]) ? '?' : line[i]);
            }
        }

        return safe.ToString();
    }

    /// <summary>Whether a character could move a cursor or turn the direction of writing.</summary>
    /// <param name="character">The character.</param>
    public static bool IsUnsafe(char character) => char.IsControl(character) || character is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    [GeneratedRegex(@"\G\e\[(0|1|2|3[1236])m", RegexOptions.CultureInvariant)]
    private static partial Regex Own();

    private string Wrap(string text, string code) => color && text.Length > 0 ? $"\e[{code}m{text}\e[0m" : text;
}
