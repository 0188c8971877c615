using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary>Follows the runs of one goal file: hands their news to the reporter, and writes the evidence when a run ends, however it ends.</summary>
/// <param name="context">What to work with.</param>
/// <param name="source">The goal file.</param>
internal sealed class RunWatch(CommandContext context, GoalSource source)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunUnderWay> _underWay = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _finished = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>News of a run.</summary>
    /// <param name="news">The event.</param>
    public void On(RunEvent news)
    {
        lock (_gate)
        {
            if (news is RunStarted started)
            {
                var goal = GoalNamed(news.Goal);
                _underWay[news.Goal] = new RunUnderWay(goal, GoalView.Of(source, goal) with { Pause = () => Pause(goal.Name.Value) }, started, context.Host.Clock.GetUtcNow());
                context.Reporter.GoalStarted(_underWay[news.Goal].View);
            }

            context.Reporter.On(news);
            if (news is RunFinished finished)
            {
                Finish(finished.Result);
            }
            else if (_underWay.TryGetValue(news.Goal, out var run))
            {
                run.On(news, context.Host.Clock.GetUtcNow());
            }
        }
    }

    /// <summary>All runs ended; tells of those that no event told of.</summary>
    /// <param name="results">The results.</param>
    public void Finish(IEnumerable<RunResult> results)
    {
        lock (_gate)
        {
            foreach (var result in results.Where(result => !_finished.Contains(result.Goal)))
            {
                Finish(result);
            }
        }
    }

    /// <summary>A fault ended the runs before they could; writes what is known of those that are under way.</summary>
    /// <param name="outcome">In the words of the evidence.</param>
    /// <param name="exitCode">The exit code that goes with it.</param>
    /// <param name="why">One line.</param>
    public void Abandon(string outcome, int exitCode, string why)
    {
        lock (_gate)
        {
            foreach (var run in _underWay.Values.Where(run => !_finished.Contains(run.View.Name)).ToList())
            {
                _finished.Add(run.View.Name);
                var summary = new GoalSummary(run.View, exitCode, outcome, why)
                {
                    Run = run.Started.Run,
                    Verdicts = run.Verdicts,
                    Turns = run.Turns.Count,
                    Duration = context.Host.Clock.GetUtcNow() - run.At,
                    Next = [$"dotnet goal resume {CommandLine.Quote(context.Host.Show(source.Path))}"],
                };
                if (TryWrite(run, summary, run.Started.EvidenceDirectory))
                {
                    summary = summary with { EvidenceDirectory = run.Started.EvidenceDirectory };
                }

                context.Reporter.GoalFinished(summary);
            }
        }
    }

    // The run itself looks for it, as when another process asks.
    private void Pause(string goal)
    {
        try
        {
            RunLock.AskToPause(source.Workspace.StateDirectory, RunLock.KeyOf(source.KeyOf(goal)));
        }
        catch (Language.Diagnostics.GoalFaultException fault)
        {
            context.Reporter.On(new NoticeGiven(goal, fault.Descriptor.Code, fault.Message));
        }
    }

    private void Finish(RunResult result)
    {
        _finished.Add(result.Goal);
        var view = _underWay.TryGetValue(result.Goal, out var run) ? run.View : GoalView.Of(source, GoalNamed(result.Goal));
        var isolated = run?.Started.IsolatedRoot is not null;
        var summary = new GoalSummary(view, result.ExitCode, OutcomeOf(result.Outcome), result.Outcome == RunOutcome.Met ? "" : result.Message)
        {
            Code = result.Code,
            Run = result.Run,
            Verdicts = result.Verdicts,
            Constraints = result.Constraints,
            Turns = result.Turns,
            Duration = result.Duration,
            Spent = result.Spent,
            PatchFile = result.PatchFile,
            Isolated = isolated,
            ChangedFiles = result.ChangedFiles,
            EvidenceDirectory = result.EvidenceDirectory.Length > 0 ? result.EvidenceDirectory : null,
            Next = Next(result, isolated),
        };
        try
        {
            if (run is not null && summary.EvidenceDirectory is { } directory)
            {
                Write(run, summary, directory, Broken(result));
            }
        }
        finally
        {
            context.Reporter.GoalFinished(summary);
        }
    }

    private bool TryWrite(RunUnderWay run, GoalSummary summary, string directory)
    {
        try
        {
            Write(run, summary, directory, new Dictionary<string, string>());
            return true;
        }
        catch (Language.Diagnostics.GoalFaultException)
        {
            // The fault that ended the run is the one to tell; a full disk often is that fault.
            return false;
        }
    }

    private void Write(RunUnderWay run, GoalSummary summary, string directory, IReadOnlyDictionary<string, string> broken)
    {
        if (run.Goal.Evidence.HasFlag(EvidenceParts.Transcript))
        {
            TranscriptFile.Write(source.Workspace, summary.Run, directory);
        }

        EvidenceFolder.Write(
            new EvidenceRequest(source.Workspace, source.Parsed.Source, run.Goal, summary.Run, "run", summary.Outcome, SummaryOf(summary))
            {
                Verdicts = summary.Verdicts,
                Judged = summary.Constraints,
                Turns = RunHistory.Turns(source, summary.Run, run.Turns),
                Spent = RunHistory.EvidenceOf(summary.Spent),
                Reviews = run.Goal.Reviews.Count == 0 ? [] : RunHistory.Reviews(source, run.Goal, summary.Run),
                Broken = broken,
                Started = run.At,
                Finished = context.Host.Clock.GetUtcNow(),
            },
            directory);
    }

    private static Dictionary<string, string> Broken(RunResult result) => result.Broken
        .SelectMany(rule => rule.Constraints.Select(constraint => (Constraint: constraint, rule.Message)))
        .GroupBy(pair => pair.Constraint, pair => pair.Message, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => string.Join(" ", group), StringComparer.Ordinal);

    private IReadOnlyList<string> Next(RunResult result, bool isolated)
    {
        var file = CommandLine.Quote(context.Host.Show(source.Path));
        return result.Outcome switch
        {
            RunOutcome.Met when isolated && result.PatchFile is { } patch => [$"git apply {CommandLine.Quote(context.Host.Show(patch))}"],
            RunOutcome.Met or RunOutcome.NotRun or RunOutcome.WaitingForReview => [],
            _ => [$"dotnet goal resume {file}"],
        };
    }

    private static string SummaryOf(GoalSummary summary)
    {
        var clauses = Verification.Words.Capital(Verification.Words.Holding(summary.Holding, summary.Verdicts.Count));
        return $"{clauses} after {Verification.Words.Count(summary.Turns ?? 0, "turn")}.{(summary.Message.Length > 0 ? " " + summary.Message : "")}";
    }

    private static string OutcomeOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Met => "met",
        RunOutcome.Stalled => "stalled",
        RunOutcome.Blocked => "blocked",
        RunOutcome.BudgetSpent => "budget-spent",
        RunOutcome.ConstraintBroken => "broken",
        RunOutcome.WaitingForReview => "waiting-for-review",
        RunOutcome.Cancelled => "cancelled",
        _ => "not-run",
    };

    private Goal GoalNamed(string name) =>
        source.Parsed.File.Goals.First(goal => string.Equals(goal.Name.Value, name, StringComparison.OrdinalIgnoreCase));
}
