using System.Text;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Ledger;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Conversation;

/// <summary>A call that has no answer yet, and how far it is known to have come.</summary>
/// <param name="Call">The call.</param>
/// <param name="WasStarted">Whether its tool was called: only after a crash can that be so, and nobody knows what it did.</param>
/// <param name="Edits">What it was about to write, or empty.</param>
internal sealed record OpenCall(Called Call, bool WasStarted, IReadOnlyList<Tools.EditIntent> Edits);

/// <summary>
/// The conversation with a model: what the ledger has of it, as messages to send. It can be made anew from the ledger at any time, to the same bytes,
/// so that a resumed run asks exactly what the interrupted one would have asked.
/// </summary>
internal sealed class ModelConversation
{
    // Short: a long conversation holds a thousand of them.
    private const string PrunedText = "[Old output, removed to save room. Call the tool again if you need it.]";

    private readonly List<Item> _items = [];
    private readonly Dictionary<string, OpenCall> _open = new(StringComparer.Ordinal);
    private Action<IReadOnlyList<TranscriptEntry>, Spending?> _record;
    private int _prunedUpTo;
    private int _compactedUpTo;
    private string? _summary;
    private ChatMessage? _summaryMessage;

    // Bytes of what is sent, until something of it goes; null where they are to be added up anew.
    private long? _bytes;

    private ModelConversation(Action<IReadOnlyList<TranscriptEntry>, Spending?> record) => _record = record;

    /// <summary>The calls that have no answer yet, in order.</summary>
    public IReadOnlyList<OpenCall> OpenCalls => [.. _open.Values];

    /// <summary>Whether the last thing said is an answer of the model that calls nothing: it has stopped, and waits for verdicts.</summary>
    public bool HasStopped => _items is [.., { Answer: { } answer }] && answer.Calls.Count == 0;

    /// <summary>The newest answer, or null.</summary>
    public ModelAnswer? LastAnswer => _items.LastOrDefault(item => item.Answer is not null)?.Answer;

    /// <summary>The arguments of all calls of a tool, oldest first; how a tool that keeps something in memory finds it again.</summary>
    /// <param name="tool">The tool.</param>
    public IReadOnlyList<string> CallsOf(string tool) =>
        [.. _items.SelectMany(item => item.Answer?.Calls ?? []).Where(call => call.Name == tool).Select(FunctionCalls.ArgumentsOf)];

    /// <summary>Reads a conversation from the ledger: from where it was begun anew last.</summary>
    /// <param name="entries">The entries of its step, oldest first.</param>
    /// <param name="record">Records entries; when it returns, they survive a crash.</param>
    public static ModelConversation Read(IReadOnlyList<LedgerEntry> entries, Action<IReadOnlyList<TranscriptEntry>, Spending?> record)
    {
        var conversation = new ModelConversation(record);
        foreach (var entry in entries)
        {
            conversation.Take(entry);
        }

        return conversation;
    }

    /// <summary>Goes on in another turn.</summary>
    /// <param name="record">Records entries of that turn.</param>
    public void GoOn(Action<IReadOnlyList<TranscriptEntry>, Spending?> record) => _record = record;

    /// <summary>Begins anew; nothing of what was said before is sent any more.</summary>
    /// <param name="why">Why, for people.</param>
    public void BeginAnew(string why)
    {
        _record([TranscriptKinds.Of(TranscriptKinds.Anew, new Told(why))], null);
        Clear();
    }

    /// <summary>Tells the model something.</summary>
    /// <param name="text">The words.</param>
    public void Tell(string text)
    {
        _record([TranscriptKinds.Of(TranscriptKinds.Told, new Told(text))], null);
        Add(new Told(text));
    }

    /// <summary>Takes note of an answer of the model, with what it cost, and that the first of its calls is about to be made: one write, since each costs a sync of the disk.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="spent">What it cost.</param>
    public void Answer(ModelAnswer answer, Spending spent)
    {
        var entries = new List<TranscriptEntry> { TranscriptKinds.Of(TranscriptKinds.Answered, new Answered(ContentJson.Write(answer.Contents), answer.End.ToString(), answer.Usage.In, answer.Usage.Out)) };
        var first = answer.Calls is [var call, ..] ? new Called(call.CallId, call.Name, FunctionCalls.ArgumentsOf(call)) : null;
        if (first is not null)
        {
            entries.Add(TranscriptKinds.Of(TranscriptKinds.Called, first));
        }

        _record(entries, spent);
        Add(answer);
        if (first is not null)
        {
            _open[first.Id] = new OpenCall(first, WasStarted: true, []);
        }
    }

    /// <summary>Takes note that a call is about to be made, unless that is known.</summary>
    /// <param name="call">The call.</param>
    public void Begin(Called call)
    {
        if (_open.TryGetValue(call.Id, out var open) && open.WasStarted)
        {
            return;
        }

        _record([TranscriptKinds.Of(TranscriptKinds.Called, call)], null);
        _open[call.Id] = new OpenCall(call, WasStarted: true, []);
    }

    /// <summary>Takes note of what a call is about to write.</summary>
    /// <param name="call">The call.</param>
    /// <param name="files">The files.</param>
    public void Announce(Called call, IReadOnlyList<Tools.EditIntent> files) =>
        _record([TranscriptKinds.Of(TranscriptKinds.Edits, new Edits(call.Id, files))], null);

    /// <summary>Takes note of a call's answer.</summary>
    /// <param name="returned">The answer.</param>
    public void Return(Returned returned)
    {
        _record([TranscriptKinds.Of(TranscriptKinds.Returned, returned)], null);
        Add(returned);
    }

    /// <summary>Sends old output of tools no longer.</summary>
    /// <param name="upTo">Before which message, counted from 0.</param>
    public void Prune(int upTo)
    {
        _record([TranscriptKinds.Of(TranscriptKinds.Pruned, new Pruned(upTo))], null);
        SetPruned(upTo);
    }

    /// <summary>Lets a summary stand for what is older.</summary>
    /// <param name="upTo">Before which message, counted from 0; no call before it may have its answer behind it.</param>
    /// <param name="summary">The summary.</param>
    /// <param name="spent">What it cost, or null.</param>
    public void Compact(int upTo, string summary, Spending? spent)
    {
        _record([TranscriptKinds.Of(TranscriptKinds.Compacted, new Compacted(upTo, summary))], spent);
        SetCompacted(upTo, summary);
    }

    /// <summary>
    /// The messages to send, oldest first: the summary where there is one, then what came after it. A message that was given before is given as the same
    /// object, and is never changed: what was made of it once holds.
    /// </summary>
    public IReadOnlyList<ChatMessage> Messages()
    {
        var messages = new List<ChatMessage>(_items.Count - _compactedUpTo + 1);
        if (_summaryMessage is not null)
        {
            messages.Add(_summaryMessage);
        }

        messages.AddRange(Sent().Select(item => item.Message));
        return messages;
    }

    /// <summary>The text of messages for a summary, oldest first: what was told and said, which tools were called, and the start of what they answered.</summary>
    /// <param name="upTo">Before which message.</param>
    /// <param name="mostOfEach">The most characters of each.</param>
    public string TextOf(int upTo, int mostOfEach)
    {
        var text = new StringBuilder(_summary is null ? "" : $"[summary of what is older still]\n{_summary}\n");
        foreach (var item in _items.Take(upTo).Skip(_compactedUpTo))
        {
            var said = item.Text;
            text.Append('[').Append(item.Who).Append("] ").AppendLine(said.Length > mostOfEach ? $"{said[..mostOfEach]} …" : said);
        }

        return text.ToString();
    }

    /// <summary>UTF-8 bytes of what is sent: no text has more tokens than bytes.</summary>
    public long Bytes => _bytes ??= Sent().Sum(item => (long)item.Bytes) + Encoding.UTF8.GetByteCount(_summary ?? "");

    /// <summary>Tokens of what is sent; each text is counted once.</summary>
    /// <param name="count">Counts the tokens of a text.</param>
    public long Tokens(Func<string, int> count) => Sent().Sum(item => (long)item.Tokens(count)) + count(_summary ?? "");

    /// <summary>The newest place at which the conversation can be cut so that this much of its end stays: no call is parted from its answer.</summary>
    /// <param name="bytes">How many UTF-8 bytes are to stay behind it, at least.</param>
    /// <returns>The first message that stays; what is before it is to go. 0 where nothing can go.</returns>
    public int CutBefore(long bytes)
    {
        var stays = 0L;
        for (var i = _items.Count - 1; i > _compactedUpTo; i--)
        {
            stays += _items[i].Bytes;
            if (stays >= bytes && !_items[i].IsOutput)
            {
                return i;
            }
        }

        return 0;
    }

    /// <summary>The first message whose output of tools stays when this much of it, from the end, is to stay.</summary>
    /// <param name="bytes">How many UTF-8 bytes of output are to stay.</param>
    public int PruneBefore(long bytes)
    {
        var stays = 0L;
        for (var i = _items.Count - 1; i >= _prunedUpTo; i--)
        {
            stays += _items[i].IsOutput ? _items[i].Bytes : 0;
            if (stays > bytes)
            {
                return i + 1;
            }
        }

        return 0;
    }

    /// <summary>The first message after the model's newest answer: what stands from there on it was never sent. 0 where it has not answered.</summary>
    public int Unseen => _items.FindLastIndex(item => item.Answer is not null) + 1;

    /// <summary>How many UTF-8 bytes less are sent when output of tools is pruned.</summary>
    /// <param name="upTo">Before which message, as <see cref="PruneBefore"/> gives it.</param>
    public long SavedByPruning(int upTo)
    {
        var saved = 0L;
        for (var i = Math.Max(_prunedUpTo, _compactedUpTo); i < upTo; i++)
        {
            saved += _items[i].Bytes - _items[i].Pruned.Bytes;
        }

        return saved;
    }

    private IEnumerable<Item> Sent()
    {
        for (var i = _compactedUpTo; i < _items.Count; i++)
        {
            yield return i < _prunedUpTo ? _items[i].Pruned : _items[i];
        }
    }

    private void Take(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case TranscriptKinds.Anew:
                Clear();
                break;
            case TranscriptKinds.Told:
                Add(TranscriptKinds.Read<Told>(entry));
                break;
            case TranscriptKinds.Answered:
                var answered = TranscriptKinds.Read<Answered>(entry);
                Add(new ModelAnswer(ContentJson.Read(answered.Contents), Enum.Parse<AnswerEnd>(answered.End), new TokenUsage(answered.TokensIn, 0, answered.TokensOut)));
                break;
            case TranscriptKinds.Called:
                var call = TranscriptKinds.Read<Called>(entry);
                _open[call.Id] = new OpenCall(call, WasStarted: true, []);
                break;
            case TranscriptKinds.Edits:
                var edits = TranscriptKinds.Read<Edits>(entry);
                if (_open.TryGetValue(edits.Id, out var open))
                {
                    _open[edits.Id] = open with { Edits = edits.Files };
                }

                break;
            case TranscriptKinds.Returned:
                Add(TranscriptKinds.Read<Returned>(entry));
                break;
            case TranscriptKinds.Pruned:
                SetPruned(TranscriptKinds.Read<Pruned>(entry).UpTo);
                break;
            case TranscriptKinds.Compacted:
                var compacted = TranscriptKinds.Read<Compacted>(entry);
                SetCompacted(compacted.UpTo, compacted.Summary);
                break;
        }
    }

    private void SetPruned(int upTo) => (_prunedUpTo, _bytes) = (Math.Max(_prunedUpTo, upTo), null);

    private void SetCompacted(int upTo, string summary)
    {
        (_compactedUpTo, _summary, _bytes) = (upTo, summary, null);
        _summaryMessage = new ChatMessage(ChatRole.User, $"Summary of the conversation so far, which is no longer shown:\n{summary}");
    }

    private void Add(Item item)
    {
        _items.Add(item);
        _bytes += item.Bytes;
    }

    private void Add(Told told) => Add(new Item("harness", told.Text, new ChatMessage(ChatRole.User, told.Text)));

    private void Add(ModelAnswer answer)
    {
        var calls = answer.Calls.Select(call => $"{call.Name} {FunctionCalls.ArgumentsOf(call)}");
        Add(new Item("model", string.Join('\n', calls.Prepend(answer.Text).Where(line => line.Length > 0)), new ChatMessage(ChatRole.Assistant, [.. answer.Contents])) { Answer = answer });
        foreach (var call in answer.Calls)
        {
            _open[call.CallId] = new OpenCall(new Called(call.CallId, call.Name, FunctionCalls.ArgumentsOf(call)), WasStarted: false, []);
        }
    }

    private void Add(Returned returned)
    {
        _open.Remove(returned.Id);
        var whole = new Item(returned.Name, returned.Text, Message(returned.Text)) { IsOutput = true };
        Add(returned.Text.Length <= PrunedText.Length ? whole : whole with { Short = new Item(returned.Name, PrunedText, Message(PrunedText)) { IsOutput = true } });

        ChatMessage Message(string text) => new(ChatRole.Tool, [new FunctionResultContent(returned.Id, text)]);
    }

    private void Clear()
    {
        _items.Clear();
        _open.Clear();
        (_prunedUpTo, _compactedUpTo, _summary, _summaryMessage, _bytes) = (0, 0, null, null, null);
    }

    /// <summary>One message.</summary>
    /// <param name="Who">Who said it, for a summary.</param>
    /// <param name="Text">What is to be read of it.</param>
    /// <param name="Message">As it is sent.</param>
    private sealed record Item(string Who, string Text, ChatMessage Message)
    {
        // Names, ids and braces around a text.
        private const int Framing = 40;
        private const int FramingTokens = 10;

        private int? _tokens;

        public ModelAnswer? Answer { get; init; }

        /// <summary>Whether it is output of a tool.</summary>
        public bool IsOutput { get; init; }

        /// <summary>What is sent instead when old output is pruned; null where that would not be shorter.</summary>
        public Item? Short { get; init; }

        public Item Pruned => Short ?? this;

        public int Bytes { get; } = Encoding.UTF8.GetByteCount(Text) + Framing + Thoughts(Message).Sum(text => text.Length);

        public int Tokens(Func<string, int> count) => _tokens ??= count(Text) + FramingTokens + Thoughts(Message).Sum(count);

        // Thoughts go back encrypted; what they count for is not known here, and their length is the best bound there is.
        private static IEnumerable<string> Thoughts(ChatMessage message) =>
            message.Contents.OfType<TextReasoningContent>().SelectMany(content => new[] { content.ProtectedData, content.Text }).OfType<string>();
    }
}
