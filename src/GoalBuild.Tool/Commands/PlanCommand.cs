using System.Runtime.CompilerServices;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>plan</c>: says what a run would find before any token is spent, and changes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>Verifies the goals as they are, and tells which clauses are the work, which hold already, and what would keep a run from ever ending well.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <returns>0 where a run can begin, or has nothing to do; 3 where a person is needed first.</returns>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals)
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
                codes.Add(await PlanAsync(context, verifier, source, goal).ConfigureAwait(false));
            }

            return ExitCode.Worst(codes);
        }
        finally
        {
            (verifier as IDisposable)?.Dispose();
        }
    }

    private static async Task<int> PlanAsync(CommandContext context, IVerifier verifier, GoalSource source, Goal goal)
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

        var findings = verdicts.Select(verdict => verdict.Status switch
        {
            VerdictStatus.Holds => new PlanFinding("holds", verdict.Clause, null, $"It holds already, and proves nothing of the work. {verdict.Reason}"),
            VerdictStatus.Fails => new PlanFinding("work", verdict.Clause, null, verdict.Reason),
            _ => new PlanFinding("unknown", verdict.Clause, DiagnosticCatalogue.ClauseUnknown.Code, verdict.Reason),
        }).ToList();
        foreach (var contradiction in Preflight.Contradictions(goal, source.Parsed.Source, source.Workspace, verdicts))
        {
            var place = source.Parsed.Source.PositionOf(contradiction.Span.Start);
            findings.Add(new PlanFinding("contradiction", null, DiagnosticCatalogue.NeverHolds.Code, contradiction.Message) { Line = place.Line, Column = place.Column });
        }

        findings.AddRange((await LadderFaultsAsync(context, source, goal).ConfigureAwait(false)).Select(fault => new PlanFinding("ladder", null, fault.Descriptor.Code, fault.Message)));
        var code = findings.Exists(finding => finding.Kind is "unknown" or "contradiction" or "ladder") ? ExitCode.Stalled : ExitCode.Met;
        Tell(context, source, goal, findings, code);
        return code;
    }

    private static void Tell(CommandContext context, GoalSource source, Goal goal, List<PlanFinding> findings, int code)
    {
        var (work, holds, clauses) = (Count("work"), Count("holds"), findings.Count(finding => finding.Clause is not null));
        IReadOnlyList<string> next = code == ExitCode.Met && work > 0 ? [$"dotnet goal run {CommandLine.Quote(context.Host.Show(source.Path))}"] : [];
        context.Reporter.Say($"{goal.Name.Value}: {(work == 0 && code == ExitCode.Met ? "nothing to do, every clause holds already" : $"{Words.Count(work, "clause")} to work on, {holds} of {clauses} hold already")}");
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

        foreach (var line in next)
        {
            context.Reporter.Say($"  {line}");
        }

        context.Reporter.Tell(new JsonEvent("plan") { Goal = goal.Name.Value, File = source.Path, Holding = holds, Clauses = clauses, ExitCode = code, Next = next.Count > 0 ? next : null });

        int Count(string kind) => findings.Count(finding => finding.Kind == kind);
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
