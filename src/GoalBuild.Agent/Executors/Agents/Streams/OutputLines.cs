using System.Text;

namespace GoalBuild.Agent.Executors.Agents.Streams;

/// <summary>Makes lines of what a program prints; one that is longer than a line may be is left out whole, so that memory is bounded whatever comes.</summary>
/// <param name="onLine">Told each line, without its end; blank ones are left out.</param>
internal sealed class OutputLines(Action<string> onLine)
{
    /// <summary>The most characters of a line. An event can hold a whole file, or the output of a command.</summary>
    public const int Most = 8 * 1024 * 1024;

    private readonly StringBuilder _line = new();
    private bool _isTooLong;

    /// <summary>How many lines were left out.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Takes a piece of output.</summary>
    /// <param name="text">As it came.</param>
    public void Append(string text)
    {
        var from = 0;
        for (var end = text.IndexOf('\n', StringComparison.Ordinal); end >= 0; end = text.IndexOf('\n', from))
        {
            Add(text, from, end - from);
            End();
            from = end + 1;
        }

        Add(text, from, text.Length - from);
    }

    /// <summary>The output has ended; what stands in the last line is a line as well.</summary>
    public void End()
    {
        var line = _line.ToString().TrimEnd('\r');
        LeftOut += _isTooLong ? 1 : 0;
        var tell = !_isTooLong && !string.IsNullOrWhiteSpace(line);
        _line.Clear();
        _isTooLong = false;
        if (tell)
        {
            onLine(line);
        }
    }

    private void Add(string text, int from, int count)
    {
        _isTooLong |= _line.Length + count > Most;
        if (_isTooLong)
        {
            _line.Clear();
        }
        else
        {
            _line.Append(text, from, count);
        }
    }
}
