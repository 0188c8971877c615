using System.Text.RegularExpressions;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>
/// Canonical lines for MSBuild and for all that reads its logs: one error for each clause that does not hold, at the clause's own
/// line; findings follow as plain lines, which must not read like errors of their own.
/// </summary>
/// <param name="host">Takes the lines.</param>
/// <param name="verbosity">How much is told.</param>
internal sealed partial class MSBuildReporter(ToolHost host, Verbosity verbosity) : Reporter
{
    private const int ShownFindings = 10;

    private readonly Lock _gate = new();
    private GoalView? _goal;

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source)
    {
        foreach (var diagnostic in source.Parsed.Diagnostics)
        {
            Error(diagnostic.Render(source.Parsed.Source));
        }

        if (source.Parsed.ClosingNote is { } note)
        {
            Error(Harmless(note));
        }
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault) => Error(fault.Render());

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal) => _goal = goal;

    /// <inheritdoc/>
    public override void On(RunEvent news)
    {
        if (news is NoticeGiven notice)
        {
            Error(notice.Code is null ? Harmless(notice.Message) : $"dotnet-goal : warning {notice.Code}: {Phrasing.Line(notice.Message)}");
        }
        else if (news is TurnUndone { Code: { } code } broken && _goal is { } goal)
        {
            // A warning: the tree is as it was before, and the run goes on.
            Error(Canonical(goal, goal.Place, "warning", Phrasing.Line(code), Phrasing.Undone(broken)));
        }
        else if (verbosity >= Verbosity.Normal && news is TurnUndone undone)
        {
            Out(Harmless($"  {Phrasing.Undone(undone)}"));
        }
        else if (verbosity >= Verbosity.Detailed && news is ClauseReported { Event: ClauseFinished { Verdict: var verdict } })
        {
            Out(Harmless($"  {Phrasing.Of(verdict.Status)} {verdict.Clause}: {verdict.Reason}"));
        }
        else if (verbosity >= Verbosity.Normal && news is TurnStarted turn)
        {
            Out(Harmless($"  Turn {turn.Turn}: {turn.Executor}"));
        }
    }

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary)
    {
        foreach (var verdict in summary.Open)
        {
            var code = Phrasing.CodeOf(verdict);
            Out(Canonical(summary.Goal, summary.Goal.PlaceOf(verdict.Clause), "error", code, $"{verdict.Clause}: {verdict.ReasonWithFirstTest(finding => summary.Goal.PlaceOf(finding, host.Show))}"));
            if (verbosity > Verbosity.Quiet)
            {
                foreach (var finding in verdict.Findings.Take(verbosity == Verbosity.Detailed ? int.MaxValue : ShownFindings))
                {
                    var place = summary.Goal.PlaceOf(finding, host.Show);
                    Out(Harmless($"    {(place.Length > 0 ? place + " " : "")}{(finding.Code is null ? "" : finding.Code + " ")}{(finding.Test is null ? "" : finding.Test + " ")}{finding.Message}"));
                }

                if (verdict.Findings.Count > ShownFindings && verbosity < Verbosity.Detailed)
                {
                    Out($"    and {verdict.Findings.Count - ShownFindings} more");
                }
            }
        }

        if (summary.Code is { } outcome && summary.ExitCode != ExitCode.Met)
        {
            Out(Canonical(summary.Goal, summary.Goal.Place, "error", outcome, summary.Message));
        }

        if (verbosity > Verbosity.Quiet)
        {
            var evidence = summary.EvidenceDirectory is { } directory ? $", evidence in {directory}" : "";
            Out(Harmless($"  {summary.Goal.Name}: {summary.OutcomeWords}, {Words.Holding(summary.Holding, summary.Verdicts.Count)}{(summary.Spent.Tokens > 0 ? $", {Phrasing.Short(summary.Spent)}" : "")}{evidence}"));
        }
    }

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => Out(Harmless($"{status.Goal.Name}: {status.State.Replace('-', ' ')}"));

    /// <inheritdoc/>
    public override void Say(string line) => Out(Harmless(line));

    /// <summary>A line that MSBuild does not take for an error or a warning, whatever a command or a test has printed.</summary>
    /// <param name="text">The text.</param>
    internal static string Harmless(string text)
    {
        var line = text[..(text.Length - text.TrimStart().Length)] + Phrasing.Line(text);
        return ErrorWord().Replace(line, match => match.Value[..^1].TrimEnd() + " -");
    }

    private static string Canonical(GoalView goal, LinePosition place, string severity, string code, string message) =>
        $"{goal.Path}({place.Line},{place.Column}): {severity} {code}: {Phrasing.Line(message)}";

    // What makes a line canonical is the word, perhaps a code, and a colon.
    [GeneratedRegex(@"\b(error|warning)\b(\s+[^:\s]*)?\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ErrorWord();

    private void Out(string line)
    {
        lock (_gate)
        {
            host.Out.WriteLine(Ink.Safe(line, color: false));
        }
    }

    private void Error(string line)
    {
        lock (_gate)
        {
            host.Error.WriteLine(Ink.Safe(line, color: false));
        }
    }
}
