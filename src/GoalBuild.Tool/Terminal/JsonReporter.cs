using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>One JSON object a line, for programs. Everything goes to the output; the error output stays empty.</summary>
/// <param name="host">Takes the lines, and gives the time.</param>
internal sealed class JsonReporter(ToolHost host) : Reporter
{
    private readonly Lock _gate = new();
    private GoalView? _goal;

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source)
    {
        foreach (var diagnostic in source.Parsed.Diagnostics)
        {
            var (line, column) = source.Parsed.Source.PositionOf(Math.Min(diagnostic.Span.Start, source.Parsed.Source.Text.Length));
            Write(new JsonEvent("diagnostic")
            {
                File = source.Path,
                Line = line,
                Column = column,
                Severity = SeverityOf(diagnostic.Severity == DiagnosticSeverity.Error),
                Code = diagnostic.Code,
                Message = diagnostic.Message,
            });
        }
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault) => Write(new JsonEvent("diagnostic")
    {
        File = fault.File,
        Severity = SeverityOf(fault.Descriptor.Severity == DiagnosticSeverity.Error),
        Code = fault.Descriptor.Code,
        Message = fault.Message,
    });

    /// <inheritdoc/>
    public override void Checked(GoalSource source) => Write(new JsonEvent("file-checked")
    {
        File = source.Path,
        Status = source.Parsed.HasErrors ? "errors" : source.Parsed.Diagnostics.Count > 0 ? "warnings" : "ok",
        Goals = source.Parsed.File.Goals.Count,
        Clauses = source.Parsed.HasErrors ? null : source.Parsed.File.Goals.Sum(goal => GoalClause.Of(goal).Count),
    });

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal)
    {
        _goal = goal;
        Write(new JsonEvent("goal-started")
        {
            Goal = goal.Name,
            File = goal.Path,
            Line = goal.Place.Line,
            Column = goal.Place.Column,
            Root = goal.Root,
            Clauses = goal.Clauses.Count,
        });
    }

    /// <inheritdoc/>
    public override void Tell(JsonEvent news) => Write(news);

    /// <inheritdoc/>
    public override void On(RunEvent news)
    {
        if (EventOf(news) is { } line)
        {
            Write(line with { Goal = news.Goal, Requirement = line.Clause is null ? null : _goal?.RequirementOf(line.Clause) });
        }
    }

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary) => Write(With(new JsonEvent("goal-finished")
    {
        Goal = summary.Goal.Name,
        File = summary.Goal.Path,
        Run = summary.Run.Length > 0 ? summary.Run : null,
        Outcome = summary.Outcome,
        ExitCode = summary.ExitCode,
        Code = summary.Code,
        Message = summary.Message.Length > 0 ? summary.Message : null,
        Holding = summary.Holding,
        Clauses = summary.Verdicts.Count,
        Turns = summary.Turns,
        DurationMs = (long)summary.Duration.TotalMilliseconds,
        Evidence = summary.EvidenceDirectory,
        Patch = summary.PatchFile,
        Files = summary.ChangedFiles.Count > 0 ? summary.ChangedFiles : null,
        Next = summary.Next.Count > 0 ? summary.Next : null,
    }, Told(summary.Spent)));

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => Write(With(new JsonEvent("status")
    {
        Goal = status.Goal.Name,
        File = status.Goal.Path,
        Run = status.Run.Length > 0 ? status.Run : null,
        Outcome = status.State,
        Message = status.Message.Length > 0 ? status.Message : null,
        EndedAt = status.At,
        Turn = status.Situation?.Turn,
        Executor = status.Situation?.Executor is { Length: > 0 } executor ? executor : null,
        Phases = JsonPhase.Of(status.Phases),
        Reviews = status.Reviews.Count > 0 ? status.Reviews : null,
        Now = status.Situation?.Now,
        Since = status.Situation?.Now is null ? null : status.Situation.Since,
        DurationMs = (long?)status.Situation?.Elapsed.TotalMilliseconds,
        TurnsLeft = status.Situation?.TurnsLeft,
        TokensLeft = status.Situation?.Left.Tokens,
        DollarsLeft = status.Situation?.Left.Dollars,
        MsLeft = (long?)status.Situation?.Left.Time?.TotalMilliseconds,
        GoalChanged = status.EvidenceDirectory is null ? null : status.GoalChanged,
        Holding = status.Clauses.Count(clause => clause.Status == "holds"),
        Clauses = status.Clauses.Count,
        ClausesAt = status.ClausesAt,
        Evidence = status.EvidenceDirectory,
        Next = status.Next.Count > 0 ? status.Next : null,
    }, Told(status.Situation?.Spent)));

    private static JsonEvent? EventOf(RunEvent news) => news switch
    {
        RunStarted started => new JsonEvent("run-started") { Run = started.Run, Evidence = started.EvidenceDirectory, Root = started.IsolatedRoot, Resumed = started.Resumed },
        NoticeGiven notice => new JsonEvent("notice") { Code = notice.Code, Message = notice.Message, Severity = SeverityOf(false) },
        VerificationStarted started => new JsonEvent("verification-started") { Turn = started.Turn, Final = started.Final },
        ClauseReported { Event: ClauseStarted started } => new JsonEvent("clause-started") { Clause = started.Clause },
        ClauseReported { Event: ClauseProgress progress } => new JsonEvent("clause-progress") { Clause = progress.Clause, Message = progress.Message },
        ClauseReported { Event: ClausePaused paused } => new JsonEvent("clause-progress") { Clause = paused.Clause, Message = ClausePaused.Message },
        ClauseReported { Event: ClauseFinished finished } => OfVerdict(finished.Verdict),
        VerificationFinished finished => new JsonEvent("verification-finished")
        {
            Turn = finished.Turn,
            Final = finished.Final,
            Holding = finished.Result.Verdicts.Count(verdict => verdict.Status == VerdictStatus.Holds),
            Clauses = finished.Result.Verdicts.Count,
            DurationMs = (long)finished.Result.Duration.TotalMilliseconds,
        },
        TurnStarted turn => new JsonEvent("turn-started") { Turn = turn.Turn, Executor = turn.Executor },
        TurnProgressed turn => new JsonEvent("turn-progress") { Turn = turn.Turn, Message = turn.Message },
        TokensSpent spent => With(new JsonEvent("tokens") { Turn = spent.Turn, TokensLeft = spent.Left.Tokens, DollarsLeft = spent.Left.Dollars, MsLeft = (long?)spent.Left.Time?.TotalMilliseconds }, spent.Spent),
        TurnKept turn => With(new JsonEvent("turn-kept") { Turn = turn.Turn, Executor = turn.Executor, Message = turn.Summary, Files = turn.Files, Holding = turn.Holding, Clauses = turn.Clauses }, turn.Spent),
        TurnUndone turn => With(new JsonEvent("turn-undone") { Turn = turn.Turn, Executor = turn.Executor, Message = turn.Reason, Code = turn.Code, Files = turn.Files }, turn.Spent),
        TurnIdle turn => With(new JsonEvent("turn-idle") { Turn = turn.Turn, Executor = turn.Executor, Message = turn.Summary }, turn.Spent),
        StepFinished step => new JsonEvent("step-finished") { Executor = step.Executor, Code = step.Code, Message = step.Reason },
        _ => null,
    };

    private static JsonEvent With(JsonEvent line, Spending? spent) =>
        spent is null ? line : line with { TokensIn = spent.TokensIn, TokensCached = spent.TokensCached, TokensOut = spent.TokensOut, Dollars = spent.Dollars };

    // Where no model was asked there is nothing to tell of.
    private static Spending? Told(Spending? spent) => spent?.Tokens > 0 ? spent : null;

    private static JsonEvent OfVerdict(Verdict verdict) => new("clause-finished")
    {
        Clause = verdict.Clause,
        Code = verdict.Constraint,
        Status = Phrasing.Of(verdict.Status),
        Message = verdict.Reason,
        Reused = verdict.Reused,
        Judged = verdict.Judged ? true : null,
        DurationMs = (long)verdict.Duration.TotalMilliseconds,
        Figures = [.. verdict.Figures.Select(figure => new JsonFigure(figure.Name, figure.Value, figure.Unit, figure.Threshold))],
        Findings = [.. verdict.Findings.Select(finding => new JsonFinding(
            finding.Kind.ToString().ToLowerInvariant(),
            SeverityOf(finding.IsError),
            finding.Message,
            finding.Code,
            finding.Test,
            finding.File,
            finding.Line,
            finding.Column,
            finding.Details))],
        Files = verdict.Artifacts.Count > 0 ? verdict.Artifacts : null,
    };

    private static string SeverityOf(bool error) => error ? "error" : "warning";

    private void Write(JsonEvent line)
    {
        var text = JsonSerializer.Serialize(line with { At = line.At == default ? host.Clock.GetUtcNow() : line.At }, JsonEvents.Lines.JsonEvent);
        lock (_gate)
        {
            // Flushed line by line: who reads this waits for it.
            host.Out.WriteLine(text);
            host.Out.Flush();
        }
    }
}
