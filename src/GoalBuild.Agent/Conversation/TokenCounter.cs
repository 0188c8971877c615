using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// Counts tokens with the vocabulary of OpenAI's models since GPT-4o (o200k), and learns from what the provider reports how far its own count is from
/// that. The vocabulary takes tens of megabytes and a good part of a second: it is loaded when a text is counted for which a bound does not do.
/// </summary>
internal sealed class TokenCounter
{
    // How much one report moves the factor, and how far it may go: a report that is wrong by more is no measure of text (images, hidden prompts).
    private const double Weight = 0.3;
    private const double Least = 0.5;
    private const double Most = 3;

    private static readonly Lazy<Tokenizer> Vocabulary = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    private readonly Lock _lock = new();

    /// <summary>By how much the provider counts more than the vocabulary does; 1 before anything was reported.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>About how many tokens some bytes are, without counting: four bytes to a token, as OpenAI's documentation has it for English.</summary>
    /// <param name="bytes">Bytes of UTF-8.</param>
    public static long Estimate(long bytes) => (bytes + 3) / 4;

    /// <summary>How many tokens a text has for the provider, as far as is known.</summary>
    /// <param name="text">The text.</param>
    public int Count(string text) => text.Length == 0 ? 0 : Corrected(Vocabulary.Value.CountTokens(text));

    /// <summary>Whether a text has at most so many tokens. Where its bytes decide already (a token has at least one), nothing is counted.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">How many.</param>
    public bool Fits(string text, int tokens) => Corrected(Encoding.UTF8.GetByteCount(text)) <= tokens || Count(text) <= tokens;

    /// <summary>A text of at most so many tokens: where it has more, its beginning and its end, with a line between that says how much was left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokens">How many.</param>
    public string Cut(string text, int tokens)
    {
        if (Fits(text, tokens))
        {
            return text;
        }

        var room = tokens - Count(Note(text.Length));
        if (room <= 1)
        {
            // No room for both ends and the note: what is there at the beginning.
            return text[..EndOfFirst(text, Plain(tokens))];
        }

        // The beginning says what it is, the end how it went; the end gets the odd token.
        var head = EndOfFirst(text, Plain(room / 2));
        var tail = Math.Max(head, StartOfLast(text, Plain(room - (room / 2))));
        return text[..head] + Note(tail - head) + text[tail..];
    }

    /// <summary>Learns from a report.</summary>
    /// <param name="estimated">What <see cref="Count"/> had said of a request, with the factor of that time.</param>
    /// <param name="reported">What the provider counted.</param>
    public void Correct(long estimated, long reported)
    {
        if (estimated <= 0 || reported <= 0)
        {
            return;
        }

        lock (_lock)
        {
            var measured = Math.Clamp(Factor * reported / estimated, Least, Most);
            Factor += Weight * (measured - Factor);
        }
    }

    // A character that two tokens make together is left out rather than halved.
    private static int EndOfFirst(string text, int tokens)
    {
        var end = tokens <= 0 ? 0 : Vocabulary.Value.GetIndexByTokenCount(text, tokens, out _, out _);
        return end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }

    private static int StartOfLast(string text, int tokens)
    {
        var start = tokens <= 0 ? text.Length : Vocabulary.Value.GetIndexByTokenCountFromEnd(text, tokens, out _, out _);
        return start < text.Length && char.IsLowSurrogate(text[start]) ? start + 1 : start;
    }

    private static string Note(int characters) => string.Create(CultureInfo.InvariantCulture, $"\n[… {characters} characters left out …]\n");

    private int Corrected(int plain) => (int)Math.Ceiling(plain * Factor);

    private int Plain(int corrected) => Math.Max(0, (int)(corrected / Factor));
}
