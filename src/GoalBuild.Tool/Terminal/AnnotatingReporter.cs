using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>Plain text for the log of a CI job, and commands that make the host show messages beside lines of the goal file and of the files that findings name.</summary>
internal abstract class AnnotatingReporter : Reporter
{
    /// <summary>A host shows few annotations of one step, GitHub ten of a kind; a clause may not use them all up.</summary>
    private const int AnnotatedFindings = 5;

    private readonly Lock _gate = new();
    private readonly ToolHost _host;
    private readonly TextReporter _text;
    private GoalView? _goal;

    /// <summary>Makes the reporter.</summary>
    /// <param name="host">Takes the lines.</param>
    /// <param name="options">Verbosity; colours are as asked for.</param>
    protected AnnotatingReporter(ToolHost host, OutputOptions options)
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
            Write(Annotation(diagnostic.Severity == DiagnosticSeverity.Error, source.Workspace.RelativePath(source.Path), line, column, diagnostic.Code, diagnostic.Message));
        }

        if (source.Parsed.ClosingNote is { } note)
        {
            Write(note);
        }
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault) =>
        Write(Annotation(fault.Descriptor.Severity == DiagnosticSeverity.Error, fault.File, null, null, fault.Descriptor.Code, fault.Message));

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
            Write(Annotation(error: false, null, null, null, notice.Code ?? "GoalBuild", notice.Message));
        }
        else
        {
            _text.On(news);
        }

        // The log says it too, but a broken constraint is to be seen where only annotations are read.
        if (news is TurnUndone { Code: { } code } undone && _goal is { } goal)
        {
            Write(Annotation(error: false, Relative(goal, goal.Path), goal.Place.Line, goal.Place.Column, code, Phrasing.Undone(undone)));
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
            Write(Annotation(error: true, goalFile, line, column, $"{code}: {verdict.Clause}", verdict.Reason));
            foreach (var (finding, place) in verdict.Findings.Select(finding => (finding, FindingPlace.Of(finding, summary.Goal.Root))).Where(pair => pair.Item2 is not null).Take(AnnotatedFindings))
            {
                Write(Annotation(finding.IsError, place!.File, place.Line, place.Column, finding.Test ?? finding.Code ?? verdict.Clause, finding.Message));
            }
        }

        if (summary.Code is { } outcome && summary.ExitCode != ExitCode.Met)
        {
            Write(Annotation(error: true, goalFile, summary.Goal.Place.Line, summary.Goal.Place.Column, outcome, summary.Message));
        }
    }

    /// <summary>What makes the host show a message beside a line.</summary>
    /// <param name="error">Whether it is an error; a warning otherwise.</param>
    /// <param name="file">The file, relative to the repository's root, or null.</param>
    /// <param name="line">From 1, or null.</param>
    /// <param name="column">From 1, or null.</param>
    /// <param name="title">What it is about: a code, a test.</param>
    /// <param name="message">Its text; may hold several lines.</param>
    protected abstract string Annotation(bool error, string? file, int? line, int? column, string title, string message);

    /// <summary>A line for the log that the host does not take for a command.</summary>
    /// <param name="line">The line.</param>
    protected abstract string PlainLine(string line);

    /// <summary>Writes a line as it is.</summary>
    /// <param name="line">The line.</param>
    protected void Write(string line)
    {
        lock (_gate)
        {
            _host.Out.WriteLine(line);
        }
    }

    private static string Relative(GoalView goal, string path) => Path.GetRelativePath(goal.Root, path).Replace('\\', '/');

    private void WritePlain(string line) => Write(PlainLine(line));
}
