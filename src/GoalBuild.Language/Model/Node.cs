using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Model;

/// <summary>
/// A part of a goal file. Two nodes are equal when they say the same; where they stand in the text is no part of what
/// they say, so <see cref="Span"/> takes no part in equality.
/// </summary>
public abstract record Node
{
    /// <summary>Where the node stands in its source text, from its first token to its last.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>Whether the other node is of the same kind; derived records add their own members.</summary>
    public virtual bool Equals(Node? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}

/// <summary>A string or name as it was written, escapes resolved, with its place.</summary>
/// <param name="Value">The text.</param>
public sealed record Text(string Value) : Node
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A regular expression between slashes.</summary>
/// <param name="Regex">The expression, in .NET syntax.</param>
/// <param name="Options">The flags <c>i</c>, <c>m</c>, <c>s</c>.</param>
public sealed record Pattern(string Regex, PatternOptions Options) : Node
{
    /// <summary>As it stands in a goal file: <c>/regex/flags</c>.</summary>
    public override string ToString() =>
        $"/{Regex}/{(Options.HasFlag(PatternOptions.IgnoreCase) ? "i" : "")}{(Options.HasFlag(PatternOptions.Multiline) ? "m" : "")}{(Options.HasFlag(PatternOptions.Singleline) ? "s" : "")}";
}

/// <summary>The flags of a <see cref="Pattern"/>.</summary>
[Flags]
public enum PatternOptions
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary><c>i</c>: upper and lower case are alike.</summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> match at each line.</summary>
    Multiline = 2,

    /// <summary><c>s</c>: <c>.</c> matches a line break too.</summary>
    Singleline = 4,
}

/// <summary>A number with the unit it was written with.</summary>
/// <param name="Value">The number as written, <c>k</c> and <c>M</c> multiplied out: <c>3k</c> is 3000, <c>200ms</c> is 200, <c>$12.50</c> is 12.50.</param>
/// <param name="Unit">The unit as written.</param>
public sealed record Quantity(decimal Value, Unit Unit) : Node;

/// <summary>The units of the language.</summary>
public enum Unit
{
    /// <summary>A plain count; <c>k</c> and <c>M</c> are counts too.</summary>
    None,

    /// <summary><c>%</c></summary>
    Percent,

    /// <summary><c>ms</c></summary>
    Milliseconds,

    /// <summary><c>s</c></summary>
    Seconds,

    /// <summary><c>m</c></summary>
    Minutes,

    /// <summary><c>h</c></summary>
    Hours,

    /// <summary><c>d</c></summary>
    Days,

    /// <summary><c>$</c>, United States dollars.</summary>
    Dollars,

    /// <summary><c>KB</c>, 1024 bytes.</summary>
    Kilobytes,

    /// <summary><c>MB</c>, 1024 KB.</summary>
    Megabytes,
}

/// <summary>The comparisons of the language.</summary>
public enum Comparison
{
    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>&gt;</c></summary>
    MoreThan,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&lt;</c></summary>
    LessThan,

    /// <summary><c>==</c></summary>
    Equal,
}
