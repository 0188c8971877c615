using System.Globalization;
using GoalBuild.Agent.Tools.Files;

namespace GoalBuild.Agent.Tools.Patches;

/// <summary>Where a hunk belongs.</summary>
/// <param name="Hunk">The hunk.</param>
/// <param name="Start">Index of its first line in the file.</param>
/// <param name="Length">How many of the file's lines it speaks of.</param>
/// <param name="Level">How loosely they agree; 0 is exactly.</param>
internal sealed record HunkPlace(PatchHunk Hunk, int Start, int Length, int Level)
{
    /// <summary>Index behind the last line.</summary>
    public int End => Start + Length;
}

/// <summary>
/// Finds where the hunks of one file belong. Each stands below the one before, and below its markers; where that leaves more than one place for the lines
/// that it names, nothing is guessed.
/// </summary>
/// <param name="lines">The file's lines.</param>
internal sealed class HunkPlaces(LooseLines lines)
{
    private const int MostShown = 8, MostCharacters = 200;

    /// <summary>The places, in the order of the file.</summary>
    /// <param name="hunks">The hunks, in the order of the patch.</param>
    /// <exception cref="ToolFaultException">One of them has no place, or several; the message begins with its number.</exception>
    public IReadOnlyList<HunkPlace> Find(IReadOnlyList<PatchHunk> hunks)
    {
        var ordered = new List<IReadOnlyList<HunkPlace>>();
        var strays = new List<HunkPlace>();
        var cursor = 0;
        foreach (var hunk in hunks)
        {
            if (Candidates(hunk, cursor) is { Count: > 0 } candidates)
            {
                ordered.Add(candidates);
                cursor = candidates[0].End;
            }
            else if (cursor > 0 && Anywhere(hunk, 0, lines.Count) is [var only])
            {
                // Written out of order; with one place in the whole file that harms nothing.
                strays.Add(only);
            }
            else
            {
                throw NotFound(hunk);
            }
        }

        // The first place of each is the only one if it is the last as well that leaves room for those behind it.
        var room = int.MaxValue;
        foreach (var candidates in Enumerable.Reverse(ordered))
        {
            var last = candidates.Last(place => place.End <= room);
            if (last != candidates[0])
            {
                throw Several(candidates);
            }

            room = last.Start;
        }

        var places = ordered.Select(candidates => candidates[0]).Concat(strays).OrderBy(place => place.Start).ThenBy(place => place.Hunk.Number).ToList();
        foreach (var (above, below) in places.Zip(places.Skip(1)))
        {
            if (above.End > below.Start)
            {
                throw new ToolFaultException($"{Name(below.Hunk)} speaks of lines that hunk {above.Hunk.Number} changes already (from line {below.Start + 1} on). Put them into one hunk.");
            }
        }

        return places;
    }

    private IReadOnlyList<HunkPlace> Candidates(PatchHunk hunk, int cursor)
    {
        var below = BelowMarkers(hunk, cursor);
        if (hunk.Old.Count == 0)
        {
            // Nothing says where: below the markers, or as a diff counts, or at the end.
            var at = below ?? (hunk.Hint is { } line && line >= cursor && line <= lines.Count ? line : lines.Count);
            return [new HunkPlace(hunk, at, 0, 0)];
        }

        if (below is { } marked)
        {
            // The marker may be named once more as the first line.
            var places = Anywhere(hunk, marked, lines.Count) is { Count: > 0 } found ? found : Anywhere(hunk, Math.Max(cursor, marked - 1), lines.Count);
            return [.. places.Take(1)];
        }

        var all = Anywhere(hunk, cursor, lines.Count);
        return all.Where(place => place.Start + 1 == hunk.Hint).ToList() is { Count: 1 } hinted ? hinted : all;
    }

    private IReadOnlyList<HunkPlace> Anywhere(PatchHunk hunk, int from, int to)
    {
        var old = hunk.Old;
        if (old.Count == 0)
        {
            return [];
        }

        if (hunk.IsAtEnd && lines.Find(old, Math.Max(from, to - old.Count), to) is { Places: [var last], Level: var level })
        {
            return [new HunkPlace(hunk, last, old.Count, level)];
        }

        // Blank lines behind a hunk may have been meant to set it off from the next.
        var blank = hunk.Lines.AsEnumerable().Reverse().TakeWhile(line => line is { Kind: HunkLine.Kept, Text: "" }).Count();
        foreach (var wanted in new[] { old, [.. old.SkipLast(blank)] }.Where(wanted => wanted.Count > 0))
        {
            var found = lines.Find(wanted, from, to);
            if (found.Places.Count > 0)
            {
                return [.. found.Places.Select(place => new HunkPlace(hunk, place, wanted.Count, found.Level))];
            }
        }

        return [];
    }

    /// <summary>The index below the last marker, or null where there is none that can be found: then the lines have to speak for themselves.</summary>
    private int? BelowMarkers(PatchHunk hunk, int cursor)
    {
        int? below = null;
        foreach (var marker in hunk.Markers)
        {
            var from = below ?? cursor;
            if (lines.Find([marker], from, lines.Count).Places is [var first, ..])
            {
                below = first + 1;
            }
            else if (Enumerable.Range(from, lines.Count - from).Where(i => lines[i].Contains(marker.Trim(), StringComparison.Ordinal)).Take(2).ToList() is [var only])
            {
                below = only + 1;
            }
            else if (below is null && cursor > 0 && lines.Find([marker], 0, cursor).Places.Count > 0)
            {
                // The same class or method as for the hunk before.
                below = cursor;
            }
        }

        return below;
    }

    private ToolFaultException NotFound(PatchHunk hunk)
    {
        var old = hunk.Old;
        var shown = string.Join('\n', old.Take(MostShown).Select(line => TextLine.Cut(line, MostCharacters)));
        var more = old.Count > MostShown ? string.Create(CultureInfo.InvariantCulture, $"\n… ({old.Count - MostShown} lines more)") : "";
        return new ToolFaultException($"{Name(hunk)} does not fit; these lines do not stand there together:\n{shown}{more}\n{NearestLines.Show([.. Enumerable.Range(0, lines.Count).Select(i => lines[i])], old)}");
    }

    private static ToolFaultException Several(IReadOnlyList<HunkPlace> places)
    {
        var numbers = string.Join(", ", places.Take(MostShown).Select(place => (place.Start + 1).ToString(CultureInfo.InvariantCulture)));
        return new ToolFaultException($"{Name(places[0].Hunk)} fits in {places.Count} places, from lines {numbers} on. Add lines around it, or '@@ ' with the line of its class or method in front.");
    }

    private static string Name(PatchHunk hunk) => string.Create(CultureInfo.InvariantCulture, $"Hunk {hunk.Number} (line {hunk.PatchLine} of the patch)");
}
