using System.Globalization;
using System.Text;

namespace GoalBuild.Verification.Processes;

/// <summary>Keeps the start and the end of a stream of characters in bounded memory.</summary>
internal sealed class TextCapture(int capacity)
{
    private readonly StringBuilder _head = new();
    private readonly int _headCapacity = capacity / 3;
    private readonly int _tailCapacity = capacity - (capacity / 3);
    private readonly StringBuilder _tail = new();
    private readonly Lock _lock = new();
    private long _length;

    public void Append(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _length += text.Length;
            var toHead = Math.Min(text.Length, _headCapacity - _head.Length);
            if (toHead > 0)
            {
                _head.Append(text[..toHead]);
                text = text[toHead..];
            }

            _tail.Append(text);

            // Cut in large steps: removing from a builder's start costs as much as what stays.
            if (_tail.Length > 2 * _tailCapacity)
            {
                _tail.Remove(0, _tail.Length - _tailCapacity);
            }
        }
    }

    public CapturedText ToText()
    {
        lock (_lock)
        {
            var surplus = Math.Max(0, _tail.Length - _tailCapacity);
            var missing = _length - _head.Length - _tail.Length + surplus;
            return missing == 0
                ? new CapturedText(string.Concat(_head.ToString(), _tail.ToString()), _length, true)
                : new CapturedText(
                    string.Create(CultureInfo.InvariantCulture, $"{_head}\n… {missing} characters left out …\n{_tail.ToString(surplus, _tail.Length - surplus)}"),
                    _length,
                    false);
        }
    }
}
