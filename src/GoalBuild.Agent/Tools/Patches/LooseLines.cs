namespace GoalBuild.Agent.Tools.Patches;

/// <summary>The lines of a file, compared more and more loosely: as they are; without white space behind; without any around; and with typographic characters as a keyboard writes them.</summary>
/// <param name="lines">The lines.</param>
internal sealed class LooseLines(IReadOnlyList<string> lines)
{
    /// <summary>How many ways of comparing there are; 0 is exact.</summary>
    public const int Levels = 4;

    private readonly string[]?[] _byLevel = new string[]?[Levels];

    /// <summary>How many lines there are.</summary>
    public int Count => lines.Count;

    /// <summary>A line as it is.</summary>
    /// <param name="index">From 0.</param>
    public string this[int index] => lines[index];

    /// <summary>Where lines stand one below the other, compared as strictly as gives a place at all.</summary>
    /// <param name="wanted">The lines; at least one.</param>
    /// <param name="from">The first index that counts.</param>
    /// <param name="to">The index behind the last that counts.</param>
    public (IReadOnlyList<int> Places, int Level) Find(IReadOnlyList<string> wanted, int from, int to)
    {
        for (var level = 0; level < Levels; level++)
        {
            var places = At(level, wanted, from, to);
            if (places.Count > 0)
            {
                return (places, level);
            }
        }

        return ([], 0);
    }

    private List<int> At(int level, IReadOnlyList<string> wanted, int from, int to)
    {
        var own = _byLevel[level] ??= [.. lines.Select(line => Normalize(line, level))];
        var sought = wanted.Select(line => Normalize(line, level)).ToArray();
        var places = new List<int>();
        for (var start = from; start + sought.Length <= to; start++)
        {
            if (own.AsSpan(start, sought.Length).SequenceEqual(sought))
            {
                places.Add(start);
            }
        }

        return places;
    }

    private static string Normalize(string line, int level) => level switch
    {
        0 => line,
        1 => line.TrimEnd(),
        2 => line.Trim(),
        _ => string.Concat(line.Select(Plain)).Trim(),
    };

    private static char Plain(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u201A' or '\u201B' => '\'',
        '\u201C' or '\u201D' or '\u201E' or '\u201F' => '"',
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' => '-',
        '\u00A0' or '\u202F' or '\u205F' or '\u3000' or (>= '\u2002' and <= '\u200A') => ' ',
        _ => c,
    };
}
