namespace GoalBuild.Language.Syntax;

/// <summary>Guesses which word was meant by one that is not known.</summary>
public static class Suggestion
{
    private const int MostEdits = 2;

    /// <summary>Two edits make of a word of so many letters almost any other.</summary>
    private const int ShortWord = 3;

    /// <summary>A file with more names than this is not written by hand, and comparing all with all would cost the square of their number.</summary>
    private const int MostCandidates = 200;

    /// <summary>
    /// The nearest of the candidates, or null where none is within two edits (one, for a word of up to three letters) or all of it would
    /// have to change.
    /// </summary>
    /// <param name="word">The word as written; neither its case nor that of the candidates counts as an edit.</param>
    /// <param name="candidates">The words allowed; of equally near ones the first is taken.</param>
    public static string? For(ReadOnlySpan<char> word, IEnumerable<string> candidates)
    {
        string? best = null;
        var bestEdits = (word.Length > ShortWord ? MostEdits : 1) + 1;
        foreach (var candidate in candidates.Take(MostCandidates))
        {
            var edits = Edits(word, candidate, Math.Min(bestEdits, candidate.Length));
            if (edits < bestEdits && edits < candidate.Length)
            {
                (best, bestEdits) = (candidate, edits);
            }
        }

        return best;
    }

    /// <summary>The Levenshtein distance, a swap of neighbours counted as one edit; <paramref name="limit"/> where it is that or more.</summary>
    private static int Edits(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit)
        {
            return limit;
        }

        // The lengths differ by at most two here, and keywords are short: a few dozen cells.
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> above = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            var free = before;
            before = above;
            above = row;
            row = free;
        }

        return Math.Min(above[b.Length], limit);
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
