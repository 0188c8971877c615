namespace GoalBuild.Verification.Evidence;

/// <summary>
/// What a run or a verification proved, and how: the record behind <c>evidence.json</c> and <c>evidence.md</c>. Its shape is the
/// schema <c>evidence.schema.json</c>; a member is never renamed or given another meaning without a new <see cref="Version"/>.
/// </summary>
public sealed record EvidenceBundle
{
    /// <summary>The version of the schema that this assembly writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The schema's version.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The goal's name.</summary>
    public required string Goal { get; init; }

    /// <summary>The goal file, relative to the workspace's root, with <c>/</c> between its parts.</summary>
    public required string GoalFile { get; init; }

    /// <summary>SHA-256 of the goal file's text in UTF-8, in lower-case hexadecimal.</summary>
    public required string GoalHash { get; init; }

    /// <summary>The run's identity; also the name of the folder that the bundle lies in.</summary>
    public required string Run { get; init; }

    /// <summary><c>run</c> where executors could edit, <c>verify</c> where nothing could.</summary>
    public required string Mode { get; init; }

    /// <summary><c>met</c>, <c>not-met</c>, <c>stalled</c>, <c>blocked</c>, <c>budget-spent</c>, <c>broken</c>, <c>waiting-for-review</c>, <c>cancelled</c>, <c>failed</c>, or <c>not-run</c> where a goal that it comes after was not met.</summary>
    public required string Outcome { get; init; }

    /// <summary>One or more sentences for people: why it ended like this.</summary>
    public required string Summary { get; init; }

    /// <summary>What the goal is to bring about, verbatim.</summary>
    public string? Objective { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>What verified.</summary>
    public required EvidenceTool Tool { get; init; }

    /// <summary>Each requirement with the names of the clauses that prove it.</summary>
    public IReadOnlyList<EvidenceRequirement> Requirements { get; init; } = [];

    /// <summary>Each clause with its verdict, in the order of the goal.</summary>
    public IReadOnlyList<EvidenceClause> Clauses { get; init; } = [];

    /// <summary>Each constraint, and whether it was checked.</summary>
    public IReadOnlyList<EvidenceConstraint> Constraints { get; init; } = [];

    /// <summary>The turns of executors, in order.</summary>
    public IReadOnlyList<EvidenceTurn> Turns { get; init; } = [];

    /// <summary>The reviews that the goal asks for, and who signed them for this result.</summary>
    public IReadOnlyList<EvidenceReview> Reviews { get; init; } = [];

    /// <summary>What models cost in all turns; null where none was asked.</summary>
    public EvidenceSpending? Spent { get; init; }

    /// <summary>What was changed since the run began; null where nothing is known of it.</summary>
    public EvidenceDiff? Diff { get; init; }

    /// <summary>Files kept beside this one, relative to its folder, with <c>/</c> between their parts.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>What verified.</summary>
/// <param name="Version">GoalBuild's version.</param>
/// <param name="Runtime">The .NET runtime, such as <c>.NET 10.0.1</c>.</param>
/// <param name="OperatingSystem">The operating system, as it names itself.</param>
public sealed record EvidenceTool(string Version, string Runtime, string OperatingSystem);

/// <summary>A review that the goal asks for.</summary>
/// <param name="By">The role that signs.</param>
/// <param name="Subject">What it looks at.</param>
public sealed record EvidenceReview(string By, string Subject)
{
    /// <summary>Who signed, as git knows the person; null where nobody has.</summary>
    public string? Person { get; init; }

    /// <summary>The operating system's user who signed, or null.</summary>
    public string? Account { get; init; }

    /// <summary>When it was signed, in UTC, or null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Snapshot of the tree that was signed, or null.</summary>
    public string? Tree { get; init; }

    /// <summary>What was written beside it, or null.</summary>
    public string? Note { get; init; }
}

/// <summary>One requirement.</summary>
/// <param name="Statement">What is required, in words.</param>
/// <param name="Status"><c>holds</c> where it has clauses and all of them hold; <c>fails</c> where one fails; else <c>unknown</c>.</param>
/// <param name="Line">Where it stands in the goal file, from 1.</param>
/// <param name="Clauses">Names of the clauses that prove it.</param>
public sealed record EvidenceRequirement(string Statement, string Status, int Line, IReadOnlyList<string> Clauses);

/// <summary>One clause with its verdict.</summary>
/// <param name="Name">The clause's name.</param>
/// <param name="Kind">Its keyword.</param>
/// <param name="Line">Where it stands in the goal file, from 1.</param>
/// <param name="Column">Where it stands in its line, from 1.</param>
/// <param name="Status"><c>holds</c>, <c>fails</c> or <c>unknown</c>.</param>
/// <param name="Reason">The figure that decided, or what is missing.</param>
public sealed record EvidenceClause(string Name, string Kind, int Line, int Column, string Status, string Reason)
{
    /// <summary>The phase that it belongs to, or null.</summary>
    public string? Phase { get; init; }

    /// <summary>Whether the verdict was found out earlier and still stood.</summary>
    public bool Reused { get; init; }

    /// <summary>When it was found out, in UTC; null where it never was.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long finding out took, in milliseconds.</summary>
    public long DurationMs { get; init; }

    /// <summary>Hash of everything that the verdict depended on; empty where not known.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>What was measured.</summary>
    public IReadOnlyList<EvidenceFigure> Figures { get; init; } = [];

    /// <summary>The details.</summary>
    public IReadOnlyList<EvidenceFinding> Findings { get; init; } = [];

    /// <summary>Files of this clause beside <c>evidence.json</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>A number that a clause measured.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, or empty.</param>
/// <param name="Threshold">What it is compared with, or null.</param>
public sealed record EvidenceFigure(string Name, decimal Value, string Unit, decimal? Threshold);

/// <summary>One detail of a verdict.</summary>
/// <param name="Kind"><c>build</c>, <c>test</c>, <c>lint</c>, <c>output</c>, <c>file</c> or <c>coverage</c>.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Message">What to read first.</param>
public sealed record EvidenceFinding(string Kind, string Severity, string Message)
{
    /// <summary>A code such as <c>CS0246</c>.</summary>
    public string? Code { get; init; }

    /// <summary>The name of the test.</summary>
    public string? Test { get; init; }

    /// <summary>True for a test that failed before the work began; else null.</summary>
    public bool? FailedBefore { get; init; }

    /// <summary>The file, relative to the workspace's root where it lies in it.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column, from 1.</summary>
    public int? Column { get; init; }

    /// <summary>More, such as a stack trace.</summary>
    public string? Details { get; init; }
}

/// <summary>One constraint.</summary>
/// <param name="Description">The constraint in the words of the language.</param>
/// <param name="Line">Where it stands in the goal file, from 1; null for one that always applies.</param>
/// <param name="Status"><c>kept</c>, <c>broken</c>, <c>not-checked</c> (this version or this mode does not check it) or <c>not-proved</c> (advice).</param>
/// <param name="Detail">How it was checked, or why it was not.</param>
public sealed record EvidenceConstraint(string Description, int? Line, string Status, string Detail);

/// <summary>One turn of an executor.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="End"><c>kept</c>, <c>undone</c>, <c>unchanged</c> or <c>interrupted</c>.</param>
/// <param name="Summary">What was done, or why it was undone.</param>
/// <param name="Holding">How many clauses held after it; null where nothing was verified.</param>
/// <param name="DurationMs">In milliseconds.</param>
public sealed record EvidenceTurn(int Number, string Executor, string End, string Summary, int? Holding, long DurationMs)
{
    /// <summary>The files that it changed, relative to the workspace's root.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>What a model cost in it; null where none was asked.</summary>
    public EvidenceSpending? Spent { get; init; }
}

/// <summary>What models cost.</summary>
/// <param name="TokensIn">Tokens sent, cached ones included.</param>
/// <param name="TokensCached">How many of them the provider had cached.</param>
/// <param name="TokensOut">Tokens received.</param>
/// <param name="Dollars">United States dollars; 0 where no price is known.</param>
public sealed record EvidenceSpending(long TokensIn, long TokensCached, long TokensOut, decimal Dollars);

/// <summary>What was changed since the run began.</summary>
/// <param name="Patch">The patch file beside this one, or null.</param>
/// <param name="Changes">Each changed file.</param>
public sealed record EvidenceDiff(string? Patch, IReadOnlyList<EvidenceChange> Changes)
{
    /// <summary>Lines added in all.</summary>
    public int Added => Changes.Sum(change => change.Added);

    /// <summary>Lines deleted in all.</summary>
    public int Deleted => Changes.Sum(change => change.Deleted);
}

/// <summary>One changed file.</summary>
/// <param name="File">Relative to the workspace's root.</param>
/// <param name="Kind"><c>added</c>, <c>changed</c>, <c>deleted</c> or <c>renamed</c>.</param>
/// <param name="Added">Lines added.</param>
/// <param name="Deleted">Lines deleted.</param>
public sealed record EvidenceChange(string File, string Kind, int Added, int Deleted);
