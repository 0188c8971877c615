namespace GoalBuild.Language.Model;

/// <summary>The ladder of executors.</summary>
/// <param name="Steps">The steps, cheapest first.</param>
public sealed record Agent(ValueList<AgentStep> Steps) : Node;

/// <summary>One step of the ladder.</summary>
public abstract record AgentStep : Node
{
    /// <summary>The step in the words of the language, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>The step's own share of the budget, or null for no cap of its own.</summary>
    public Budget? Budget { get; init; }
}

/// <summary><c>fixers</c></summary>
public sealed record FixersStep : AgentStep
{
    /// <inheritdoc/>
    public override string Description => "fixers";
}

/// <summary><c>fix STRING [in DIR]</c></summary>
/// <param name="Command">A command line for the platform's shell.</param>
public sealed record FixStep(Text Command) : AgentStep
{
    /// <inheritdoc/>
    public override string Description => $"fix \"{Command.Value}\"";

    /// <summary>The working directory, or null for the goal's folder.</summary>
    public Text? Directory { get; init; }
}

/// <summary><c>model NAME [at URL] [wire responses|chat] [key ENV_NAME] [effort low|medium|high] [price $IN / $OUT]</c></summary>
/// <param name="Model">The model's name.</param>
public sealed record ModelStep(Text Model) : AgentStep
{
    /// <inheritdoc/>
    public override string Description => $"model \"{Model.Value}\"";

    /// <summary>The endpoint, or null for the environment's.</summary>
    public Text? Url { get; init; }

    /// <summary>The wire format.</summary>
    public ModelWire Wire { get; init; }

    /// <summary>The environment variable that holds the key, or null for the default one.</summary>
    public Text? KeyVariable { get; init; }

    /// <summary>How hard the model thinks, or null for its default.</summary>
    public ModelEffort? Effort { get; init; }

    /// <summary>Dollars for a million tokens sent, or null where the price list is to be asked.</summary>
    public decimal? PriceIn { get; init; }

    /// <summary>Dollars for a million tokens received, or null where the price list is to be asked.</summary>
    public decimal? PriceOut { get; init; }
}

/// <summary>The wire formats of models.</summary>
public enum ModelWire
{
    /// <summary>The Responses API, the default.</summary>
    Responses,

    /// <summary>Chat Completions.</summary>
    Chat,
}

/// <summary>How hard a model thinks.</summary>
public enum ModelEffort
{
    /// <summary><c>low</c></summary>
    Low,

    /// <summary><c>medium</c></summary>
    Medium,

    /// <summary><c>high</c></summary>
    High,
}

/// <summary><c>command STRING</c></summary>
/// <param name="Command">Another agent's command line.</param>
public sealed record CommandStep(Text Command) : AgentStep
{
    /// <inheritdoc/>
    public override string Description => $"command \"{Command.Value}\"";
}

/// <summary><c>acp STRING</c></summary>
/// <param name="Command">The command line of an agent that speaks the Agent Client Protocol.</param>
public sealed record AcpStep(Text Command) : AgentStep
{
    /// <inheritdoc/>
    public override string Description => $"acp \"{Command.Value}\"";
}
