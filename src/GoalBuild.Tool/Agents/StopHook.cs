using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Agents;

/// <summary>
/// Answers an agent that is about to stop: verifies, and sends it back to work with what fails. At most so many times in a session, and never
/// for a fault of ours: then it may stop, and its user is told that the goal is not met.
/// </summary>
/// <param name="context">What to work with.</param>
/// <param name="agent">Who asks.</param>
/// <param name="most">How many times a session is kept from stopping.</param>
internal sealed class StopHook(CommandContext context, HookAgent agent, int most)
{
    /// <summary>The most tokens of an answer. Codex cuts what a hook tells at about ten thousand characters; a token is taken for three bytes.</summary>
    private const int AnswerTokens = 2800;

    /// <summary>Shorter than what the agent is told to wait, so that it hears from us.</summary>
    private static readonly TimeSpan Limit = HookAgent.Timeout - TimeSpan.FromMinutes(1);

    /// <summary>Gives the answer.</summary>
    /// <param name="files">Paths of goal files, or none for those found here.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <returns>What the agent reads, and what its user reads on standard error, or null.</returns>
    public async Task<(JsonObject Answer, string? Message)> AnswerAsync(IReadOnlyList<string> files, IReadOnlyList<string> goals)
    {
        // A run of ours verifies by itself what this agent did as its executor; a verification within it would wait for it, or run what runs it.
        if (new[] { ChildEnvironment.VerifyingVariable, ProcessTree.MarkVariable }.Any(name => !string.IsNullOrEmpty(context.Host.Variable(name))))
        {
            return (agent.Stop(null), null);
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        using var timer = context.Host.Clock.CreateTimer(_ => late.Cancel(), null, Limit, Timeout.InfiniteTimeSpan);
        try
        {
            var input = await HookInput.ReadAsync(context.Host.In, late.Token).ConfigureAwait(false);
            return await VerifyAsync(input, context with { Host = context.Host with { Cancellation = late.Token } }, files, goals).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return MayStop(context.Cancellation.IsCancellationRequested ? "it was interrupted." : $"the verification took more than {Limit.TotalMinutes:0} minutes.");
        }
        catch (GoalFaultException fault)
        {
            return MayStop(fault.Render());
        }
        catch (Exception error) when (error is JsonException or InvalidDataException)
        {
            return MayStop($"what the agent sent cannot be read: {error.Message}");
        }
        catch (Exception error) when (error is not (OutOfMemoryException or InsufficientExecutionStackException))
        {
            return MayStop(UnexpectedFault.Of(error, context.Host).Render());
        }
    }

    private async Task<(JsonObject Answer, string? Message)> VerifyAsync(HookInput input, CommandContext within, IReadOnlyList<string> files, IReadOnlyList<string> goals)
    {
        using var reporter = new CollectingReporter(within.Host);
        var code = await VerifyCommand.RunAsync(within with { Reporter = reporter }, files, goals, [], cache: true).ConfigureAwait(false);
        within.Cancellation.ThrowIfCancellationRequested();
        if (code == ExitCode.Usage || reporter.Found.Count == 0)
        {
            return MayStop($"it could not be verified. {reporter.Errors}");
        }

        var counter = input.Session.Length == 0 ? null : new HookCounter(reporter.Sources[0].Workspace.StateDirectory, agent.Name, input.Session);
        var open = reporter.Found.Where(found => !found.Result.AllHold).ToList();
        if (code == ExitCode.Met && open.Count == 0)
        {
            counter?.Clear();
            return (agent.Stop(null), null);
        }

        var names = string.Join(", ", open.Select(found => $"'{found.View.Name}'"));
        if (counter is null)
        {
            return MayStop($"clauses of {names} do not hold. The agent did not say which session it is, so that it is not kept from stopping.");
        }

        var count = counter.Next();
        return count > most
            ? MayStop($"clauses of {names} do not hold. The agent was sent back to work {Verification.Words.Count(most, "time")} in this session, the most that is allowed.")
            : (HookAgent.GoOn(Feedback(open, reporter.Sources, count)), null);
    }

    private string Feedback(List<CollectingReporter.Finding> open, IReadOnlyList<GoalSource> sources, int count)
    {
        var parts = new List<string>
        {
            $"The goal is not met, so go on working ({count} of at most {most} times that you are told so). Repair what fails below; do not change goal files, and do not weaken tests or checks. When you stop again, all is verified again.",
        };
        foreach (var found in open)
        {
            var source = sources.First(source => source.Path == found.View.Path);
            var goal = source.Parsed.File.Goals.First(goal => goal.Name.Value == found.View.Name);
            parts.Add($"GOAL '{found.View.Name}' ({found.View.File}):\n{FailureBrief.Of(found.Result, goal, source.Parsed.Source, (AnswerTokens - 100) / open.Count)}");
        }

        return string.Join("\n\n", parts.Select(Safe));
    }

    // What tools wrote may carry sequences that a terminal obeys.
    private static string Safe(string text) => string.Join('\n', text.Split('\n').Select(line => Ink.Safe(line.TrimEnd('\r'), color: false))).TrimEnd();

    private (JsonObject Answer, string? Message) MayStop(string why)
    {
        var message = Safe($"GoalBuild: the goal is NOT met, or it is not known; the agent may stop: {why}");
        return (agent.Stop(message), message);
    }
}
