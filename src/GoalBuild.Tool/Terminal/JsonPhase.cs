using GoalBuild.Agent.Log;

namespace GoalBuild.Tool.Terminal;

/// <summary>A phase of a goal, for programs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="After">The phases that it comes after.</param>
/// <param name="Status"><c>met</c>, <c>at-work</c>, <c>waiting</c> or <c>not-met</c>.</param>
/// <param name="Holding">How many of its own clauses hold.</param>
/// <param name="Clauses">How many clauses it has.</param>
internal sealed record JsonPhase(string Name, IReadOnlyList<string> After, string Status, int Holding, int Clauses)
{
    public int Turns { get; init; }
    public long? TokensIn { get; init; }
    public long? TokensCached { get; init; }
    public long? TokensOut { get; init; }
    public decimal? Dollars { get; init; }
    public long DurationMs { get; init; }
    public long? MostTurns { get; init; }
    public long? MostTokens { get; init; }
    public decimal? MostDollars { get; init; }
    public long? MostMs { get; init; }
    public long? TurnsLeft { get; init; }
    public long? TokensLeft { get; init; }
    public decimal? DollarsLeft { get; init; }
    public long? MsLeft { get; init; }

    /// <summary>The phases of a goal; null where it has none.</summary>
    /// <param name="phases">The phases.</param>
    public static IReadOnlyList<JsonPhase>? Of(IReadOnlyList<PhaseSituation> phases) => phases.Count == 0 ? null : [.. phases.Select(Of)];

    private static JsonPhase Of(PhaseSituation phase)
    {
        var line = new JsonPhase(phase.Name, phase.After, PhaseLines.Of(phase.State).Replace(' ', '-'), phase.Holding, phase.Clauses)
        {
            Turns = phase.Turns,
            DurationMs = (long)phase.Time.TotalMilliseconds,
            MostTurns = phase.Caps?.Turns,
            MostTokens = phase.Caps?.Tokens,
            MostDollars = phase.Caps?.Cost,
            MostMs = (long?)phase.Caps?.Time?.TotalMilliseconds,
            TurnsLeft = phase.TurnsLeft,
            TokensLeft = phase.Left.Tokens,
            DollarsLeft = phase.Left.Dollars,
            MsLeft = (long?)phase.Left.Time?.TotalMilliseconds,
        };
        return phase.Spent.Tokens == 0 ? line : line with { TokensIn = phase.Spent.TokensIn, TokensCached = phase.Spent.TokensCached, TokensOut = phase.Spent.TokensOut, Dollars = phase.Spent.Dollars };
    }
}
