using System.Text;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tools;

/// <summary>
/// Takes what a command prints: without a terminal's control characters, secrets masked, bounded in memory whatever comes. Once there is more than fits
/// into an answer, the whole goes to a file as well.
/// </summary>
/// <param name="mask">Masks secrets; given whole lines wherever there are line ends.</param>
/// <param name="path">Absolute path of the file; it is made only when it is needed.</param>
/// <param name="most">The most characters that an answer gets: a third from the start, the rest from the end.</param>
internal sealed class CommandOutput(Func<string, string> mask, string path, int most) : IDisposable
{
    /// <summary>A line longer than this is not waited for: it is taken in pieces, and a secret across two of them would not be seen.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();
    private StringBuilder? _start = new();
    private TextCapture _fresh = new(most);
    private OutputFile? _file;
    private long _length;

    /// <summary>Absolute path of the file with the whole output, or null where all of it was given.</summary>
    public string? FilePath
    {
        get
        {
            lock (_lock)
            {
                return _file is null ? null : path;
            }
        }
    }

    /// <summary>Takes a piece of output.</summary>
    /// <param name="text">As it came.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Append(string text)
    {
        lock (_lock)
        {
            var end = text.LastIndexOf('\n') + 1;
            if (end == 0 && _line.Length + text.Length < LongestLine)
            {
                _line.Append(text);
                return;
            }

            end = end == 0 ? text.Length : end;
            Keep(_line.Append(text, 0, end).ToString());
            _line.Clear();
            _line.Append(text, end, text.Length - end);
        }
    }

    /// <summary>What came since the last time, shortened in the middle to <c>most</c> characters.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public string Take()
    {
        lock (_lock)
        {
            // A question waits at the end of its line for an answer.
            if (_line.Length > 0)
            {
                Keep(_line.ToString());
                _line.Clear();
            }

            var text = _fresh.ToText().Text;
            _fresh = new TextCapture(most);
            return text;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
        }
    }

    private void Keep(string raw)
    {
        var text = mask(TerminalText.Plain(raw));
        _fresh.Append(text);
        _length += text.Length;
        if (_file is not null)
        {
            _file.Write(text);
        }
        else if (_length <= most)
        {
            _start!.Append(text);
        }
        else
        {
            _file = new OutputFile(path);
            _file.Write(_start!.ToString());
            _file.Write(text);
            _start = null;
        }
    }
}
