using System.Globalization;
using GoalBuild.Agent.Log;
using GoalBuild.Ledger;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>The log of a run for people: the time, then what happened; long answers of tools are cut, unless all is asked for.</summary>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
/// <param name="verbosity">How much is told.</param>
internal sealed class LogText(Ink ink, int width, Verbosity verbosity)
{
    private const int Margin = 10;

    // What a reader needs to see how a call went; the rest is in '--verbosity detailed'.
    private const int LinesOfResult = 3;
    private const int LinesOfTelling = 6;

    private static readonly string Blank = new(' ', Margin);

    /// <summary>The line above a run's log.</summary>
    /// <param name="run">The run.</param>
    public string Heading(LedgerRun run) =>
        $"{ink.Bold(run.Goal.Name)}  {ink.Dim(string.Create(CultureInfo.InvariantCulture, $"run {run.Id}, begun {run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss'Z'}"))}";

    /// <summary>The lines of an entry.</summary>
    /// <param name="entry">The entry.</param>
    public IEnumerable<string> Lines(LogEntry entry)
    {
        var time = ink.Dim(entry.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        var first = true;
        foreach (var line in Body(entry))
        {
            yield return first ? $"{time}  {line}" : Blank + line;
            first = false;
        }
    }

    private IEnumerable<string> Body(LogEntry entry)
    {
        var code = entry.Code is null ? "" : $"{entry.Code}: ";
        return entry.Kind switch
        {
            LogKinds.TurnStarted => [ink.Bold(Phrasing.Cut($"Turn {entry.Turn}: {entry.Text}", width - Margin))],
            LogKinds.Said => Wrapped(entry.Text, int.MaxValue),
            LogKinds.Thought => Wrapped(entry.Text, LinesOfTelling).Select(ink.Dim),
            LogKinds.Called => [ink.Cyan(Phrasing.Cut($"> {entry.Text}", width - Margin))],
            LogKinds.Returned => Cut(entry.Text, LinesOfResult).Select(line => entry.IsError ? $"  {ink.Red(line)}" : $"  {ink.Dim(line)}"),
            LogKinds.Told => Labelled("told", Wrapped(entry.Text, LinesOfTelling)).Select(ink.Dim),
            LogKinds.GoalChanged => Cut(entry.Text, int.MaxValue).Select(Changed),
            LogKinds.TurnKept => Labelled(ink.Green("kept"), Ended(entry, code)),
            LogKinds.TurnUndone => Labelled(ink.Yellow("undone"), Ended(entry, code)),
            LogKinds.TurnIdle => Labelled("nothing changed", Ended(entry, code)),
            LogKinds.TurnInterrupted => Labelled(ink.Yellow("interrupted"), Ended(entry, code)),
            LogKinds.StepFinished => Labelled("step", Wrapped(code + entry.Text, int.MaxValue)),
            LogKinds.Notice or LogKinds.Waited => Labelled("note", Wrapped(code + entry.Text, int.MaxValue)).Select(ink.Yellow),
            LogKinds.RunFinished or LogKinds.CutOff => Wrapped(code + entry.Text, int.MaxValue).Select(ink.Bold),
            LogKinds.Verified => Cut(entry.Text, int.MaxValue),
            _ => Wrapped(entry.Text, LinesOfTelling),
        };
    }

    private IEnumerable<string> Ended(LogEntry entry, string code) =>
        Wrapped($"{code}{entry.Text}{(entry.Spent is null ? "" : $" ({Phrasing.Of(entry.Spent)})")}", int.MaxValue);

    private static IEnumerable<string> Labelled(string label, IEnumerable<string> lines) => lines.Select((line, index) => index == 0 ? $"{label}  {line}" : line);

    private string Changed(string line) => line.StartsWith("+ ", StringComparison.Ordinal) ? ink.Green(line) : line.StartsWith("- ", StringComparison.Ordinal) ? ink.Red(line) : line;

    private IEnumerable<string> Wrapped(string text, int most) => Most([.. Phrasing.Wrap(text.Trim(), Math.Max(20, width - Margin))], most);

    // Lines of programs keep their shape; one that is too long is cut, unless all is asked for.
    private IEnumerable<string> Cut(string text, int most)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(line => line.Replace("\t", "    ", StringComparison.Ordinal).TrimEnd());
        return Most([.. verbosity == Verbosity.Detailed ? lines : lines.Select(line => line.Length > width - Margin - 2 ? line[..Math.Max(1, width - Margin - 3)] + "…" : line)], most);
    }

    private IEnumerable<string> Most(List<string> lines, int most) => verbosity == Verbosity.Detailed || lines.Count <= most
        ? lines
        : lines.Take(most).Append($"… {Verification.Words.Count(lines.Count - most, "line")} more");
}
