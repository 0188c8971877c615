using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// <c>model NAME</c>: a model with tools on the repository. Its conversation goes on from turn to turn, and after an interruption from what the ledger
/// has of it. What it edits is judged by the verification; it never judges itself.
/// </summary>
public sealed class ModelExecutor : IExecutor, IAsyncDisposable
{
    private readonly ModelStep _step;
    private readonly Func<ModelStep, string, IModel> _models;
    private readonly Func<ModelStep, string, ModelFacts> _facts;
    private Session? _session;

    /// <summary>Makes the executor of a step, with the models that the environment and the workspace configure.</summary>
    /// <param name="step">The step.</param>
    /// <param name="clock">Measures waits.</param>
    public ModelExecutor(ModelStep step, TimeProvider clock)
        : this(step, (asked, state) => Connect(asked, state, clock), FactsOf)
    {
    }

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="models">Makes the model of a step; it gets the absolute path of the <c>.goal</c> folder too.</param>
    /// <param name="facts">What is known of the model of a step, before it is made.</param>
    internal ModelExecutor(ModelStep step, Func<ModelStep, string, IModel> models, Func<ModelStep, string, ModelFacts> facts) => (_step, _models, _facts) = (step, models, facts);

    /// <inheritdoc/>
    public string Name => _step.Description;

    /// <inheritdoc/>
    public bool IsConversation => true;

    /// <inheritdoc/>
    public async Task EnsureUsableAsync(Goal goal, string stateDirectory, SandboxMode sandbox)
    {
        if (sandbox == SandboxMode.Required)
        {
            (await Containment.FindAsync(CancellationToken.None).ConfigureAwait(false)).Check(sandbox);
        }

        var caps = goal.Phases.Select(phase => phase.Budget).Append(goal.Budget).Append(_step.Budget);
        if (caps.Any(budget => budget?.Cost is not null) && _facts(_step, stateDirectory).Price is null)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.PriceUnknown,
                $"The budget caps the cost, and nobody says what {_step.Description} costs. Write its price behind it, as in 'price $1.25 / $10' (dollars for a million tokens sent and received), or add it to '.goal/models.json'; or cap 'tokens' instead of 'cost'.");
        }
    }

    /// <inheritdoc/>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        var host = turn.Host ?? throw new InvalidOperationException("A model works within a run.");
        try
        {
            // A turn of another run, or of a resumed one in the same process, has a conversation of its own.
            if (_session?.IsOf(host) != true)
            {
                await DisposeAsync().ConfigureAwait(false);
                _session = await Session.OpenAsync(turn, _models(_step, turn.Workspace.StateDirectory), cancellation).ConfigureAwait(false);
            }

            return await _session.TakeTurnAsync(turn, cancellation).ConfigureAwait(false);
        }
        catch (ModelFaultException fault)
        {
            return new TurnResult(TurnEnd.Failed, fault.Message);
        }
    }

    private static ModelClient Connect(ModelStep step, string stateDirectory, TimeProvider clock)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        return new ModelClient(FactsOf(step, stateDirectory), ModelEndpoint.Of(step, environment), ModelPatience.Of(environment), new TokenCounter(), clock, Telemetry.Start(environment));
    }

    private static ModelFacts FactsOf(ModelStep step, string stateDirectory) => ModelCatalogue.Load(stateDirectory, Environment.GetEnvironmentVariable).Find(step);

    /// <summary>Ends the commands that the model has left running, and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
