using System.Text;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Puts an answer together from the events of its stream.</summary>
internal abstract class AnswerReader
{
    private readonly StringBuilder _line = new();

    /// <summary>Whether the event that says how the answer ended has come. Before it there is no answer.</summary>
    public bool IsWhole { get; protected set; }

    /// <summary>Whether nothing more of worth can come.</summary>
    public abstract bool IsOver { get; }

    /// <summary>How it ended.</summary>
    public AnswerEnd End { get; protected set; }

    /// <summary>The tokens that were reported, or null.</summary>
    public TokenUsage? Usage { get; protected set; }

    /// <summary>How many bytes of text, thoughts and arguments have come.</summary>
    public long Bytes { get; private set; }

    /// <summary>Told of each line of text.</summary>
    public Action<string> OnLine { get; init; } = _ => { };

    /// <summary>Takes an event.</summary>
    /// <param name="update">The event.</param>
    /// <exception cref="BrokenAnswerException">It says that the answer failed.</exception>
    public abstract void Take(ChatResponseUpdate update);

    /// <summary>What has come; of calls, those that are whole.</summary>
    public abstract IReadOnlyList<AIContent> Contents();

    /// <summary>Reports what is left of the last line.</summary>
    public void EndLine()
    {
        if (_line.ToString().Trim() is { Length: > 0 } line)
        {
            OnLine(line);
        }

        _line.Clear();
    }

    /// <summary>Takes note of a piece of the answer.</summary>
    /// <param name="piece">The piece.</param>
    protected void Count(string? piece) => Bytes += piece is null ? 0 : Encoding.UTF8.GetByteCount(piece);

    /// <summary>Takes note of a piece of text.</summary>
    /// <param name="piece">The piece.</param>
    protected void CountText(string piece)
    {
        Count(piece);
        foreach (var character in piece)
        {
            if (character == '\n')
            {
                EndLine();
            }
            else
            {
                _line.Append(character);
            }
        }
    }

    /// <summary>The tokens that an event reports.</summary>
    /// <param name="update">The event.</param>
    protected static TokenUsage? UsageOf(ChatResponseUpdate update) =>
        update.Contents.OfType<UsageContent>().LastOrDefault()?.Details is { } details && (details.InputTokenCount ?? 0) + (details.OutputTokenCount ?? 0) > 0
            ? new TokenUsage(details.InputTokenCount ?? 0, details.CachedInputTokenCount ?? 0, details.OutputTokenCount ?? 0)
            : null;

    /// <summary>Whether contents hold anything that a conversation can go on with.</summary>
    /// <param name="contents">The contents.</param>
    public static bool IsEmpty(IEnumerable<AIContent> contents) =>
        !contents.Any(content => content is FunctionCallContent or ErrorContent || (content is TextContent text && !string.IsNullOrWhiteSpace(text.Text)));

    /// <summary>A refusal, as contents have it.</summary>
    /// <param name="text">Its words.</param>
    protected static ErrorContent RefusalOf(string text) => new(text) { ErrorCode = ContentRefusal };

    /// <summary>The code of refusals among contents.</summary>
    public const string ContentRefusal = "refusal";
}
