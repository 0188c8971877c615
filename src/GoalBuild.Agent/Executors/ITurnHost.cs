using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Executors;

/// <summary>What a run does for an executor whose turns are long: it keeps the conversation, counts what is spent, and verifies.</summary>
public interface ITurnHost
{
    /// <summary>The run's name.</summary>
    string Run { get; }

    /// <summary>Index of the step in the ladder, from 0.</summary>
    int Step { get; }

    /// <summary>The goal file, as a path in the tree that the run works in, and the text that the run works by.</summary>
    SourceText Source { get; }

    /// <summary>The phase under way, or null for the whole goal.</summary>
    Phase? Phase { get; }

    /// <summary>Absolute path of the run's evidence folder.</summary>
    string EvidenceDirectory { get; }

    /// <summary>Whether the turn was begun earlier, and interrupted: it goes on where its conversation ends.</summary>
    bool GoesOn { get; }

    /// <summary>Whether the conversation is to begin anew: nothing moved any more, and the tree is back at its best state.</summary>
    bool BeginsAnew { get; }

    /// <summary>What has to be told before the turn: what became of the last one, what repeats itself, what others changed meanwhile. In order.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>The verdicts as they were when the conversation was last told of them, or empty.</summary>
    ValueList<Verdict> Earlier { get; }

    /// <summary>Whether commands have to be contained.</summary>
    SandboxMode Sandbox { get; }

    /// <summary>Names of the clauses that have to hold in this part of the run.</summary>
    IReadOnlyList<string> Clauses { get; }

    /// <summary>The clock.</summary>
    TimeProvider Clock { get; }

    /// <summary>The conversation of this step so far, oldest first.</summary>
    IReadOnlyList<LedgerEntry> Transcript();

    /// <summary>Records entries of the conversation, and what an answer among them cost; when it returns, they survive a crash.</summary>
    /// <param name="entries">The entries: kind and content, in order.</param>
    /// <param name="spent">What was spent, or null.</param>
    void Record(IReadOnlyList<TranscriptEntry> entries, Spending? spent = null);

    /// <summary>Tells people something that they have to know of the run.</summary>
    /// <param name="message">One line.</param>
    void Notice(string message);

    /// <summary>What may still be spent.</summary>
    BudgetLeft Left();

    /// <summary>Verifies clauses on the tree as it is, and records what was found.</summary>
    /// <param name="clauses">Names of the clauses, or null for those of the part of the run that is under way.</param>
    /// <param name="cancellation">Stops it, then throws.</param>
    Task<ValueList<Verdict>> VerifyAsync(IReadOnlyList<string>? clauses, CancellationToken cancellation);
}

/// <summary>One entry of a conversation, to be recorded.</summary>
/// <param name="Kind">What kind of entry.</param>
/// <param name="Data">Its content as JSON.</param>
public sealed record TranscriptEntry(string Kind, string Data);

/// <summary>What an answer cost.</summary>
/// <param name="TokensIn">Tokens sent, cached ones included.</param>
/// <param name="TokensCached">How many of them the provider had cached.</param>
/// <param name="TokensOut">Tokens received.</param>
/// <param name="Dollars">United States dollars; 0 where no price is known.</param>
public sealed record Spending(long TokensIn, long TokensCached, long TokensOut, decimal Dollars)
{
    /// <summary>Nothing.</summary>
    public static Spending None { get; } = new(0, 0, 0, 0);

    /// <summary>Tokens, sent and received together.</summary>
    public long Tokens => TokensIn + TokensOut;

    /// <summary>Both together.</summary>
    /// <param name="other">The other.</param>
    public Spending Plus(Spending other) => new(TokensIn + other.TokensIn, TokensCached + other.TokensCached, TokensOut + other.TokensOut, Dollars + other.Dollars);

    /// <summary>What costs come to together.</summary>
    /// <param name="costs">As the ledger has them.</param>
    public static Spending Of(IEnumerable<LedgerCost> costs) =>
        costs.Aggregate(None, (sum, cost) => sum.Plus(new Spending(cost.TokensIn, cost.TokensCached, cost.TokensOut, cost.Dollars)));

    /// <summary>What an answer cost, with the answers before it that came to nothing and are paid for all the same.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="facts">Knows the price.</param>
    internal static Spending Of(ModelAnswer answer, ModelFacts facts)
    {
        var (input, cached, output) = (answer.Usage.In + (answer.Lost?.In ?? 0), answer.Usage.Cached + (answer.Lost?.Cached ?? 0), answer.Usage.Out + (answer.Lost?.Out ?? 0));
        return new Spending(input, cached, output, facts.Price?.Of(input, cached, output) ?? 0);
    }
}

/// <summary>What is left of the caps that apply: of the goal, the phase and the step, the smallest. Null means no cap; none is negative.</summary>
/// <param name="Tokens">Tokens, sent and received together.</param>
/// <param name="Dollars">United States dollars.</param>
/// <param name="Time">Time.</param>
public sealed record BudgetLeft(long? Tokens, decimal? Dollars, TimeSpan? Time)
{
    /// <summary>The smallest of the caps themselves, to tell how much "little" is; null where there is none.</summary>
    public long? MostTokens { get; init; }

    /// <summary>As <see cref="MostTokens"/>, in dollars.</summary>
    public decimal? MostDollars { get; init; }

    /// <summary>As <see cref="MostTokens"/>, in time.</summary>
    public TimeSpan? MostTime { get; init; }

    /// <summary>Whether this turn is the last that the caps allow.</summary>
    public bool IsLastTurn { get; init; }
}
