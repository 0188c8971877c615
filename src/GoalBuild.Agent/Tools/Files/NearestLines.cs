using System.Globalization;
using System.Text;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>Finds where a text that was looked for in vain most nearly stands, so that a model sees what it got wrong.</summary>
internal static class NearestLines
{
    private const int MostShown = 12, MostCharacters = 200;

    /// <summary>The nearest lines with their numbers, for an error; empty for a file without lines.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="wanted">The lines that were looked for.</param>
    public static string Show(IReadOnlyList<string> lines, IReadOnlyList<string> wanted)
    {
        if (lines.Count == 0)
        {
            return "The file is empty.";
        }

        var start = Find(lines, wanted);
        var end = Math.Min(lines.Count, start + Math.Clamp(wanted.Count, 3, MostShown));
        var text = new StringBuilder("Nearest is:\n");
        for (var i = start; i < end; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}\t{TextLine.Cut(lines[i], MostCharacters)}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static int Find(IReadOnlyList<string> lines, IReadOnlyList<string> wanted)
    {
        var trimmed = lines.Select(line => line.Trim()).ToList();
        var sought = wanted.Take(MostShown).Select(line => line.Trim()).ToList();
        var (best, most) = (0, 0);
        for (var start = 0; start < trimmed.Count; start++)
        {
            var equal = 0;
            for (var i = 0; i < sought.Count && start + i < trimmed.Count; i++)
            {
                // A blank line or a lone brace says little about the place.
                equal += sought[i] != trimmed[start + i] ? 0 : sought[i].Length > 2 ? 4 : 1;
            }

            (best, most) = equal > most ? (start, equal) : (best, most);
        }

        return most >= 4 ? best : Alike(trimmed, sought.FirstOrDefault(line => line.Length > 2) ?? "");
    }

    private static int Alike(List<string> lines, string wanted)
    {
        var pairs = Pairs(wanted);
        return lines.Select((line, index) => (index, Score: Score(Pairs(line)))).MaxBy(pair => pair.Score).index;

        double Score(HashSet<int> other) => other.Count + pairs.Count == 0 ? 0 : 2.0 * other.Count(pairs.Contains) / (other.Count + pairs.Count);
    }

    private static HashSet<int> Pairs(string line) => [.. line.Take(MostCharacters).Zip(line.Skip(1), (first, second) => (first << 16) | second)];
}
