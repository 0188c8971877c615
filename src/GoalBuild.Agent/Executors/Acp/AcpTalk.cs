using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Executors.Acp;

/// <summary>A turn of an agent that speaks the Agent Client Protocol: one session.</summary>
internal sealed class AcpTalk : IAgentTalk
{
    private readonly AgentMeeting _meeting;
    private readonly TimeSpan _grace;
    private readonly AcpSession _session;
    private readonly OutputLines _lines;
    private AgentProcess? _process;

    /// <summary>Makes ready.</summary>
    /// <param name="meeting">The turn.</param>
    /// <param name="line">The command line.</param>
    /// <param name="grace">How long the agent may take to stop when it is asked to.</param>
    public AcpTalk(AgentMeeting meeting, AgentCommandLine line, TimeSpan grace)
    {
        (_meeting, Line, _grace) = (meeting, line, grace);
        var (turn, room, transcript) = (meeting.Turn, meeting.Room, meeting.Transcript);
        _session = new AcpSession(
            text => _process?.WriteAsync(text) ?? Task.FromResult(false),
            // What is served is done outside of the sandbox, where the agent can put a link in its way between the look and the act. Inside it needs no help.
            room.Sandbox.IsContained ? null : new AcpFiles(new FileGuard(turn.Workspace, turn.Forbids), Edits(turn)),
            Permissions(turn, room),
            transcript.Take,
            transcript.TakeRefusal);
        _lines = new OutputLines(output =>
        {
            if (!_session.Take(output))
            {
                transcript.TakeText(output);
            }
        });
    }

    /// <inheritdoc/>
    public AgentCommandLine Line { get; }

    /// <inheritdoc/>
    public bool IsKnown => true;

    /// <inheritdoc/>
    public void Take(string text) => _lines.Append(text);

    /// <inheritdoc/>
    public async Task<string?> RunAsync(AgentProcess process, CancellationToken spent, CancellationToken cancellation)
    {
        _process = process;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(spent, cancellation);
        var prompting = _session.PromptAsync(LinkResolver.Resolve(_meeting.Turn.Workspace.Root), _meeting.Prompt, CancellationToken.None);
        _ = process.Completion.ContinueWith(_ => _session.Close(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            try
            {
                return Fault(await prompting.WaitAsync(stop.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException)
            {
                _session.Cancel();
                return Fault(await prompting.WaitAsync(_grace, _meeting.Turn.Host!.Clock, CancellationToken.None).ConfigureAwait(false));
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
