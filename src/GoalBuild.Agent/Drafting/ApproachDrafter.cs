using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Drafting;

/// <summary>Lets the first model of a goal's ladder draft how the work could be done: one question, without tools, within the caps of the goal and of its step.</summary>
public static class ApproachDrafter
{
    /// <summary>Asks for a draft. Nothing in the tree changes; what it cost is in the draft, whatever came of it.</summary>
    /// <param name="request">What is to be planned.</param>
    /// <param name="clock">Measures waits.</param>
    /// <param name="waited">Told of waits for the endpoint, one line each; or null.</param>
    /// <param name="cancellation">Breaks the connection, then throws.</param>
    /// <returns>The draft; a fault is a <see cref="ApproachDraft.Problem"/>, not an exception.</returns>
    public static async Task<ApproachDraft> AskAsync(DraftRequest request, TimeProvider clock, IProgress<string>? waited, CancellationToken cancellation)
    {
        if (StepOf(request.Goal) is not { } step)
        {
            return ApproachDraft.None("", request.Goal.Agent is null
                ? $"There is no model that could draft it. Set {ModelEndpoint.DefaultKeyVariable} or {ModelEndpoint.UrlVariable}, add a 'model' to 'agent', or leave out '--draft'."
                : "The goal's 'agent' has no model that could draft it. Add a 'model' to it, or leave out '--draft'.");
        }

        // A key may have any name; the mask has to know it before anything is rendered.
        Secrets.Declare(Secrets.Of(request.Goal));
        var model = step.Description;
        try
        {
            await EnsureUsableAsync(request, step, clock).ConfigureAwait(false);
            Func<string, string?> environment = Environment.GetEnvironmentVariable;
            var facts = ModelCatalogue.Load(request.Workspace.StateDirectory, environment).Find(step);
            using var client = new ModelClient(facts, ModelEndpoint.Of(step, environment), ModelPatience.Of(environment), new TokenCounter(), clock);
            return await AskAsync(client, request, step, clock, waited, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is ModelFaultException or GoalFaultException)
        {
            return ApproachDraft.None(model, fault.Message);
        }
    }

    /// <summary>The first model of the ladder; without an <c>agent</c> block the one that the environment configures. Null where there is none.</summary>
    /// <param name="goal">The goal.</param>
    internal static ModelStep? StepOf(Goal goal) =>
        goal.Agent is { } agent ? agent.Steps.OfType<ModelStep>().FirstOrDefault()
        : DefaultModel.OfEnvironment() is [var configured, ..] ? configured : null;

    private static async Task<ApproachDraft> AskAsync(ModelClient client, DraftRequest request, ModelStep step, TimeProvider clock, IProgress<string>? waited, CancellationToken cancellation)
    {
        var pages = await DraftPages.RenderAsync(request, clock, cancellation).ConfigureAwait(false);
        var question = new ModelQuestion(DraftPages.Instructions, [new ChatMessage(ChatRole.User, pages)], []) { Waited = waited };
        var started = clock.GetTimestamp();
        var caps = CapsOf(request.Goal.Budget, step.Budget);
        var budget = new BudgetWatch(
            () => new BudgetLeft(caps.Tokens, caps.Cost, caps.Time is { } time ? Loop.BudgetMeter.AtLeastZero(time - clock.GetElapsedTime(started)) : null)
            {
                MostTokens = caps.Tokens,
                MostDollars = caps.Cost,
                MostTime = caps.Time,
            },
            client.Facts);
        var size = (long)RequestSize.Tokens(question, new TokenCounter());
        if (budget.Refuses(size) is { } refused)
        {
            return ApproachDraft.None(step.Description, $"No draft was asked for: {refused}. Raise the cap in 'budget', or leave out '--draft'.");
        }

        // No draft takes a day, and a timer cannot be set for much more than a month.
        using var late = new CancellationTokenSource(caps.Time is { } most && most < TimeSpan.FromDays(1) ? most : Timeout.InfiniteTimeSpan, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        ModelAnswer answer;
        try
        {
            answer = await client.AskAsync(question with { MostTokens = budget.MostOut(size), MayGoOn = soFar => budget.MayGoOn(size, soFar) }, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ApproachDraft.None(step.Description, $"The draft took longer than the {Words.Of(caps.Time!.Value)} that the budget allows. Raise 'time' in 'budget', or leave out '--draft'.");
        }

        var spent = Spending.Of(answer, client.Facts);
        var draft = answer.End is AnswerEnd.Refused or AnswerEnd.Filtered
            ? ApproachDraft.None(step.Description, answer.End == AnswerEnd.Refused ? "The model refused to draft it." : "The provider's filter cut the draft off.", spent)
            : ApproachDraft.Read(step.Description, SecretMask.OfEnvironment().Apply(answer.Text), spent);
        return draft with { IsCut = draft.IsCut || answer.End is AnswerEnd.Length or AnswerEnd.Stopped };
    }

    // As before a run: a cap on the cost of a model without a price could not be kept.
    private static async Task EnsureUsableAsync(DraftRequest request, ModelStep step, TimeProvider clock)
    {
        var executor = new ModelExecutor(step, clock);
        await using (executor.ConfigureAwait(false))
        {
            await executor.EnsureUsableAsync(request.Goal, request.Workspace.StateDirectory, SandboxMode.Auto).ConfigureAwait(false);
        }
    }

    private static Budget CapsOf(Budget? goal, Budget? step) => new()
    {
        Tokens = Least(goal?.Tokens, step?.Tokens),
        Cost = Least(goal?.Cost, step?.Cost),
        Time = Least(goal?.Time, step?.Time),
    };

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is null ? other : other is null || one.Value.CompareTo(other.Value) <= 0 ? one : other;
}
