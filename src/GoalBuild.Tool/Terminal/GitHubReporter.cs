using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>Plain text for the job's log, and workflow commands that annotate the goal file and the files that findings name.</summary>
internal sealed class GitHubReporter : Reporter
{
    /// <summary>GitHub shows at most ten annotations of a kind for one step; a clause may not use them all up.</summary>
    private const int AnnotatedFindings = 5;

    private readonly Lock _gate = new();
    private readonly ToolHost _host;
    private readonly TextReporter _text;
    private GoalView? _goal;

    /// <summary>Makes the reporter.</summary>
    /// <param name="host">Takes the lines.</param>
    /// <param name="options">Verbosity; colours are as asked for.</param>
    public GitHubReporter(ToolHost host, OutputOptions options)
    {
        _host = host;
        _text = new TextReporter(host, options, WritePlain, WritePlain);
    }

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source)
    {
        foreach (var diagnostic in source.Parsed.Diagnostics)
        {
            var (line, column) = source.Parsed.Source.PositionOf(Math.Min(diagnostic.Span.Start, source.Parsed.Source.Text.Length));
            Write(Command(diagnostic.Severity == DiagnosticSeverity.Error, source.Workspace.RelativePath(source.Path), line, column, diagnostic.Code, diagnostic.Message));
        }

        if (source.Parsed.ClosingNote is { } note)
        {
            Write(note);
        }
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault) =>
        Write(Command(fault.Descriptor.Severity == DiagnosticSeverity.Error, fault.File, null, null, fault.Descriptor.Code, fault.Message));

    /// <inheritdoc/>
    public override void Checked(GoalSource source) => _text.Checked(source);

    /// <inheritdoc/>
    public override void Say(string line) => _text.Say(line);

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => _text.Status(status);

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal)
    {
        _goal = goal;
        _text.GoalStarted(goal);
    }

    /// <inheritdoc/>
    public override void On(RunEvent news)
    {
        if (news is NoticeGiven notice)
        {
            Write(Command(error: false, null, null, null, notice.Code ?? "GoalBuild", notice.Message));
        }
        else
        {
            _text.On(news);
        }

        // The log says it too, but a broken constraint is to be seen where only annotations are read.
        if (news is TurnUndone { Code: { } code } undone && _goal is { } goal)
        {
            Write(Command(error: false, Relative(goal, goal.Path), goal.Place.Line, goal.Place.Column, code, Phrasing.Undone(undone)));
        }
    }

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary)
    {
        _text.GoalFinished(summary);
        var goalFile = Relative(summary.Goal, summary.Goal.Path);
        foreach (var verdict in summary.Open)
        {
            var code = Phrasing.CodeOf(verdict);
            var (line, column) = summary.Goal.PlaceOf(verdict.Clause);
            Write(Command(error: true, goalFile, line, column, $"{code}: {verdict.Clause}", verdict.Reason));
            foreach (var finding in verdict.Findings.Where(finding => finding.File is not null).Take(AnnotatedFindings))
            {
                var file = Relative(summary.Goal, Path.GetFullPath(finding.File!, summary.Goal.Root));
                Write(Command(finding.IsError, file, finding.Line, finding.Column, finding.Test ?? finding.Code ?? verdict.Clause, finding.Message));
            }
        }

        if (summary.Code is { } outcome && summary.ExitCode != ExitCode.Met)
        {
            Write(Command(error: true, goalFile, summary.Goal.Place.Line, summary.Goal.Place.Column, outcome, summary.Message));
        }
    }

    /// <summary>A workflow command, escaped as the runner asks: percent signs and line breaks everywhere, colons and commas in properties.</summary>
    /// <param name="error">Whether it is an error; a warning otherwise.</param>
    /// <param name="file">The file, relative to the repository's root, or null.</param>
    /// <param name="line">From 1, or null.</param>
    /// <param name="column">From 1, or null.</param>
    /// <param name="title">The annotation's title.</param>
    /// <param name="message">Its text; may hold several lines.</param>
    internal static string Command(bool error, string? file, int? line, int? column, string title, string message)
    {
        var properties = new List<string>();
        if (file is not null)
        {
            properties.Add($"file={Property(file)}");
            if (line is not null)
            {
                properties.Add($"line={line}");
            }

            if (column is not null)
            {
                properties.Add($"col={column}");
            }
        }

        properties.Add($"title={Property(title)}");
        return $"::{(error ? "error" : "warning")} {string.Join(',', properties)}::{Data(message)}";
    }

    /// <summary>A plain line that the runner does not take for a command: it takes what begins with <c>::</c>, and <c>##[</c> anywhere.</summary>
    /// <param name="line">The line.</param>
    internal static string Plain(string line)
    {
        var start = line.Length - line.TrimStart().Length;
        var plain = line.AsSpan(start).StartsWith("::") ? line.Insert(start + 1, " ") : line;
        return plain.Replace("##[", "## [", StringComparison.Ordinal);
    }

    private static string Data(string text) => string.Concat(text.Select(character => character is '\r' or '\n' || !Ink.IsUnsafe(character) ? character : character == '\t' ? ' ' : '?'))
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    private static string Relative(GoalView goal, string path) => Path.GetRelativePath(goal.Root, path).Replace('\\', '/');

    private void WritePlain(string line) => Write(Plain(line));

    private void Write(string line)
    {
        lock (_gate)
        {
            _host.Out.WriteLine(line);
        }
    }
}
