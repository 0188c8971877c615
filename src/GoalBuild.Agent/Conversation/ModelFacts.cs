namespace GoalBuild.Agent.Conversation;

/// <summary>What is known of a model.</summary>
/// <param name="Name">Its name at the endpoint.</param>
/// <param name="Window">The most tokens of a request and its answer together.</param>
/// <param name="Price">What tokens cost, or null where nobody said.</param>
internal sealed record ModelFacts(string Name, int Window, ModelPrice? Price)
{
    /// <summary>The most tokens of one answer, or null where nothing is known.</summary>
    public int? MostOut { get; init; }
}

/// <summary>What a model costs, in United States dollars for a million tokens.</summary>
/// <param name="In">Tokens sent.</param>
/// <param name="CachedIn">Tokens sent that the provider had cached.</param>
/// <param name="Out">Tokens received.</param>
internal sealed record ModelPrice(decimal In, decimal CachedIn, decimal Out)
{
    private const decimal Million = 1_000_000m;

    /// <summary>What an answer cost, in dollars.</summary>
    /// <param name="input">Tokens sent, cached ones included.</param>
    /// <param name="cached">How many of them were cached.</param>
    /// <param name="output">Tokens received.</param>
    public decimal Of(long input, long cached, long output) => (((input - cached) * In) + (cached * CachedIn) + (output * Out)) / Million;
}
