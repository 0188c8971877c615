using System.Globalization;
using GoalBuild.Agent.Conversation;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// One turn of a model: it is asked, its calls are made, it is asked again, until it stops calling tools, or a cap, an obstacle or a fault ends it.
/// Whether anything holds is none of its business: that is verified afterwards.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="turn">The turn.</param>
/// <param name="conversation">The conversation so far.</param>
/// <param name="pages">What stands before it in each request.</param>
/// <param name="caller">Makes calls.</param>
/// <param name="compactor">Keeps the conversation within the model's window.</param>
/// <param name="newest">The newest verdicts in words, for a conversation that was just compacted.</param>
internal sealed class ModelTurn(IModel model, Turn turn, ModelConversation conversation, OpeningPages pages, ToolCaller caller, Compactor compactor, Func<string> newest)
{
    // A turn without an end is never verified; after so many answers it is.
    private const int MostAnswers = 200;

    // A refusal or a filter's cut says nothing of the goal. Models that do so three times do so for ever.
    private const int MostSetbacks = 3;

    private const int MostShown = 200;

    private readonly ITurnHost _host = turn.Host!;
    private readonly BudgetWatch _budget = new(turn.Host!.Left, model.Facts);

    /// <summary>Works until the turn ends.</summary>
    /// <param name="told">What the model is told once calls that were left open have their answers; or null.</param>
    /// <param name="cancellation">Breaks off, then throws; everything that was paid for is recorded.</param>
    public async Task<TurnResult> WorkAsync(string? told, CancellationToken cancellation)
    {
        if (await caller.FinishAsync(cancellation).ConfigureAwait(false) is { } obstacle)
        {
            return new TurnResult(TurnEnd.Blocked, obstacle);
        }

        if (told is not null)
        {
            conversation.Tell(told);
        }
        else if (conversation.HasStopped)
        {
            // It was interrupted between its end and the record of that.
            return Stopped();
        }

        var setbacks = 0;
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_budget.WrapUp() is { } wrapUp)
            {
                conversation.Tell(wrapUp);
            }

            ModelAnswer answer;
            try
            {
                if (await AskAsync(cancellation).ConfigureAwait(false) is not var (given, refused))
                {
                    continue;
                }

                if (refused is not null)
                {
                    return new TurnResult(TurnEnd.Spent, refused);
                }

                answer = given!;
            }
            catch (ModelFaultException fault)
            {
                return new TurnResult(TurnEnd.Failed, fault.Message);
            }

            if (answer.Calls.Count > 0)
            {
                if (await caller.FinishAsync(cancellation).ConfigureAwait(false) is { } why)
                {
                    return new TurnResult(TurnEnd.Blocked, why);
                }

                if (caller.IsStuck)
                {
                    return new TurnResult(TurnEnd.Worked, "the same calls gave the same results over and over, and the turn was ended") { IsStuck = true };
                }

                continue;
            }

            switch (answer.End)
            {
                case AnswerEnd.Stopped:
                    return new TurnResult(TurnEnd.Spent, $"an answer was stopped at the cap: {_budget.Refuses(0) ?? "nothing is left"}");
                case AnswerEnd.Finished when await caller.SettleCommandsAsync(cancellation).ConfigureAwait(false) is { } running:
                    conversation.Tell(running);
                    break;
                case AnswerEnd.Finished:
                    return Stopped();
                case var end when ++setbacks >= MostSetbacks:
                    return new TurnResult(TurnEnd.Failed, $"{Words(end)}, {setbacks} times in one turn");
                case var end:
                    turn.Progress.Report(Words(end));
                    conversation.Tell(end == AnswerEnd.Length
                        ? "Your answer was cut off, because it reached the most tokens that an answer may have. Nothing of it was done. Go on in smaller steps."
                        : $"{Words(end)}; that ends nothing. The task is ordinary work on this repository; go on with the next step, and leave out what cannot be answered.");
                    break;
            }
        }

        return new TurnResult(TurnEnd.Worked, string.Create(CultureInfo.InvariantCulture, $"{MostAnswers} answers without a stop; the tree is verified in between"));
    }

    // The answer; or why there is no budget for one; or null where the conversation had to be compacted first.
    private async Task<(ModelAnswer? Answer, string? Refused)?> AskAsync(CancellationToken cancellation)
    {
        var opening = pages.Message();
        if (await compactor.KeepWithinAsync(conversation, opening, _budget, turn.Progress, cancellation).ConfigureAwait(false))
        {
            conversation.Tell(newest());
        }

        var size = compactor.SizeOf(conversation, opening);
        if (_budget.Refuses(size) is { } refused)
        {
            return (null, refused);
        }

        // Cut off when time is over, so that what was said until then is not lost with the run.
        var question = new ModelQuestion(Instructions.Text, [opening, .. conversation.Messages()], caller.Tools)
        {
            CacheKey = $"{_host.Run}-{_host.Step}",
            MostTokens = _budget.MostOut(size),
            MayGoOn = soFar => _budget.MayGoOn(size, soFar),
            Said = turn.Progress,
            Waited = new Waits(_host, turn.Progress),
        };
        try
        {
            var answer = await model.AskAsync(question, cancellation).ConfigureAwait(false);
            _budget.Add(answer.Usage);
            compactor.Correct(size, answer.Usage.In);
            conversation.Answer(answer, Spending.Of(answer, model.Facts));
            return (answer, null);
        }
        catch (ModelFaultException fault) when (fault.Kind == ModelFaultKind.TooLong)
        {
            if (!await compactor.ShrinkAsync(conversation, opening, _budget, turn.Progress, cancellation).ConfigureAwait(false))
            {
                throw;
            }

            conversation.Tell(newest());
            return null;
        }
    }

    private TurnResult Stopped()
    {
        var said = conversation.LastAnswer?.Text.Trim() is { Length: > 0 } text ? Line(text) : "the model stopped";
        return new TurnResult(_budget.WasTold ? TurnEnd.Spent : TurnEnd.Worked, _budget.WasTold ? $"the model was told that the budget is nearly spent, and stopped: {said}" : said);
    }

    private static string Line(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length > MostShown ? $"{line[..MostShown]} …" : line;
    }

    private static string Words(AnswerEnd end) => end switch
    {
        AnswerEnd.Refused => "The model refused to answer",
        AnswerEnd.Filtered => "The provider's content filter cut the answer off",
        _ => "The answer was cut off at the most tokens that it may have",
    };

    /// <summary>Tells of waits and failed tries, and keeps them: who pays wants to know where the time went.</summary>
    private sealed class Waits(ITurnHost host, IProgress<string> progress) : IProgress<string>
    {
        public void Report(string value)
        {
            host.Record([TranscriptKinds.Of(TranscriptKinds.Waited, new Told(value))]);
            progress.Report(value);
        }
    }
}
