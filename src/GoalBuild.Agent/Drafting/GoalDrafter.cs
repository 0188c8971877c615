using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Drafting;

/// <summary>Lets a model propose a goal: without tools, and with what is wrong with a proposal sent back a few times.</summary>
public static class GoalDrafter
{
    /// <summary>How often a model is asked at most: the first time, and with the faults of what it proposed.</summary>
    public const int MostAsked = 4;

    // A goal is a page; a model that thinks takes more, and none may write without an end.
    private const int MostTokensOut = 16_000;

    /// <summary>Asks for a goal. Nothing in the tree changes; what it cost is in the draft, whatever came of it.</summary>
    /// <param name="request">What is to be drafted.</param>
    /// <param name="clock">Measures waits.</param>
    /// <param name="told">Told of waits for the endpoint and of proposals with faults, one line each; or null.</param>
    /// <param name="cancellation">Breaks the connection, then throws.</param>
    /// <returns>The draft; a fault is a <see cref="GoalDraft.Problem"/>, not an exception.</returns>
    public static async Task<GoalDraft> AskAsync(GoalDraftRequest request, TimeProvider clock, IProgress<string>? told, CancellationToken cancellation)
    {
        Func<string, string?> environment = Environment.GetEnvironmentVariable;
        if (StepOf(request) is not { } step)
        {
            return new GoalDraft("", "", Spending.None, 0)
            {
                Problem = $"There is no model that could draft it. Set {ModelEndpoint.DefaultKeyVariable} or {ModelEndpoint.UrlVariable}, or name a model with '--model' and its endpoint with '--at'.",
            };
        }

        var draft = new GoalDraft(step.Description, "", Spending.None, 0);
        try
        {
            var facts = ModelCatalogue.Load(request.StateDirectory, environment).Find(step);
            using var client = new ModelClient(facts, ModelEndpoint.Of(step, environment), ModelPatience.Of(environment), new TokenCounter(), clock);
            var conversation = new List<ChatMessage> { new(ChatRole.User, GoalDraftPages.Render(request)) };
            for (; ; )
            {
                var answer = await client.AskAsync(new ModelQuestion(GoalDraftPages.Instructions, conversation, []) { MostTokens = MostTokensOut, Waited = told }, cancellation).ConfigureAwait(false);
                draft = Read(draft with { Spent = draft.Spent.Plus(Spending.Of(answer, facts)), Asked = draft.Asked + 1 }, answer, request);
                if (draft.Faults.Count == 0 || draft.Asked == MostAsked)
                {
                    return draft;
                }

                told?.Report($"The proposal has {Verification.Words.Count(draft.Faults.Count, "fault")}, which {(draft.Faults.Count == 1 ? "is" : "are")} sent back: {PlainText.OneLine(draft.Faults[0], 160)}");
                conversation.Add(new ChatMessage(ChatRole.Assistant, answer.Text));
                conversation.Add(new ChatMessage(ChatRole.User, GoalDraftPages.Faulty(draft.Faults)));
            }
        }
        catch (Exception fault) when (fault is ModelFaultException or GoalFaultException)
        {
            return draft with { Problem = fault.Message };
        }
    }

    // A name that was given goes before the environment's; one's own endpoint speaks Chat Completions, as the one of a judge does.
    private static ModelStep? StepOf(GoalDraftRequest request)
    {
        var configured = DefaultModel.OfEnvironment() is [var step, ..] ? step : null;
        var named = request.Model is not null ? new ModelStep(new Text(request.Model)) : request.Url is not null ? configured ?? new ModelStep(new Text(DefaultModel.Name)) : configured;
        return named is not null && request.Url is not null ? named with { Url = new Text(request.Url), Wire = ModelWire.Chat } : named;
    }

    private static GoalDraft Read(GoalDraft draft, ModelAnswer answer, GoalDraftRequest request)
    {
        if (answer.End is AnswerEnd.Refused or AnswerEnd.Filtered)
        {
            return draft with { Faults = [], Problem = answer.End == AnswerEnd.Refused ? "The model refused to draft it." : "The provider's filter cut the draft off." };
        }

        var text = GoalDraft.TextIn(SecretMask.OfEnvironment().Apply(answer.Text));
        IReadOnlyList<string> faults = answer.End is AnswerEnd.Length ? ["The answer was cut off before its end; write a shorter goal."] : request.FaultsOf(text);
        return draft with { Text = text, Faults = faults, Problem = faults.Count == 0 ? null : $"What the model proposed has faults, and had when it was asked for the {Times(draft.Asked)} time." };
    }

    private static string Times(int asked) => asked switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{asked}th" };
}
