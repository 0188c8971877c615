using System.Text;
using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>Finds the places of a text in another one: exactly; where it is not there, with line endings alike; and at last without white space at ends of lines.</summary>
internal static partial class TextPlaces
{
    /// <summary>The places, from the first to the last; none overlaps another.</summary>
    /// <param name="text">The text to look in.</param>
    /// <param name="wanted">What to look for; not empty.</param>
    public static IReadOnlyList<(int Start, int End)> Find(string text, string wanted)
    {
        var exact = Occurrences(text, wanted).Select(start => (start, start + wanted.Length)).ToList();
        if (exact.Count > 0)
        {
            return exact;
        }

        foreach (var trims in new[] { false, true })
        {
            var (plain, starts, ends) = Normalized(text, trims);
            var (sought, _, _) = Normalized(wanted, trims);
            var found = sought.Trim('\n').Length == 0 ? [] : Occurrences(plain, sought).Select(start => (starts[start], ends[start + sought.Length - 1])).ToList();
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>Whether a line begins with a number and a tab, as answers show lines.</summary>
    /// <param name="line">The line.</param>
    public static bool IsNumbered(string line) => Numbered().IsMatch(line);

    private static IEnumerable<int> Occurrences(string text, string wanted)
    {
        for (var start = text.IndexOf(wanted, StringComparison.Ordinal); start >= 0; start = text.IndexOf(wanted, start + wanted.Length, StringComparison.Ordinal))
        {
            yield return start;
        }
    }

    // The text with \n for every ending, and where each of its characters stood.
    private static (string Text, List<int> Starts, List<int> Ends) Normalized(string text, bool trims)
    {
        var (plain, starts, ends) = (new StringBuilder(text.Length), new List<int>(text.Length), new List<int>(text.Length));
        var offset = 0;
        foreach (var line in TextLine.Of(text))
        {
            var kept = trims ? line.Text.AsSpan().TrimEnd() : line.Text;
            plain.Append(kept);
            for (var i = 0; i < kept.Length; i++)
            {
                starts.Add(offset + i);
                ends.Add(offset + i + 1);
            }

            offset += line.Text.Length;
            if (line.Ending.Length > 0)
            {
                plain.Append('\n');
                starts.Add(offset);
                ends.Add(offset + line.Ending.Length);
                offset += line.Ending.Length;
            }
        }

        return (plain.ToString(), starts, ends);
    }

    [GeneratedRegex(@"^\s*\d+\t", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
