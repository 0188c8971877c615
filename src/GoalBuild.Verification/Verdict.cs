using GoalBuild.Language.Model;

namespace GoalBuild.Verification;

/// <summary>What the harness found of a clause.</summary>
public enum VerdictStatus
{
    /// <summary>It could not be found out; that is not good enough.</summary>
    Unknown,

    /// <summary>It does not hold.</summary>
    Fails,

    /// <summary>It holds.</summary>
    Holds,
}

/// <summary>
/// A fact about a tree: whether one clause holds in it. The terminal, the build log, JSON, the report and a model's prompt
/// all render this record; nothing but the harness makes one.
/// </summary>
/// <param name="Clause">The clause's name, as <see cref="GoalClause.Name"/> gives it.</param>
/// <param name="Status">Whether it holds.</param>
/// <param name="Reason">One line for people: the figure that decided, or what is missing and what to do.</param>
public sealed record Verdict(string Clause, VerdictStatus Status, string Reason)
{
    /// <summary>What was measured.</summary>
    public ValueList<Figure> Figures { get; init; } = [];

    /// <summary>The details: compiler diagnostics, failed tests, lint findings, output.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>Files kept as evidence, relative to the run's evidence folder, with <c>/</c> between their parts.</summary>
    public ValueList<string> Artifacts { get; init; } = [];

    /// <summary>How long finding out took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Hash of everything that the verdict depended on; empty where that is not known, and the verdict is never reused.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>When it was found out, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whether a model judged it: an opinion with its grounds, and no proof.</summary>
    public bool Judged { get; init; }

    /// <summary>Whether it was found out earlier and still stands.</summary>
    public bool Reused { get; init; }

    /// <summary>Where the verdict is not on a clause but on a constraint: the code that says that it is broken, such as <c>GOAL5031</c>. Null for a clause.</summary>
    public string? Constraint { get; init; }

    /// <summary>The first test that failed, or null: where the reason alone is shown, as in the errors of a build, it says where to look.</summary>
    public Finding? FirstFailedTest => Findings.FirstOrDefault(finding => finding is { Kind: FindingKind.Test, IsError: true, Test: not null });

    /// <summary>The reason, and the first failed test where there is one: <c>3 of 214 tests failed. First: Rejects_a_replay in tests/Signature.cs(48).</c></summary>
    /// <param name="place">Where a finding is, for people; empty where it is nowhere.</param>
    public string ReasonWithFirstTest(Func<Finding, string> place) => FirstFailedTest is not { } first
        ? Reason
        : $"{Reason.TrimEnd('.')}. First: {first.Test}{(place(first) is { Length: > 0 } where ? " in " + where : "")}.";
}

/// <summary>A number that a clause measured.</summary>
/// <param name="Name">What it counts: <c>coverage</c>, <c>tests</c>, <c>failed</c>, <c>warnings</c> …</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit, such as <c>%</c> or <c>ms</c>; empty for a plain count.</param>
/// <param name="Threshold">What the clause compares it with, or null.</param>
public sealed record Figure(string Name, decimal Value, string Unit, decimal? Threshold);

/// <summary>What kind of detail a <see cref="Finding"/> is.</summary>
public enum FindingKind
{
    /// <summary>A compiler or MSBuild diagnostic.</summary>
    Build,

    /// <summary>A test that failed, crashed or was skipped.</summary>
    Test,

    /// <summary>Something that the formatter would change.</summary>
    Lint,

    /// <summary>Lines of a command's output.</summary>
    Output,

    /// <summary>A file that is there, missing, changed or not as asked.</summary>
    File,

    /// <summary>A file whose coverage is low.</summary>
    Coverage,
}

/// <summary>One detail of a verdict.</summary>
/// <param name="Kind">What kind of detail it is.</param>
/// <param name="Message">What to read first; may hold several lines.</param>
public sealed record Finding(FindingKind Kind, string Message)
{
    /// <summary>A code such as <c>CS0246</c>, or null.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it is an error; a warning otherwise.</summary>
    public bool IsError { get; init; } = true;

    /// <summary>The name of the test, for <see cref="FindingKind.Test"/>.</summary>
    public string? Test { get; init; }

    /// <summary>Whether the test failed already when the run began, before any executor worked.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault)]
    public bool FailedBefore { get; init; }

    /// <summary>The file, relative to the workspace's root where it lies in it, else absolute; or null.</summary>
    public string? File { get; init; }

    /// <summary>The line, from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>The column, from 1, or null.</summary>
    public int? Column { get; init; }

    /// <summary>More, such as a stack trace or the output around it; or null.</summary>
    public string? Details { get; init; }
}
