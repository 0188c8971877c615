using System.Text;
using GoalBuild.Agent.Conversation;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Reads the stream of the Responses API.</summary>
internal sealed class ResponsesReader : AnswerReader
{
    private readonly List<AIContent> _done = [];

    // Of the item that has not ended yet.
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override bool IsOver => IsWhole;

    /// <inheritdoc/>
    public override void Take(ChatResponseUpdate update)
    {
        switch (update.RawRepresentation)
        {
            case StreamingResponseOutputTextDeltaUpdate delta:
                _text.Append(delta.Delta);
                CountText(delta.Delta);
                break;
            case StreamingResponseReasoningSummaryTextDeltaUpdate delta:
                Count(delta.Delta);
                break;
            case StreamingResponseFunctionCallArgumentsDeltaUpdate delta:
                Count(delta.Delta?.ToString());
                break;
            case StreamingResponseOutputItemDoneUpdate done:
                TakeItem(done.Item);
                break;
            case StreamingResponseCompletedUpdate completed:
                EndWith(completed.Response, End);
                break;
            case StreamingResponseIncompleteUpdate incomplete:
                EndWith(incomplete.Response, incomplete.Response.IncompleteStatusDetails?.Reason == ResponseIncompleteStatusReason.ContentFilter ? AnswerEnd.Filtered : AnswerEnd.Length);
                break;
            case StreamingResponseFailedUpdate failed:
                throw new BrokenAnswerException(ModelFailure.OfStream(failed.Response.Error?.Code.ToString() ?? "", failed.Response.Error?.Message ?? ""));
            case StreamingResponseErrorUpdate:
                var error = update.Contents.OfType<ErrorContent>().FirstOrDefault();
                throw new BrokenAnswerException(ModelFailure.OfStream(error?.ErrorCode ?? "", error?.Message ?? ""));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<AIContent> Contents() => _text.Length == 0 ? _done : [.. _done, new TextContent(_text.ToString())];

    private void TakeItem(ResponseItem item)
    {
        switch (item)
        {
            case FunctionCallResponseItem call when call.Status != FunctionCallStatus.Incomplete:
                _done.Add(FunctionCalls.Make(call.CallId, call.FunctionName, call.FunctionArguments.ToString()));
                break;
            case ReasoningResponseItem thought:
                _done.Add(ContentJson.Thought(thought.GetSummaryText() ?? "", thought.EncryptedContent, thought.Id));
                break;
            case MessageResponseItem message:
                EndLine();
                _text.Clear();
                TakeMessage(message);
                break;
        }
    }

    private void TakeMessage(MessageResponseItem message)
    {
        foreach (var part in message.Content)
        {
            if (part.Kind == ResponseContentPartKind.Refusal)
            {
                End = AnswerEnd.Refused;
                _done.Add(RefusalOf(part.Refusal));
            }
            else if (!string.IsNullOrEmpty(part.Text))
            {
                _done.Add(new TextContent(part.Text));
            }
        }
    }

    private void EndWith(ResponseResult response, AnswerEnd end)
    {
        IsWhole = true;
        End = end;
        Usage = response.Usage is { } usage ? new TokenUsage(usage.InputTokenCount, usage.InputTokenDetails?.CachedTokenCount ?? 0, usage.OutputTokenCount) : null;
    }
}
