namespace GoalBuild.Verification.Constraints;

/// <summary>Counts the lines that a diff of two texts adds and removes.</summary>
internal static class LineDistance
{
    // Two texts that have little in common need a step for each pair of lines; beyond this the count is an upper bound instead, all lines but the common ones.
    private const long MostSteps = 20_000_000;

    /// <summary>The least number of lines to add and remove, by the greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).</summary>
    /// <param name="before">The older text.</param>
    /// <param name="after">The newer text.</param>
    public static int Of(string before, string after)
    {
        var (old, now) = (AddedLines.Lines(before), AddedLines.Lines(after));
        var start = 0;
        while (start < old.Count && start < now.Count && old[start] == now[start])
        {
            start++;
        }

        var end = 0;
        while (end < old.Count - start && end < now.Count - start && old[old.Count - 1 - end] == now[now.Count - 1 - end])
        {
            end++;
        }

        var (n, m) = (old.Count - start - end, now.Count - start - end);
        var furthest = new int[n + m + 3];
        var steps = 0L;
        for (var d = 0; d <= n + m; d++)
        {
            for (var k = -d; k <= d; k += 2)
            {
                if (k < -m - 1 || k > n + 1)
                {
                    continue;
                }

                var x = k == -d || (k != d && At(k - 1) < At(k + 1)) ? At(k + 1) : At(k - 1) + 1;
                while (x < n && x - k < m && x - k >= 0 && old[start + x] == now[start + x - k])
                {
                    x++;
                }

                furthest[k + m + 1] = x;
                if (x >= n && x - k >= m)
                {
                    return d;
                }

                if (++steps > MostSteps)
                {
                    return n + m;
                }
            }
        }

        return n + m;

        int At(int k) => k < -m - 1 || k > n + 1 ? -1 : furthest[k + m + 1];
    }
}
