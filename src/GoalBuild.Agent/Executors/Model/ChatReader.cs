using System.Text;
using GoalBuild.Agent.Conversation;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = OpenAI.Chat.ChatFinishReason;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Reads the stream of Chat Completions.</summary>
internal sealed class ChatReader : AnswerReader
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thought = new();
    private readonly StringBuilder _refusal = new();
    private readonly List<Call> _calls = [];

    /// <inheritdoc/>
    public override bool IsOver => IsWhole && Usage is not null;

    /// <inheritdoc/>
    public override void Take(ChatResponseUpdate update)
    {
        Usage = UsageOf(update) ?? Usage;
        foreach (var content in update.Contents)
        {
            if (content is TextContent text)
            {
                _text.Append(text.Text);
                CountText(text.Text);
            }
            else if (content is TextReasoningContent thought)
            {
                _thought.Append(thought.Text);
                Count(thought.Text);
            }
        }

        if (update.RawRepresentation is not StreamingChatCompletionUpdate chunk)
        {
            return;
        }

        if (chunk.Patch.TryGetValue("$.error.message"u8, out string? message))
        {
            throw new BrokenAnswerException(ModelFailure.OfStream(chunk.Patch.TryGetValue("$.error.code"u8, out string? code) ? code ?? "" : "", message ?? ""));
        }

        _refusal.Append(chunk.RefusalUpdate);
        foreach (var part in chunk.ToolCallUpdates)
        {
            Take(part);
        }

        if (chunk.FinishReason is { } reason)
        {
            IsWhole = true;
            End = reason switch
            {
                ChatFinishReason.Length => AnswerEnd.Length,
                ChatFinishReason.ContentFilter => AnswerEnd.Filtered,
                _ => _refusal.Length > 0 ? AnswerEnd.Refused : AnswerEnd.Finished,
            };
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<AIContent> Contents()
    {
        var contents = new List<AIContent>();
        if (_thought.Length > 0)
        {
            contents.Add(ContentJson.Thought(_thought.ToString(), null, null));
        }

        if (_text.Length > 0)
        {
            contents.Add(new TextContent(_text.ToString()));
        }

        if (_refusal.Length > 0)
        {
            contents.Add(RefusalOf(_refusal.ToString()));
        }

        // A call has ended when the next one begins, or the answer ends; one that was cut off at the most tokens has not.
        contents.AddRange(_calls.Take(IsWhole && End == AnswerEnd.Finished ? _calls.Count : _calls.Count - 1).Select(call => FunctionCalls.Make(call.Id, call.Name, call.Arguments.ToString())));
        return contents;
    }

    private void Take(StreamingChatToolCallUpdate part)
    {
        var last = _calls.FindLast(call => call.Index == part.Index);

        // Some servers give every call the index 0: a new name of a call is a new call.
        if (last is null || (!string.IsNullOrEmpty(part.ToolCallId) && part.ToolCallId != last.Id && last.Id.Length > 0))
        {
            // Others give a call no name of its own; the result needs one.
            last = new Call(part.Index, string.IsNullOrEmpty(part.ToolCallId) ? $"call_{Guid.NewGuid():N}" : part.ToolCallId);
            _calls.Add(last);
        }

        last.Name += part.FunctionName;
        var arguments = part.FunctionArgumentsUpdate is { } data && !data.ToMemory().IsEmpty ? data.ToString() : "";
        last.Arguments.Append(arguments);
        Count(arguments);
    }

    private sealed class Call(int index, string id)
    {
        public int Index => index;

        public string Id => id;

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
