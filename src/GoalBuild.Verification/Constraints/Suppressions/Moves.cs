namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>Tells what a change adds from what it only moves.</summary>
internal static class Moves
{
    /// <summary>What there is more of than before, over all files together; what a file had before counts for that file first.</summary>
    /// <param name="files">Each file, with what it had and what it has.</param>
    public static IReadOnlyList<(string Path, Suppression Found)> Added(IEnumerable<(string Path, IReadOnlyList<Suppression> Before, IReadOnlyList<Suppression> After)> files)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new List<(string Path, Suppression Found)>();
        foreach (var (path, before, after) in files)
        {
            var own = before.GroupBy(found => found.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
            foreach (var found in after)
            {
                if (!Take(own, found.Key))
                {
                    open.Add((path, found));
                }
            }

            foreach (var (key, count) in own)
            {
                left[key] = left.GetValueOrDefault(key) + count;
            }
        }

        return [.. open.Where(pair => !Take(left, pair.Found.Key))];
    }

    private static bool Take(Dictionary<string, int> counts, string key)
    {
        if (counts.GetValueOrDefault(key) is not (> 0 and var count))
        {
            return false;
        }

        counts[key] = count - 1;
        return true;
    }
}
