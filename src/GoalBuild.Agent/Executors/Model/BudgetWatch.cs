using System.Globalization;
using GoalBuild.Agent.Conversation;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Keeps a model within what is left of its caps: before a request, while its answer streams in, and shortly before the end.</summary>
/// <param name="remaining">What may still be spent.</param>
/// <param name="facts">Knows the prices.</param>
internal sealed class BudgetWatch(Func<BudgetLeft> remaining, ModelFacts facts)
{
    // "Shortly before": a tenth of the cap, or what two more requests like the last would take.
    private const int Share = 10;
    private const int Requests = 2;

    // An answer that is shorter than this says nothing.
    private const int LeastAnswer = 256;

    private TokenUsage? _last;

    /// <summary>Whether the model was told that the end is near.</summary>
    public bool WasTold { get; private set; }

    /// <summary>Takes note of what an answer took.</summary>
    /// <param name="usage">Its tokens.</param>
    public void Add(TokenUsage usage) => _last = usage;

    /// <summary>Why no request of this size can be made any more, in words; or null.</summary>
    /// <param name="tokens">Its size, estimated.</param>
    public string? Refuses(long tokens)
    {
        var left = remaining();
        return left.Time is { } time && time <= TimeSpan.Zero ? $"no time is left of {Words(left.MostTime!.Value)}"
            : left.Tokens is { } most && most < tokens + LeastAnswer ? Format($"{most} of {left.MostTokens} tokens are left, and the next request takes {tokens}")
            : left.Dollars is { } dollars && dollars < CostOf(tokens, LeastAnswer) ? Format($"${dollars:0.00##} of ${left.MostDollars} are left, and the next request costs ${CostOf(tokens, LeastAnswer):0.00##}")
            : null;
    }

    /// <summary>The most tokens that the answer may have; null for no bound.</summary>
    /// <param name="tokens">The size of the request, estimated.</param>
    public int? MostOut(long tokens)
    {
        var left = remaining();
        var most = (long?)facts.MostOut;
        if (left.Tokens is { } count)
        {
            most = Math.Min(most ?? long.MaxValue, count - tokens);
        }

        if (left.Dollars is { } dollars && facts.Price is { Out: > 0 } price)
        {
            most = Math.Min(most ?? long.MaxValue, (long)Math.Min(int.MaxValue, (dollars - CostOf(tokens, 0)) / price.Out * 1_000_000m));
        }

        return most is null || most == facts.MostOut ? null : (int)Math.Clamp(most.Value, LeastAnswer, int.MaxValue);
    }

    /// <summary>Whether an answer may go on.</summary>
    /// <param name="tokens">The size of its request, estimated.</param>
    /// <param name="soFar">Its tokens so far, estimated.</param>
    public bool MayGoOn(long tokens, long soFar)
    {
        var left = remaining();
        return (left.Tokens is not { } most || tokens + soFar < most)
            && (left.Dollars is not { } dollars || CostOf(tokens, soFar) < dollars)
            && left.Time != TimeSpan.Zero;
    }

    /// <summary>What the model is to be told shortly before a cap, once; or null.</summary>
    public string? WrapUp()
    {
        if (WasTold)
        {
            return null;
        }

        var left = remaining();
        var near = left.Tokens is { } tokens && tokens <= Math.Max(left.MostTokens!.Value / Share, Requests * ((_last?.In ?? 0) + (_last?.Out ?? 0))) ? Format($"{tokens} of {left.MostTokens} tokens")
            : left.Dollars is { } dollars && dollars <= Math.Max(left.MostDollars!.Value / Share, _last is null ? 0 : Requests * CostOf(_last.In, _last.Out)) ? Format($"${dollars:0.00##} of ${left.MostDollars}")
            : left.Time is { } time && time <= left.MostTime!.Value / Share ? $"{Words(time)} of {Words(left.MostTime.Value)}"
            : null;
        WasTold = near is not null;
        return near is null ? null : $"The budget is nearly spent: {near} are left. Bring what is half done into a state that builds, with one call or two at the most; then stop, and say in a few lines what is done, what is open, and what the next step is.";
    }

    // Without a price there is no cap on cost: that was refused before the run began.
    private decimal CostOf(long input, long output) => facts.Price?.Of(input, 0, output) ?? 0;

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Words(TimeSpan time) => time.TotalMinutes >= 1 ? Format($"{time.TotalMinutes:0.#} minutes") : Format($"{time.TotalSeconds:0.#} seconds");
}
