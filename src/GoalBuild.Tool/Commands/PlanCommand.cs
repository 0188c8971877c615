using System.Runtime.CompilerServices;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Agent.Judging;
using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>plan</c>: says what a run would find before any token is spent, and changes nothing. Only where a draft is asked for, a model is.</summary>
internal static class PlanCommand
{
    /// <summary>Verifies the goals as they are, and tells which clauses are the work, which hold already, and what would keep a run from ever ending well.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="draft">Whether a model is to draft the approach and its risks.</param>
    /// <returns>0 where a run can begin, or has nothing to do; 3 where a person is needed first.</returns>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, bool draft)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var verifier = context.Rooms.Verifier();
        try
        {
            var codes = new List<int>();
            foreach (var (source, goal) in CommandContext.Select(sources, goals))
            {
                codes.Add(await PlanAsync(context, verifier, source, goal, draft).ConfigureAwait(false));
            }

            return ExitCode.Worst(codes);
        }
        finally
        {
            (verifier as IDisposable)?.Dispose();
        }
    }

    private static async Task<int> PlanAsync(CommandContext context, IVerifier verifier, GoalSource source, Goal goal, bool draft)
    {
        var folder = Path.Combine(EvidenceFolder.OfGoal(source, goal.Name.Value), EvidenceFolder.NewVerification(context.Host.Clock.GetUtcNow()));
        using var known = await GoalBaseline.FindAsync(source.Workspace, source.KeyOf(goal.Name.Value), context.Cancellation, isHeadEnough: false).ConfigureAwait(false);
        ValueList<Verdict> verdicts;
        try
        {
            // A goal that never ran takes the tree as it is for its baseline: nothing has changed yet.
            var request = new VerificationRequest(source.Workspace, source.Parsed.Source, goal, folder) { Baseline = known ?? (IBaseline)new NothingChanged() };
            verdicts = (await verifier.VerifyAsync(request, null, context.Cancellation).ConfigureAwait(false)).Verdicts;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }

        var findings = Findings(context, source, goal, verdicts);
        foreach (var contradiction in Preflight.Contradictions(goal, source.Parsed.Source, source.Workspace, verdicts))
        {
            var place = source.Parsed.Source.PositionOf(contradiction.Span.Start);
            findings.Add(new PlanFinding("contradiction", null, DiagnosticCatalogue.NeverHolds.Code, contradiction.Message) { Line = place.Line, Column = place.Column });
        }

        findings.AddRange((await LadderFaultsAsync(context, source, goal).ConfigureAwait(false)).Select(fault => new PlanFinding("ladder", null, fault.Descriptor.Code, fault.Message)));
        var code = findings.Exists(finding => finding.Kind is "unknown" or "contradiction" or "ladder") ? ExitCode.Stalled : ExitCode.Met;
        var phases = PhaseSituation.Of(goal, verdicts.Where(verdict => verdict.Status == VerdictStatus.Holds).Select(verdict => verdict.Clause).ToHashSet(StringComparer.Ordinal));
        Tell(context, source, goal, findings, phases, code);
        if (draft)
        {
            // Not before people can read what keeps the goal from ever being met: that costs nothing.
            code = ExitCode.Worst([code, await DraftAsync(context, source, goal, verdicts, findings, folder).ConfigureAwait(false)]);
        }

        TellEnd(context, source, goal, findings, phases, code);
        return code;
    }

    private static List<PlanFinding> Findings(CommandContext context, GoalSource source, Goal goal, ValueList<Verdict> verdicts)
    {
        // A plan asks no model. Who would be asked is known all the same, and so whether anyone can be.
        using var judge = ModelJudge.For(goal, source.Workspace.StateDirectory, context.Host.Clock, (_, _) => { });
        var judged = GoalClause.Of(goal).Where(clause => clause.Clause is JudgeClause).Select(clause => clause.Name).ToHashSet(StringComparer.Ordinal);
        return [.. verdicts.Select(verdict => verdict.Status switch
        {
            VerdictStatus.Holds => new PlanFinding("holds", verdict.Clause, null, $"It holds already, and proves nothing of the work. {verdict.Reason}"),
            VerdictStatus.Fails => new PlanFinding("work", verdict.Clause, null, verdict.Reason),
            _ when judged.Contains(verdict.Clause) && judge is { Problem: null } =>
                new PlanFinding("judged", verdict.Clause, null, $"{judge.Name} judges it when every other clause holds; a plan asks no model."),
            _ => new PlanFinding("unknown", verdict.Clause, DiagnosticCatalogue.ClauseUnknown.Code, (judged.Contains(verdict.Clause) ? judge?.Problem : null) ?? verdict.Reason),
        })];
    }

    private static void Tell(CommandContext context, GoalSource source, Goal goal, List<PlanFinding> findings, IReadOnlyList<PhaseSituation> phases, int code)
    {
        var work = Count(findings, "work") + Count(findings, "judged");
        context.Reporter.Say($"{goal.Name.Value}: {(work == 0 && code == ExitCode.Met ? "nothing to do, every clause holds already" : $"{Words.Count(work, "clause")} to work on, {Count(findings, "holds")} of {Clauses(findings)} hold already")}");
        foreach (var finding in findings)
        {
            var place = finding.Line is null ? "" : $" {source.Shown}({finding.Line},{finding.Column})";
            context.Reporter.Say($"  {finding.Kind,-13}  {(finding.Code is null ? "" : $"{finding.Code} ")}{(finding.Clause is null ? "" : $"{finding.Clause}: ")}{Phrasing.Line(finding.Message)}{place}");
            context.Reporter.Tell(new JsonEvent("plan-finding")
            {
                Goal = goal.Name.Value,
                File = source.Path,
                Kind = finding.Kind,
                Clause = finding.Clause,
                Code = finding.Code,
                Message = finding.Message,
                Line = finding.Line,
                Column = finding.Column,
            });
        }

        foreach (var phase in phases)
        {
            context.Reporter.Say($"  {"phase",-13}  {Phrasing.Line(phase.Name)}: {PhaseLines.Of(phase.State)}; {Phrasing.Line(PhaseLines.Of(phase))}");
        }
    }

    private static void TellEnd(CommandContext context, GoalSource source, Goal goal, List<PlanFinding> findings, IReadOnlyList<PhaseSituation> phases, int code)
    {
        IReadOnlyList<string> next = code == ExitCode.Met && Count(findings, "work") + Count(findings, "judged") > 0 ? [$"dotnet goal run {CommandLine.Quote(context.Host.Show(source.Path))}"] : [];
        foreach (var line in next)
        {
            context.Reporter.Say($"  {line}");
        }

        context.Reporter.Tell(new JsonEvent("plan")
        {
            Goal = goal.Name.Value,
            File = source.Path,
            Holding = Count(findings, "holds"),
            Clauses = Clauses(findings),
            ExitCode = code,
            Phases = JsonPhase.Of(phases),
            Next = next.Count > 0 ? next : null,
        });
    }

    private static int Count(List<PlanFinding> findings, string kind) => findings.Count(finding => finding.Kind == kind);

    private static int Clauses(List<PlanFinding> findings) => findings.Count(finding => finding.Clause is not null);

    // A goal that holds needs no approach, and one that can never hold another text first: neither is worth a token.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> DraftAsync(CommandContext context, GoalSource source, Goal goal, ValueList<Verdict> verdicts, List<PlanFinding> findings, string folder)
    {
        var draft = new PlanDraft(context, source, goal, folder);
        return Count(findings, "contradiction") > 0 ? Task.FromResult(draft.Refuse("No draft was asked for: the goal contradicts itself. Put it right first.", ExitCode.Stalled))
            : Count(findings, "holds") == Clauses(findings) ? Task.FromResult(draft.Refuse("No draft was asked for: there is nothing to do.", ExitCode.Met))
            : draft.AskAsync(verdicts, [.. findings.Where(finding => finding.Clause is null).Select(finding => finding.Message)]);
    }

    // Executors load what models need; a goal without a model in it pays nothing for that.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<IReadOnlyList<GoalFaultException>> LadderFaultsAsync(CommandContext context, GoalSource source, Goal goal) =>
        Preflight.LadderFaultsAsync(goal, step => ExecutorTable.Of(step, Repairs.All, context.Host.Clock), source.Workspace.StateDirectory);

    private sealed record PlanFinding(string Kind, string? Clause, string? Code, string Message)
    {
        public int? Line { get; init; }

        public int? Column { get; init; }
    }

    private sealed class NothingChanged : IBaseline
    {
        public Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());
    }
}
