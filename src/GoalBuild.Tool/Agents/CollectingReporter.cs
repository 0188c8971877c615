using System.Text;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Agents;

/// <summary>Keeps what a verb tells: the text that the command line would show, and what was found, for an agent that asked.</summary>
internal sealed class CollectingReporter : Reporter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<Finding> _found = [];
    private readonly List<GoalSource> _sources = [];
    private readonly Action<int, int, string>? _progress;
    private readonly TextReporter _text;
    private GoalView? _goal;
    private int _finished;

    /// <summary>Makes one.</summary>
    /// <param name="host">Gives the folder and the clock.</param>
    /// <param name="progress">Told how many clauses are done, of how many, and what happened; or null.</param>
    public CollectingReporter(ToolHost host, Action<int, int, string>? progress = null)
    {
        _progress = progress;
        _text = new TextReporter(host with { IsTerminal = false }, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false), line => _output.AppendLine(line), line => _errors.AppendLine(line));
    }

    /// <summary>What was found of a goal.</summary>
    /// <param name="View">The goal.</param>
    /// <param name="Result">Its verdicts.</param>
    internal sealed record Finding(GoalView View, VerificationResult Result);

    /// <summary>What stood on the output.</summary>
    public string Output => _output.ToString().ReplaceLineEndings("\n");

    /// <summary>What stood on the error output.</summary>
    public string Errors => _errors.ToString().ReplaceLineEndings("\n");

    /// <summary>What was verified, in that order.</summary>
    public IReadOnlyList<Finding> Found => _found;

    /// <summary>The goal files that were read.</summary>
    public IReadOnlyList<GoalSource> Sources => _sources;

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source)
    {
        _sources.Add(source);
        _text.Diagnostics(source);
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault) => _text.Fault(fault);

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal)
    {
        (_goal, _finished) = (goal, 0);
        _text.GoalStarted(goal);
    }

    /// <inheritdoc/>
    public override void On(RunEvent news)
    {
        lock (_gate)
        {
            _text.On(news);
            switch (news)
            {
                case ClauseReported { Event: ClauseStarted started }:
                    Told($"{started.Clause}: being verified");
                    break;
                case ClauseReported { Event: ClauseFinished { Verdict: { Constraint: null } verdict } }:
                    _finished++;
                    Told($"{verdict.Clause}: {Phrasing.Of(verdict.Status)}");
                    break;
                case VerificationFinished finished:
                    _found.Add(new Finding(_goal!, finished.Result));
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary) => _text.GoalFinished(summary);

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => _text.Status(status);

    /// <inheritdoc/>
    public override void Say(string line) => _text.Say(line);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _text.Dispose();
        base.Dispose();
    }

    private void Told(string message) => _progress?.Invoke(_finished, _goal?.Clauses.Count ?? 0, $"{_goal?.Name}: {message}");
}
