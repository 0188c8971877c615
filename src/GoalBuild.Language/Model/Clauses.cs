namespace GoalBuild.Language.Model;

/// <summary>Something that either holds or does not, and that the harness can find out.</summary>
public abstract record Clause : Node
{
    /// <summary>The keyword it starts with.</summary>
    public abstract string Keyword { get; }

    /// <summary>What it is about, for people: the project, command or file. Together with the keyword it names the clause.</summary>
    public abstract string Subject { get; }

    /// <summary>Names of the environments it runs in; empty means this machine with the project's defaults.</summary>
    public ValueList<Text> Environments { get; init; } = [];

    /// <summary>The most time it may take, or null for the default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The name that the author gave it with <c>as</c>.</summary>
    public Text? Label { get; init; }
}

/// <summary><c>build PROJECT [configuration NAME] [warnings as errors]</c></summary>
/// <param name="Project">A project or solution, or a folder that holds one.</param>
public sealed record BuildClause(Text Project) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "build";

    /// <inheritdoc/>
    public override string Subject => Project.Value;

    /// <summary>The build configuration, or null for the default.</summary>
    public Text? Configuration { get; init; }

    /// <summary>Whether a warning fails the clause too.</summary>
    public bool WarningsAsErrors { get; init; }
}

/// <summary><c>test PROJECT [filter STRING] [at least N] [repeat N] [no skips]</c></summary>
/// <param name="Project">A test project or solution, or a folder that holds one.</param>
public sealed record TestClause(Text Project) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "test";

    /// <inheritdoc/>
    public override string Subject => Filter is null ? Project.Value : $"{Project.Value} filter {Filter.Value}";

    /// <summary>A filter expression as <c>dotnet test --filter</c> takes it.</summary>
    public Text? Filter { get; init; }

    /// <summary>The least number of tests that must run.</summary>
    public int AtLeast { get; init; } = 1;

    /// <summary>How many times the tests run; each run must pass.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Whether a skipped test fails the clause.</summary>
    public bool NoSkips { get; init; }
}

/// <summary><c>coverage PROJECT [line|branch|method] [of GLOB] &gt;= N%</c></summary>
/// <param name="Project">A test project or solution, or a folder that holds one.</param>
/// <param name="Comparison">How the figure is compared.</param>
/// <param name="Percent">The threshold, 0 to 100.</param>
public sealed record CoverageClause(Text Project, Comparison Comparison, decimal Percent) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "coverage";

    /// <inheritdoc/>
    public override string Subject => Of is null ? Project.Value : $"{Project.Value} of {Of.Value}";

    /// <summary>What is counted.</summary>
    public CoverageMetric Metric { get; init; }

    /// <summary>The files that count, or null for all measured.</summary>
    public Text? Of { get; init; }
}

/// <summary>What a coverage clause counts.</summary>
public enum CoverageMetric
{
    /// <summary>Lines, the default.</summary>
    Line,

    /// <summary>Branches.</summary>
    Branch,

    /// <summary>Methods.</summary>
    Method,
}

/// <summary><c>lint [PROJECT] [whitespace|style|analyzers] [severity NAME]</c></summary>
/// <param name="Project">A project or solution, or null for the one in the goal's folder.</param>
public sealed record LintClause(Text? Project) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "lint";

    /// <inheritdoc/>
    public override string Subject => Scope == LintScope.All ? Project?.Value ?? "." : $"{Project?.Value ?? "."} {Scope.ToString().ToLowerInvariant()}";

    /// <summary>Which of the formatter's checks run.</summary>
    public LintScope Scope { get; init; }

    /// <summary>The least severity that counts (<c>info</c>, <c>warn</c> or <c>error</c>), or null for the formatter's default.</summary>
    public Text? Severity { get; init; }
}

/// <summary>Which of the formatter's checks a lint clause runs.</summary>
public enum LintScope
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>White space only.</summary>
    Whitespace,

    /// <summary>Code style only.</summary>
    Style,

    /// <summary>Analyzers only.</summary>
    Analyzers,
}

/// <summary><c>run STRING [in DIR] [exits N] [prints STRING|PATTERN] [never prints …]</c></summary>
/// <param name="Command">A command line for the platform's shell.</param>
public sealed record RunClause(Text Command) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "run";

    /// <inheritdoc/>
    public override string Subject => Command.Value;

    /// <summary>The working directory, or null for the goal's folder.</summary>
    public Text? Directory { get; init; }

    /// <summary>The exit code that it must end with.</summary>
    public int Exits { get; init; }

    /// <summary>What it must, or must never, print on either stream.</summary>
    public ValueList<PrintExpectation> Prints { get; init; } = [];
}

/// <summary><c>prints</c> or <c>never prints</c>, with a text or a pattern; exactly one of the two is set.</summary>
/// <param name="Never">True for <c>never prints</c>.</param>
/// <param name="Text">The text to find, or null.</param>
/// <param name="Pattern">The pattern to find, or null.</param>
public sealed record PrintExpectation(bool Never, Text? Text, Pattern? Pattern) : Node;

/// <summary><c>measure STRING = run STRING [in DIR] matching PATTERN &lt;op&gt; NUMBER</c></summary>
/// <param name="Name">What is measured.</param>
/// <param name="Command">A command line for the platform's shell.</param>
/// <param name="Matching">Its group <c>value</c> is the number; of several matches the median counts.</param>
/// <param name="Comparison">How the number is compared.</param>
/// <param name="Threshold">What it is compared with; its unit is the one that the command prints.</param>
public sealed record MeasureClause(Text Name, Text Command, Pattern Matching, Comparison Comparison, Quantity Threshold) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "measure";

    /// <inheritdoc/>
    public override string Subject => Name.Value;

    /// <summary>The working directory, or null for the goal's folder.</summary>
    public Text? Directory { get; init; }
}

/// <summary><c>latency "METHOD URL" pNN &lt;op&gt; D [requests N] [concurrency N] [serve STRING]</c></summary>
/// <param name="Request">Method and URL, as written.</param>
/// <param name="Percentile">From 1 to 100; <c>p99.9</c> is 99.9.</param>
/// <param name="Comparison">How the percentile is compared.</param>
/// <param name="Threshold">What it is compared with.</param>
public sealed record LatencyClause(Text Request, decimal Percentile, Comparison Comparison, TimeSpan Threshold) : Clause
{
    /// <summary>What stands, in the address and in <see cref="Serve"/>, for a port that is free when the clause is evaluated.</summary>
    public const string Port = "{port}";

    /// <inheritdoc/>
    public override string Keyword => "latency";

    /// <inheritdoc/>
    public override string Subject => Request.Value;

    /// <summary>How many requests are measured, or null for the default.</summary>
    public int? Requests { get; init; }

    /// <summary>How many requests are under way at once, or null for the default.</summary>
    public int? Concurrency { get; init; }

    /// <summary>The command that starts the server, or null where one runs already.</summary>
    public Text? Serve { get; init; }
}

/// <summary><c>file GLOB exists|missing|changed|unchanged|contains STRING|matches PATTERN</c></summary>
/// <param name="Glob">The files.</param>
/// <param name="Condition">What is asked of them.</param>
public sealed record FileClause(Text Glob, FileCondition Condition) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "file";

    /// <inheritdoc/>
    public override string Subject => Condition switch
    {
        FileCondition.Contains => $"{Glob.Value} contains {Contains}",
        FileCondition.Matches => $"{Glob.Value} matches {Matches}",
        _ => $"{Glob.Value} {Condition.ToString().ToLowerInvariant()}",
    };

    /// <summary>The text to find, for <see cref="FileCondition.Contains"/>.</summary>
    public Text? Contains { get; init; }

    /// <summary>The pattern to find, for <see cref="FileCondition.Matches"/>.</summary>
    public Pattern? Matches { get; init; }
}

/// <summary>What a file clause asks.</summary>
public enum FileCondition
{
    /// <summary>At least one file matches the glob.</summary>
    Exists,

    /// <summary>No file matches the glob.</summary>
    Missing,

    /// <summary>At least one file differs from the baseline.</summary>
    Changed,

    /// <summary>No file differs from the baseline.</summary>
    Unchanged,

    /// <summary>At least one file contains the text.</summary>
    Contains,

    /// <summary>At least one file matches the pattern.</summary>
    Matches,
}

/// <summary><c>api PROJECT documented</c></summary>
/// <param name="Project">The project.</param>
public sealed record ApiClause(Text Project) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "api";

    /// <inheritdoc/>
    public override string Subject => $"{Project.Value} documented";
}

/// <summary><c>audit PROJECT [severity NAME]</c></summary>
/// <param name="Project">The project or solution.</param>
public sealed record AuditClause(Text Project) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "audit";

    /// <inheritdoc/>
    public override string Subject => Project.Value;

    /// <summary>The least severity that counts, or null for any.</summary>
    public Text? Severity { get; init; }
}

/// <summary><c>mutation PROJECT &gt;= N%</c></summary>
/// <param name="Project">The test project.</param>
/// <param name="Comparison">How the score is compared.</param>
/// <param name="Percent">The threshold, 0 to 100.</param>
public sealed record MutationClause(Text Project, Comparison Comparison, decimal Percent) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "mutation";

    /// <inheritdoc/>
    public override string Subject => Project.Value;
}

/// <summary><c>target STRING in PROJECT</c></summary>
/// <param name="Target">The MSBuild target.</param>
/// <param name="Project">The project that has it.</param>
public sealed record TargetClause(Text Target, Text Project) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "target";

    /// <inheritdoc/>
    public override string Subject => $"{Target.Value} in {Project.Value}";
}

/// <summary><c>judge STRING [reading GLOB, …] [votes N]</c></summary>
/// <param name="Statement">What a model is to find true.</param>
public sealed record JudgeClause(Text Statement) : Clause
{
    /// <inheritdoc/>
    public override string Keyword => "judge";

    /// <inheritdoc/>
    public override string Subject => Statement.Value;

    /// <summary>Globs of the files that it reads.</summary>
    public ValueList<Text> Reading { get; init; } = [];

    /// <summary>How many votes are taken.</summary>
    public int Votes { get; init; } = 1;
}
