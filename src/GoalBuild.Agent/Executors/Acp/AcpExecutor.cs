using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>
/// <c>acp STRING</c>: an agent that speaks the Agent Client Protocol on its standard streams, in a session of its own for each turn. It runs contained, what it
/// asks is answered from the goal's constraints, and what it edits is judged like anybody's.
/// </summary>
public sealed class AcpExecutor : IExecutor, IAsyncDisposable
{
    private readonly AcpStep _step;
    private readonly AgentPatience _patience;
    private readonly AgentHome _home = new();
    private bool _isFirst = true;

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    public AcpExecutor(AcpStep step)
        : this(step, AgentPatience.Of(Environment.GetEnvironmentVariable))
    {
    }

    /// <summary>Makes the executor of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="patience">When the program is stopped.</param>
    internal AcpExecutor(AcpStep step, AgentPatience patience) => (_step, _patience) = (step, patience);

    /// <inheritdoc/>
    public string Name => _step.Description;

    /// <inheritdoc/>
    public bool IsConversation => true;

    /// <inheritdoc/>
    public async Task EnsureUsableAsync(Goal goal, string stateDirectory, SandboxMode sandbox) => await AgentHome.EnsureContainedAsync(sandbox).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var host = turn.Host ?? throw new InvalidOperationException("Another agent works within a run.");
        var mask = SecretMask.OfEnvironment();
        var prompt = new AgentPrompt(turn, mask);
        var text = prompt.Render();
        await prompt.WriteAsync(text).ConfigureAwait(false);
        await using var room = await AgentRoom.OpenAsync(turn, _step.Command.Value, _home.Of(turn), mask, cancellation).ConfigureAwait(false);
        if (_isFirst)
        {
            host.Notice(room.Sandbox.Description);
        }

        using var spent = new CancellationTokenSource();
        var transcript = new AgentTranscript(turn, mask, () => _ = spent.CancelAsync());
        transcript.Told(text);
        AgentProcess? process = null;
        var session = new AcpSession(
            line => process!.WriteAsync(line),
            // What is served is done outside of the sandbox, where the agent can put a link in its way between the look and the act. Inside it needs no help.
            room.Sandbox.IsContained ? null : new AcpFiles(new FileGuard(turn.Workspace, turn.Forbids), Edits(turn)),
            Permissions(turn, room),
            transcript.Take,
            why => transcript.TakeText($"refused: {why}"));
        var lines = new OutputLines(line =>
        {
            if (!session.Take(line))
            {
                transcript.TakeText(line);
            }
        });
        try
        {
            turn.Progress.Report($"$ {mask.Apply(_step.Command.Value)}");
            process = AgentProcess.Start(room.Request(_step.Command.Value, takesInput: true), room.Sandbox.Limits, _patience, host.Clock, lines.Append);
        }
        catch (CommandNotFoundException exception)
        {
            return new TurnResult(TurnEnd.Failed, exception.Message);
        }

        await using (process)
        {
            var fault = await TalkAsync(process, session, text, turn, spent.Token, cancellation).ConfigureAwait(false);
            transcript.End(isKnown: true);
            cancellation.ThrowIfCancellationRequested();
            var turnEnd = new AgentTurn(turn, prompt, transcript);
            if (_isFirst)
            {
                _isFirst = false;
                turnEnd.TellUncounted(Name);
            }

            return turnEnd.Ended(fault);
        }
    }

    /// <summary>Removes the home that the program had.</summary>
    public ValueTask DisposeAsync() => _home.DisposeAsync();

    // Why the turn failed, or null. Whatever came of it, the program has ended afterwards.
    private async Task<string?> TalkAsync(AgentProcess process, AcpSession session, string text, Turn turn, CancellationToken spent, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(spent, cancellation);
        var prompting = session.PromptAsync(LinkResolver.Resolve(turn.Workspace.Root), text, CancellationToken.None);
        _ = process.Completion.ContinueWith(_ => session.Close(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            try
            {
                return Fault(await prompting.WaitAsync(stop.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                session.Cancel();
                return Fault(await prompting.WaitAsync(_patience.Grace, turn.Host!.Clock, CancellationToken.None).ConfigureAwait(false));
            }
        }
        catch (TimeoutException)
        {
            return "it did not stop when it was asked to";
        }
        catch (RpcFaultException fault) when (fault.Code == 0)
        {
            // Why it ended is known to the process.
            return (await process.Completion.ConfigureAwait(false)).Fault(null) ?? "it ended before it had answered; is it an agent that speaks the Agent Client Protocol?";
        }
        catch (RpcFaultException fault)
        {
            return fault.Code == RpcFaultException.AuthenticationRequired
                ? $"it wants to be signed in ({fault.Message}); give it its key by an environment variable that it knows"
                : $"it answered with an error: {fault.Message}";
        }
        finally
        {
            process.Stop("its turn is over");
            await process.Completion.ConfigureAwait(false);
        }
    }

    private static string? Fault(string stopReason) => stopReason switch
    {
        "refusal" => "it refused to go on",
        _ => null,
    };

    private static AcpPermissions Permissions(Turn turn, AgentRoom room)
    {
        var host = turn.Host!;
        var constraints = turn.Goal.Constraints.Concat(host.Phase?.Constraints ?? []).OfType<CommandConstraint>();
        return new AcpPermissions(new FileGuard(turn.Workspace, turn.Forbids), new CommandRules([.. constraints], constraint => host.Source.PositionOf(constraint.Span.Start).Line), room.Network);
    }

    // An edit that a crash cuts off is judged with the turn, as far as it came: there is no call to bring to its end.
    private static FileEdits Edits(Turn turn) => new(LinkResolver.Resolve(turn.Workspace.Root), Path.Combine(turn.Workspace.StateDirectory, "tmp", "edits"), _ => { });
}
