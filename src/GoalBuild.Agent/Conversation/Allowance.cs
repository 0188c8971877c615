namespace GoalBuild.Agent.Conversation;

/// <summary>How much of a request a part of it may take.</summary>
/// <param name="Tokens">The most tokens.</param>
/// <param name="Count">Counts the tokens of a text; for an upper bound without a tokenizer, its UTF-8 bytes.</param>
internal sealed record Allowance(int Tokens, Func<string, int> Count)
{
    // Source code has about three to four bytes to a token; the lower figure errs on the safe side.
    private const int BytesOfToken = 3;

    /// <summary>An allowance that is held to by a guess from the bytes: the vocabulary that counts exactly costs tens of megabytes and a good part of a second.</summary>
    /// <param name="tokens">The most tokens.</param>
    public static Allowance Guessed(int tokens) => new(tokens, text => (System.Text.Encoding.UTF8.GetByteCount(text) + BytesOfToken - 1) / BytesOfToken);

    /// <summary>What a line costs, its line break included.</summary>
    /// <param name="line">The line.</param>
    public int Cost(string line) => Count(line + "\n");

    /// <summary>What lines cost together.</summary>
    /// <param name="lines">The lines.</param>
    public int Cost(IEnumerable<string> lines) => lines.Sum(Cost);

    /// <summary>
    /// The lines as one text that takes no more than is allowed. Lines that do not fit are left out from the end: a tokenizer may count a text
    /// otherwise than its lines, and what was promised holds for the text.
    /// </summary>
    /// <param name="lines">The lines.</param>
    public string Fit(IReadOnlyList<string> lines)
    {
        var text = Text(lines.Count);
        if (Count(text) <= Tokens)
        {
            return text;
        }

        var (fits, tooMany) = (0, lines.Count);
        while (tooMany - fits > 1)
        {
            var middle = (fits + tooMany) / 2;
            (fits, tooMany) = Count(Text(middle)) <= Tokens ? (middle, tooMany) : (fits, middle);
        }

        return Text(fits);

        string Text(int count) => string.Concat(lines.Take(count).Select(line => line + "\n"));
    }

    /// <summary>Shares an amount so that nobody gets more than is wanted, and nobody less than an equal part of what is left.</summary>
    /// <param name="amount">What there is; less than nothing counts as nothing.</param>
    /// <param name="wanted">What each wants.</param>
    public static int[] Share(int amount, IReadOnlyList<int> wanted)
    {
        var shares = new int[wanted.Count];
        var left = Math.Max(0, amount);
        var waiting = wanted.Count;
        foreach (var index in Enumerable.Range(0, wanted.Count).OrderBy(index => wanted[index]))
        {
            shares[index] = Math.Min(wanted[index], left / waiting--);
            left -= shares[index];
        }

        return shares;
    }
}
