using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>Looks for a regular expression in lines. It takes time in proportion to the text wherever the expression allows it; where not, its time is bounded.</summary>
internal sealed class LineSearch
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private const int MostOfLine = 200, BeforeMatch = 50;

    private readonly Regex _regex;
    private readonly int _mostOfFile;
    private readonly int _around;

    /// <summary>Makes a search.</summary>
    /// <param name="pattern">The regular expression, in .NET syntax.</param>
    /// <param name="ignoresCase">Whether upper and lower case are alike.</param>
    /// <param name="mostOfFile">How many matching lines of a file are kept; all are counted.</param>
    /// <param name="around">How many lines before and behind each are kept.</param>
    /// <exception cref="ToolFaultException">It is no regular expression.</exception>
    public LineSearch(string pattern, bool ignoresCase, int mostOfFile, int around)
    {
        (_mostOfFile, _around) = (mostOfFile, around);
        var options = RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            _regex = new Regex(pattern, options | RegexOptions.NonBacktracking, MostTime);
        }
        catch (NotSupportedException)
        {
            // It looks around or back.
            _regex = new Regex(pattern, options, MostTime);
        }
        catch (ArgumentException exception)
        {
            throw new ToolFaultException($"{exception.Message.TrimEnd('.')}. To find it as it stands, escape it: {Regex.Escape(pattern)}");
        }
    }

    /// <summary>The lines of a file that match.</summary>
    /// <param name="path">The file, for the answer.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="RegexMatchTimeoutException">One line took longer than a second.</exception>
    public FileMatches In(string path, string text)
    {
        var all = TextLine.Of(text);
        var lines = new SortedDictionary<int, FoundLine>();
        var (count, kept) = (0, 0);
        for (var i = 0; i < all.Count; i++)
        {
            var matches = _regex.EnumerateMatches(all[i].Text);
            if (!matches.MoveNext())
            {
                continue;
            }

            count++;
            if (kept < _mostOfFile)
            {
                kept++;
                for (var near = Math.Max(0, i - _around); near <= Math.Min(all.Count - 1, i + _around); near++)
                {
                    lines.TryAdd(near, new FoundLine(Cut(all[near].Text, 0), false));
                }

                lines[i] = new FoundLine(Cut(all[i].Text, matches.Current.Index), true);
            }
        }

        return new FileMatches(path, lines, kept, count);
    }

    // Around the match, where it stands far behind in a long line.
    private static string Cut(string line, int column)
    {
        var start = column > MostOfLine - BeforeMatch ? column - BeforeMatch : 0;
        return (start > 0 ? "…" : "") + TextLine.Cut(line[start..], MostOfLine);
    }
}

/// <summary>What was found in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Lines">The lines kept, by index from 0: those that match, and those around them.</param>
/// <param name="Kept">How many of them match.</param>
/// <param name="Count">How many lines of the file match.</param>
internal sealed record FileMatches(string Path, SortedDictionary<int, FoundLine> Lines, int Kept, int Count);

/// <summary>One line for an answer.</summary>
/// <param name="Text">Cut to a bounded length.</param>
/// <param name="IsMatch">Whether it matches, or stands near one that does.</param>
internal readonly record struct FoundLine(string Text, bool IsMatch);
