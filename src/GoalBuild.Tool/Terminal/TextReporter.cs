using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>Plain lines for people: each clause and turn as it ends, and a summary at the end.</summary>
internal sealed class TextReporter : Reporter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, VerdictStatus> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Action<string> _out;
    private readonly Action<string> _error;
    private readonly Verbosity _verbosity;
    private readonly Ink _ink;
    private readonly Ink _errorInk;
    private readonly int _width;
    private readonly Func<string, string> _show;
    private readonly Func<(int Width, int Height)>? _size;
    private readonly TimeProvider _clock;
    private GoalView? _goal;
    private bool _isRun;
    private int _goals;
    private int _held;

    /// <summary>Makes the reporter.</summary>
    /// <param name="host">Gives the width and the current folder.</param>
    /// <param name="options">Verbosity and colour.</param>
    /// <param name="output">Takes a line of results, or null for the host's output.</param>
    /// <param name="error">Takes a line of diagnostics, or null for the host's error output.</param>
    public TextReporter(ToolHost host, OutputOptions options, Action<string>? output = null, Action<string>? error = null)
    {
        _out = Shown(output ?? host.Out.WriteLine, options.Color, host.IsUnicode);
        _error = Shown(error ?? host.Error.WriteLine, options.ErrorColor, host.IsUnicode);
        _verbosity = options.Verbosity;
        _ink = new Ink(options.Color);
        _errorInk = new Ink(options.ErrorColor);
        _width = host.Width;
        _show = host.Show;
        _size = host.IsTerminal ? host.Size : null;
        _clock = host.Clock;
    }

    /// <summary>Whether a live display shows the clauses of a run, so that only a verification's scroll by.</summary>
    public bool HasPanel { get; init; }

    /// <summary>Whether everything is told, as with <c>-v detailed</c>; a key can ask for it while a run goes on.</summary>
    public bool ShowsDetails { get; set; }

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source)
    {
        lock (_gate)
        {
            foreach (var diagnostic in source.Parsed.Diagnostics)
            {
                var line = diagnostic.Render(DiagnosticText.Shown(source));
                _error(diagnostic.Severity == DiagnosticSeverity.Error ? _errorInk.Red(line) : _errorInk.Yellow(line));
            }

            if (source.Parsed.ClosingNote is { } note)
            {
                _error(note);
            }
        }
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault)
    {
        lock (_gate)
        {
            _error(fault.Descriptor.Severity == DiagnosticSeverity.Error ? _errorInk.Red(fault.Render()) : _errorInk.Yellow(fault.Render()));
        }
    }

    /// <inheritdoc/>
    public override void Checked(GoalSource source)
    {
        if (_verbosity < Verbosity.Minimal || source.Parsed.HasErrors)
        {
            return;
        }

        var goals = source.Parsed.File.Goals;
        var clauses = goals.Sum(goal => Language.Model.GoalClause.Of(goal).Count);
        var warnings = source.Parsed.Diagnostics.Count;
        Say($"{source.Shown}: {_ink.Green("no error")}{(warnings == 0 ? "" : ", " + Verification.Words.Count(warnings, "warning"))} in {Verification.Words.Count(goals.Count, "goal")} with {Verification.Words.Count(clauses, "clause")}");
    }

    /// <inheritdoc/>
    public override void Status(GoalStatus status)
    {
        lock (_gate)
        {
            foreach (var line in new StatusText(_ink, _width, _show, _clock, _verbosity == Verbosity.Detailed).Lines(status))
            {
                _out(line);
            }
        }
    }

    /// <inheritdoc/>
    public override void Say(string line)
    {
        lock (_gate)
        {
            _out(line);
        }
    }

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal)
    {
        lock (_gate)
        {
            _known.Clear();
            _held = 0;
            (_goal, _isRun) = (goal, false);
            if (_verbosity >= Verbosity.Normal)
            {
                if (_goals++ > 0)
                {
                    _out("");
                }

                _out($"{_ink.Bold(goal.Name)}  {_ink.Dim($"{goal.File}, {Verification.Words.Count(goal.Clauses.Count, "clause")}")}");
            }
        }
    }

    /// <inheritdoc/>
    public override void On(RunEvent news)
    {
        lock (_gate)
        {
            if (news is NoticeGiven notice)
            {
                _error(_errorInk.Yellow(notice.Code is null ? $"note: {notice.Message}" : $"warning {notice.Code}: {notice.Message}"));
            }
            else if (_verbosity >= Verbosity.Normal)
            {
                _isRun |= news is RunStarted;
                Tell(news);
            }
        }
    }

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary)
    {
        lock (_gate)
        {
            if (_verbosity == Verbosity.Quiet && summary.ExitCode == ExitCode.Met)
            {
                return;
            }

            if (_verbosity >= Verbosity.Normal)
            {
                _out("");
            }

            foreach (var line in new SummaryText(_ink, _width, _show, _size?.Invoke().Height).Lines(summary, _verbosity))
            {
                _out(line);
            }
        }
    }

    private bool IsDetailed => ShowsDetails || _verbosity == Verbosity.Detailed;

    // Whatever a goal, a path or a command says: it stays one line, and moves no cursor.
    private static Action<string> Shown(Action<string> write, bool color, bool isUnicode) => line =>
        write(isUnicode ? Ink.Safe(line, color) : Ink.Safe(line, color).Replace('…', '~'));

    private void Tell(RunEvent news)
    {
        switch (news)
        {
            case RunStarted { Resumed: true } started:
                _out(_ink.Dim($"Going on with run {started.Run}"));
                break;
            case RunStarted { IsolatedRoot: { } root }:
                _out(_ink.Dim($"Working in a copy: {root}"));
                break;
            case VerificationStarted { Final: true }:
                _out("Proving the result once more, nothing reused");
                break;
            case VerificationStarted { Turn: > 0 }:
                _out(_ink.Dim("  Verifying"));
                break;
            case ClauseReported { Event: ClauseFinished finished }:
                Verdict(finished.Verdict);
                break;
            case ClauseReported { Event: ClauseProgress progress } when IsDetailed:
                _out(_ink.Dim($"  {Phrasing.Cut($"{progress.Clause}: {progress.Message}", _width - 2)}"));
                break;
            case ClauseReported { Event: ClausePaused paused } when IsDetailed:
                _out(_ink.Dim($"  {Phrasing.Cut($"{paused.Clause}: {ClausePaused.Message}", _width - 2)}"));
                break;
            case VerificationFinished:
                Holding();
                break;
            case TurnStarted turn:
                _out($"Turn {turn.Turn}: {_ink.Bold(Phrasing.Cut(turn.Executor, _width - 12))}");
                break;
            case TurnProgressed progress when IsDetailed:
                _out(_ink.Dim($"  {Phrasing.Cut(progress.Message, _width - 2)}"));
                break;
            case TurnKept kept:
                Wrapped(_ink.Green("kept"), 4, $"{kept.Summary} ({Verification.Words.Count(kept.Files.Count, "file")} changed){Spent(kept.Spent)}");
                break;
            case TurnUndone undone:
                Wrapped(_ink.Yellow("undone"), 6, $"{(undone.Code is null ? "" : undone.Code + ": ")}{undone.Reason}{Spent(undone.Spent)}");
                break;
            case TurnIdle idle:
                Wrapped(_ink.Dim("nothing changed"), 15, $"{idle.Summary}{Spent(idle.Spent)}");
                break;
            case StepFinished { Code: { } code } step:
                Wrapped(_ink.Yellow("gave up"), 7, $"{code}: {step.Reason}");
                break;
            case StepFinished step when IsDetailed:
                Wrapped(_ink.Dim("done"), 4, $"{step.Executor}: {step.Reason}");
                break;
        }
    }

    private static string Spent(Spending? spent) => spent is null ? "" : $"; {Phrasing.Of(spent)}";

    // After the first verification only what became different is news; -v detailed tells all. In a run most of what fails now will be
    // repaired, so that its findings wait for the end.
    private void Verdict(Verdict verdict)
    {
        var changed = !_known.TryGetValue(verdict.Clause, out var before) || before != verdict.Status;
        _known[verdict.Clause] = verdict.Status;
        if (IsDetailed || (changed && !(HasPanel && _isRun)))
        {
            var lines = new ClauseLines(_ink, _width, _show);
            var most = _isRun || verdict.Status == VerdictStatus.Holds ? 0 : IsDetailed ? int.MaxValue : SummaryText.ShownFindings;
            foreach (var line in lines.Of(verdict).Concat(most > 0 ? lines.Findings(_goal!, verdict, most, null) : []))
            {
                _out(line);
            }
        }
    }

    // Of all clauses that were verified so far: a model may have asked for some of them only, and a part is no progress against the whole.
    private void Holding()
    {
        if (!_isRun)
        {
            return;
        }

        var held = _known.Values.Count(status => status == VerdictStatus.Holds);
        _out(_ink.Dim($"  {Verification.Words.Holding(held, _known.Count)}{(held != _held && _held > 0 ? $", {_held} before" : "")}"));
        _held = held;
    }

    private void Wrapped(string label, int labelWidth, string text)
    {
        var margin = new string(' ', labelWidth + 4);
        var first = true;
        foreach (var line in Phrasing.Wrap(text, _width - margin.Length))
        {
            _out(first ? $"  {label}  {line}" : margin + line);
            first = false;
        }
    }
}
