namespace GoalBuild.Language.Model;

/// <summary>A whole <c>.goal</c> file.</summary>
/// <param name="Goals">The goals, in the order of the file.</param>
public sealed record GoalFile(ValueList<Goal> Goals) : Node;

/// <summary>What a goal and a phase have in common: something to be true, and how it is proved and bounded.</summary>
/// <param name="Name">The name, unique among its siblings.</param>
public abstract record Scope(Text Name) : Node
{
    /// <summary>Names of siblings that come first.</summary>
    public ValueList<Text> After { get; init; } = [];

    /// <summary>What is to be true at the end.</summary>
    public Text? Objective { get; init; }

    /// <summary>The requirements, each with the clauses that prove it.</summary>
    public ValueList<Requirement> Requirements { get; init; } = [];

    /// <summary>The clauses of all <c>verify</c> blocks, in order.</summary>
    public ValueList<Clause> Verify { get; init; } = [];

    /// <summary>The constraints of all <c>constrain</c> blocks, in order.</summary>
    public ValueList<Constraint> Constraints { get; init; } = [];

    /// <summary>The caps, or null where none are given.</summary>
    public Budget? Budget { get; init; }
}

/// <summary>One goal of a file.</summary>
/// <param name="Name">The name, unique in the file.</param>
public sealed record Goal(Text Name) : Scope(Name)
{
    /// <summary>Globs of the files to read first.</summary>
    public ValueList<Text> Context { get; init; } = [];

    /// <summary>The phases, in the order of the file; <see cref="Scope.After"/> makes them a graph.</summary>
    public ValueList<Phase> Phases { get; init; } = [];

    /// <summary>The places where clauses run.</summary>
    public ValueList<GoalEnvironment> Environments { get; init; } = [];

    /// <summary>Policy between turns, for the model.</summary>
    public Text? Iterate { get; init; }

    /// <summary>Conditions under which the model must stop and say so.</summary>
    public ValueList<Text> BlockedWhen { get; init; } = [];

    /// <summary>The ladder of executors, cheapest first; null where the goal has no <c>agent</c> block.</summary>
    public Agent? Agent { get; init; }

    /// <summary>What the evidence bundle must hold beyond the default.</summary>
    public EvidenceParts Evidence { get; init; }

    /// <summary>The human sign-offs that the goal waits for.</summary>
    public ValueList<Review> Reviews { get; init; } = [];
}

/// <summary>A bounded step of a goal.</summary>
/// <param name="Name">The name, unique in the goal.</param>
public sealed record Phase(Text Name) : Scope(Name);

/// <summary>One requirement, traced to the clauses that prove it.</summary>
/// <param name="Statement">What is required, in words.</param>
/// <param name="Clauses">Its proof.</param>
public sealed record Requirement(Text Statement, ValueList<Clause> Clauses) : Node;

/// <summary>A place where clauses run.</summary>
/// <param name="Name">The name that clauses refer to with <c>in</c>.</param>
public sealed record GoalEnvironment(Text Name) : Node
{
    /// <summary>The build configuration, or null for the project's default.</summary>
    public Text? Configuration { get; init; }

    /// <summary>The target framework, or null for all of the project's.</summary>
    public Text? Framework { get; init; }

    /// <summary>Environment variables to set.</summary>
    public ValueList<Variable> Variables { get; init; } = [];

    /// <summary>The container image to run in, or null for this machine.</summary>
    public Text? Container { get; init; }

    /// <summary>The CI runner to run on, or null for this machine.</summary>
    public Text? Runner { get; init; }
}

/// <summary>An environment variable: <c>set NAME = "value"</c>.</summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">Its value.</param>
public sealed record Variable(Text Name, Text Value) : Node;

/// <summary>Hard caps on a goal, phase or step; null means no cap.</summary>
public sealed record Budget : Node
{
    /// <summary>Most turns of executors.</summary>
    public long? Turns { get; init; }

    /// <summary>Most tokens, sent and received together.</summary>
    public long? Tokens { get; init; }

    /// <summary>Most money, in United States dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Most elapsed time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Most attempts.</summary>
    public long? Attempts { get; init; }
}

/// <summary>A human sign-off.</summary>
/// <param name="By">The role that signs, such as <c>security</c>.</param>
/// <param name="Subject">What is signed.</param>
public sealed record Review(Text By, Text Subject) : Node;

/// <summary>Optional parts of the evidence bundle.</summary>
[Flags]
public enum EvidenceParts
{
    /// <summary>The default bundle only.</summary>
    None = 0,

    /// <summary><c>test-logs</c></summary>
    TestLogs = 1,

    /// <summary><c>build-output</c></summary>
    BuildOutput = 2,

    /// <summary><c>coverage</c></summary>
    Coverage = 4,

    /// <summary><c>diff</c></summary>
    Diff = 8,

    /// <summary><c>transcript</c></summary>
    Transcript = 16,
}
