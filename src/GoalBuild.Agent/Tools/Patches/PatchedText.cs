using GoalBuild.Agent.Tools.Files;

namespace GoalBuild.Agent.Tools.Patches;

/// <summary>Applies hunks to a text. What they do not change stays as it is, to the last character.</summary>
internal static class PatchedText
{
    /// <summary>Applies hunks.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="hunks">The hunks, in the order of the patch.</param>
    /// <returns>The text with all of them, and where they were applied.</returns>
    /// <exception cref="ToolFaultException">One has no place, or several.</exception>
    public static (string Text, IReadOnlyList<HunkPlace> Places) Apply(string text, IReadOnlyList<PatchHunk> hunks)
    {
        var lines = TextLine.Of(text);
        var places = new HunkPlaces(new LooseLines(lines.ConvertAll(line => line.Text))).Find(hunks);
        var ending = TextLine.EndingOf(lines);
        var result = new List<TextLine>();
        var next = 0;
        foreach (var place in places)
        {
            result.AddRange(lines[next..place.Start]);
            next = place.Start;
            var drift = Drift.Of(place, lines);
            foreach (var line in place.Hunk.Lines)
            {
                if (line.Kind == HunkLine.Added)
                {
                    // As its neighbour ends, in files that mix endings.
                    result.Add(new TextLine(drift.Correct(line.Text), result.Count > 0 && result[^1].Ending.Length > 0 ? result[^1].Ending : ending));
                }
                else if (next < place.End)
                {
                    // The file's own line, not the patch's: they may differ in white space.
                    if (line.Kind == HunkLine.Kept)
                    {
                        result.Add(lines[next]);
                    }

                    next++;
                }
            }
        }

        result.AddRange(lines[next..]);
        var isOpen = lines.Count > 0 && lines[^1].Ending.Length == 0;
        return (string.Concat(result.Select((line, index) => line.Text + (index == result.Count - 1 && isOpen ? "" : line.Ending.Length > 0 ? line.Ending : ending))), places);
    }

    /// <summary>What a patch's lines are indented too little or too much, all alike.</summary>
    private readonly record struct Drift(string Missing, string Surplus)
    {
        public static Drift Of(HunkPlace place, List<TextLine> lines)
        {
            var pairs = place.Hunk.Old.Take(place.Length).Select((old, index) => (Old: old, Own: lines[place.Start + index].Text)).Where(pair => pair.Old.Trim().Length > 0).ToList();
            var drifts = pairs.Select(pair => Between(Indent(pair.Old), Indent(pair.Own))).Distinct().ToList();
            return drifts is [{ } drift] ? drift : new Drift("", "");
        }

        public string Correct(string line) => line.Trim().Length == 0 ? line
            : Surplus.Length > 0 && line.StartsWith(Surplus, StringComparison.Ordinal) ? line[Surplus.Length..]
            : Missing + line;

        private static Drift? Between(string old, string own) =>
            own.EndsWith(old, StringComparison.Ordinal) ? new Drift(own[..^old.Length], "")
            : old.EndsWith(own, StringComparison.Ordinal) ? new Drift("", old[..^own.Length])
            : null;

        private static string Indent(string line) => line[..^line.TrimStart().Length];
    }
}
