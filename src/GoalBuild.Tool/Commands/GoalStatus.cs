using GoalBuild.Agent.Log;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary>Where a goal stands, as far as it was kept.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="State">In the words of the evidence, or <c>running</c>, <c>interrupted</c>, <c>never-verified</c>.</param>
internal sealed record GoalStatus(GoalView Goal, string State)
{
    /// <summary>The newest run or verification, or empty.</summary>
    public string Run { get; init; } = "";

    /// <summary>When it ended, or began where it has not ended.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why it ended so.</summary>
    public string Message { get; init; } = "";

    /// <summary>Each clause as the newest bundle has it.</summary>
    public IReadOnlyList<EvidenceClause> Clauses { get; init; } = [];

    /// <summary>When the newest bundle was finished, where it is not the bundle of <see cref="Run"/>; else null.</summary>
    public DateTimeOffset? ClausesAt { get; init; }

    /// <summary>Absolute path of the newest bundle's folder, or null.</summary>
    public string? EvidenceDirectory { get; init; }

    /// <summary>Whether the goal file says something else than when that bundle was made.</summary>
    public bool GoalChanged { get; init; }

    /// <summary>Where its newest run is, and what it has spent; null where what is told is no run.</summary>
    public RunSituation? Situation { get; init; }

    /// <summary>Its phases in the order of the work: in its newest run, else as the newest bundle's clauses have them; empty where it has none.</summary>
    public IReadOnlyList<PhaseSituation> Phases { get; init; } = [];

    /// <summary>The reviews that it asks for, and who signed them under the tree that its newest run ended with.</summary>
    public IReadOnlyList<EvidenceReview> Reviews { get; init; } = [];

    /// <summary>What to do next.</summary>
    public IReadOnlyList<string> Next { get; init; } = [];

    /// <summary>Reads where a goal stands.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="damaged">Told where the ledger is damaged (GOAL0008); what the bundles know is given all the same.</param>
    public static GoalStatus Of(CommandContext context, GoalSource source, Goal goal, Action<GoalFaultException> damaged)
    {
        var view = GoalView.Of(source, goal);
        var name = goal.Name.Value;
        var file = CommandLine.Quote(context.Host.Show(source.Path));
        var status = new GoalStatus(view, "never-verified") { Next = [$"dotnet goal verify {file}"], Phases = PhaseSituation.Of(goal, holding: null) };
        if (EvidenceFolder.Newest(source, name) is { } folder && ReadBundle(folder) is { } bundle)
        {
            status = status with
            {
                State = bundle.Outcome,
                Run = bundle.Run,
                At = bundle.Finished,
                Message = bundle.Summary,
                Clauses = bundle.Clauses,
                Phases = PhaseSituation.Of(goal, bundle.Clauses.Where(clause => clause.Status == "holds").Select(clause => clause.Name).ToHashSet(StringComparer.Ordinal)),
                EvidenceDirectory = folder,
                GoalChanged = bundle.GoalHash != EvidenceBuilder.HashOf(source.Parsed.Source),
                Next = After(bundle, file),
            };
        }

        // The ledger knows of runs that are under way, or that crashed before they could leave a bundle.
        var newest = Newest(context, source, goal, damaged);
        if (newest is not null && goal.Reviews.Count > 0)
        {
            status = status with { Reviews = RunHistory.Reviews(source, goal, newest.Run.Id) };
        }

        status = newest switch
        {
            { Run: { EndedAt: null } run, Situation: var situation } known => status with
            {
                State = known.Holder is null ? "interrupted" : "running",
                Run = run.Id,
                At = run.StartedAt,
                Message = known.Holder is { } holder ? $"Process {holder.ProcessId} works on it: {holder.Command}" : "It was interrupted before it ended.",
                Situation = situation,
                ClausesAt = situation.Verdicts.Count > 0 || status.Run == run.Id ? null : status.At,
                Clauses = situation.Verdicts.Count == 0 ? status.Clauses : [.. Verdicts(view, situation)],
                // What another run or verification left says nothing of the clauses as the ledger has them of this one.
                EvidenceDirectory = situation.Verdicts.Count == 0 || status.Run == run.Id ? status.EvidenceDirectory : null,
                Next = known.Holder is not null ? [] : [$"dotnet goal resume {file}"],
            },
            { Run: var run, Situation: { RolledBack: { } back } situation } when run.Id == status.Run => status with
            {
                Situation = situation,
                Message = $"{status.Message} Since then {back}; what was found out before does not speak of the tree as it is.",
                Next = [$"dotnet goal verify {file}"],
            },
            { Run: var run, Situation: var situation } when run.Id == status.Run => status with { Situation = situation },
            _ => status,
        };
        return status.Situation is { } of ? status with { Phases = of.Phases } : status;
    }

    // As the end of that run said: what it has spent and tried is known, so that it goes on instead of beginning anew.
    private static IReadOnlyList<string> After(EvidenceOutline bundle, string file) => (bundle.Mode, bundle.Outcome) switch
    {
        (_, "met" or "waiting-for-review") => [],
        ("run", not "not-run") => [$"dotnet goal resume {file}"],
        _ => [$"dotnet goal run {file}"],
    };

    // In the order of the goal; a clause that is no longer in it is not told of.
    private static IEnumerable<EvidenceClause> Verdicts(GoalView view, RunSituation situation) =>
        from clause in view.Clauses
        join verdict in situation.Verdicts on clause.Name equals verdict.Clause
        select new EvidenceClause(clause.Name, "", clause.Place.Line, clause.Place.Column, verdict.Status, verdict.Reason);

    private static KnownRun? Newest(CommandContext context, GoalSource source, Goal goal, Action<GoalFaultException> damaged)
    {
        try
        {
            return RunHistory.Newest(source, goal, context.Host.Clock.GetUtcNow());
        }
        catch (GoalFaultException fault) when (fault.Descriptor == DiagnosticCatalogue.LedgerCorrupt)
        {
            damaged(fault);
            return null;
        }
    }

    private static EvidenceOutline? ReadBundle(string folder)
    {
        try
        {
            return EvidenceOutline.Read(folder);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // A bundle of another version, or a broken one, tells nothing; 'report' says why.
            return null;
        }
    }
}
