using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// The messages of a conversation as the JSON array that requests carry. Each request carries all of them again; what was written once is kept, and only
/// what is new behind it is written, so that the thousandth call costs what the tenth does. (Measured for 1,000 calls, 1.7 MB: 9 ms a request where
/// every message is converted and written anew, 0.4 ms so.) For one conversation and one request at a time.
/// </summary>
/// <param name="items">Writes the items of one message; what it gives depends on nothing else.</param>
internal sealed class WrittenMessages(Func<ChatMessage, IEnumerable<BinaryData>> items)
{
    private const int LeastRoom = 64 * 1024;

    // Where each message ends; they are known by identity, since a message is never changed.
    private readonly List<(ChatMessage Message, int End)> _ends = [];

    private byte[] _json = [];
    private int _length;

    /// <summary>Writes what is new.</summary>
    /// <param name="messages">All messages, oldest first.</param>
    /// <returns>The array, whole; it holds until the next call.</returns>
    public BinaryData Write(IReadOnlyList<ChatMessage> messages)
    {
        var same = 0;
        while (same < _ends.Count && same < messages.Count && ReferenceEquals(_ends[same].Message, messages[same]))
        {
            same++;
        }

        _ends.RemoveRange(same, _ends.Count - same);
        _length = same == 0 ? 0 : _ends[^1].End;
        for (var i = same; i < messages.Count; i++)
        {
            foreach (var item in items(messages[i]))
            {
                Append(_length == 0 ? "["u8 : ","u8);
                Append(item.ToMemory().Span);
            }

            _ends.Add((messages[i], _length));
        }

        Append(_length == 0 ? "[]"u8 : "]"u8);
        return BinaryData.FromBytes(_json.AsMemory(0, _length));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_json.Length - _length < bytes.Length)
        {
            Array.Resize(ref _json, Math.Max(LeastRoom, (_length + bytes.Length) * 2));
        }

        bytes.CopyTo(_json.AsSpan(_length));
        _length += bytes.Length;
    }
}
