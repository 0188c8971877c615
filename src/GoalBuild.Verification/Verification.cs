using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Judging;

namespace GoalBuild.Verification;

/// <summary>What is to be verified, and how.</summary>
/// <param name="Workspace">The tree.</param>
/// <param name="Source">The goal file's text; its path is absolute and lies in the tree.</param>
/// <param name="Goal">The goal.</param>
/// <param name="EvidenceDirectory">Absolute path of the folder that logs, test results and outputs go to; it is made when missing.</param>
public sealed record VerificationRequest(Workspace Workspace, SourceText Source, Goal Goal, string EvidenceDirectory)
{
    /// <summary>Names of the clauses to verify, or null for all.</summary>
    public IReadOnlyCollection<string>? Clauses { get; init; }

    /// <summary>The only environment that clauses run in, of those that name several; null for all of them.</summary>
    public string? Environment { get; init; }

    /// <summary>Which earlier verdicts may stand.</summary>
    public VerdictReuse Reuse { get; init; } = VerdictReuse.Holding;

    /// <summary>Constraints that are judged on what was restored or built (<see cref="Constraints.Built.BuiltConstraints"/>), once every clause that is asked for holds.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>The tree that <c>changed</c> and <c>unchanged</c> compare with, or null where none was taken.</summary>
    public IBaseline? Baseline { get; init; }

    /// <summary>Whom a <c>judge</c> clause asks, or null where no model may be asked, as in a build.</summary>
    public IJudge? Judge { get; init; }

    /// <summary>The goal's folder.</summary>
    public string GoalDirectory => Path.GetDirectoryName(Source.Path)!;
}

/// <summary>Which verdicts of earlier verifications may stand when nothing that they depend on has changed.</summary>
public enum VerdictReuse
{
    /// <summary>None: everything is verified anew.</summary>
    None,

    /// <summary>Those that hold. A failed clause is tried again, as a build tries again what failed.</summary>
    Holding,

    /// <summary>Those that hold or fail: between two turns of one run.</summary>
    All,
}

/// <summary>The tree as it was when the goal started.</summary>
public interface IBaseline
{
    /// <summary>Paths, relative to the workspace's root with <c>/</c>, that were added, changed or deleted since.</summary>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation);

    /// <summary>The difference since as a patch, or null where none can be made.</summary>
    /// <param name="cancellation">Gives up.</param>
    Task<string?> DiffAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <summary>The tree itself, in a folder of its own that stays for later verifications; null where it cannot be had.</summary>
    /// <param name="cancellation">Gives up.</param>
    Task<BaselineTree?> TreeAsync(CancellationToken cancellation) => Task.FromResult<BaselineTree?>(null);
}

/// <summary>The verdicts of one verification, in the order of the goal.</summary>
/// <param name="Goal">The goal's name.</param>
/// <param name="Verdicts">One for each clause that was asked for.</param>
/// <param name="Duration">From request to answer.</param>
public sealed record VerificationResult(string Goal, ValueList<Verdict> Verdicts, TimeSpan Duration)
{
    /// <summary>What was found of the constraints that are judged on what was built, in the order of the goal; empty where a clause does not hold, since nothing was judged then.</summary>
    public ValueList<Verdict> Constraints { get; init; } = [];

    /// <summary>Whether every clause holds, and no constraint that was judged does not. A goal without clauses is never met.</summary>
    public bool AllHold => Verdicts.Count > 0 && Verdicts.Concat(Constraints).All(verdict => verdict.Status == VerdictStatus.Holds);
}

/// <summary>Told while a verification goes on.</summary>
public abstract record VerificationEvent(string Clause);

/// <summary>Work on a clause began.</summary>
/// <param name="Clause">The clause's name.</param>
public sealed record ClauseStarted(string Clause) : VerificationEvent(Clause);

/// <summary>Something to show about a clause that is under way, such as the project that is being built.</summary>
/// <param name="Clause">The clause's name.</param>
/// <param name="Message">One line.</param>
public sealed record ClauseProgress(string Clause, string Message) : VerificationEvent(Clause);

/// <summary>A clause waits until other clauses have ended; what it waits is not its time. It goes on with the next <see cref="ClauseProgress"/>.</summary>
/// <param name="Clause">The clause's name.</param>
public sealed record ClausePaused(string Clause) : VerificationEvent(Clause)
{
    /// <summary>The same in words.</summary>
    public const string Message = "waits until other clauses have ended";
}

/// <summary>A clause has its verdict.</summary>
/// <param name="Clause">The clause's name.</param>
/// <param name="Verdict">The verdict.</param>
public sealed record ClauseFinished(string Clause, Verdict Verdict) : VerificationEvent(Clause);

/// <summary>Finds out whether clauses hold.</summary>
public interface IVerifier
{
    /// <summary>Verifies the clauses that are asked for. Clauses that cannot be evaluated get <see cref="VerdictStatus.Unknown"/>; they do not throw.</summary>
    /// <param name="request">What to verify.</param>
    /// <param name="progress">Told what goes on, from any thread; or null.</param>
    /// <param name="cancellation">Stops every process that was started, then throws.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation);
}
