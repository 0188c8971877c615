using System.Text;

namespace GoalBuild.Verification.Processes;

/// <summary>Makes lines of pieces of text.</summary>
internal sealed class LineSplitter(Action<string> onLine)
{
    private const int MaxLength = 4096;
    private readonly StringBuilder _line = new();

    public void Append(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c == '\n' || _line.Length == MaxLength)
            {
                Flush();
            }

            if (c is not ('\n' or '\r'))
            {
                _line.Append(c);
            }
        }
    }

    public void Flush()
    {
        if (_line.Length > 0)
        {
            onLine(_line.ToString());
            _line.Clear();
        }
    }
}
