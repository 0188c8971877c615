using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>Members of goals, phases and small blocks: what stands between their keyword and the end or the opening brace.</summary>
internal static class MemberGrammar
{
    /// <summary>A string that a sentence stands in.</summary>
    public static readonly Parser<Text> Statement = Tokens.String("a text");

    /// <summary>The files of <c>context</c>.</summary>
    public static readonly Parser<ValueList<Text>> Globs = Tokens.List(Tokens.String("a glob"));

    /// <summary>Behind <c>goal</c> or <c>phase</c>: a name, and what comes first.</summary>
    public static readonly Parser<Header> Named = Tokens.Name("a name").Select(name => new Header(name, [])).With(
        Option.Of<Header, ValueList<Text>>("after", Tokens.List(Tokens.Name("a name")), (header, names) => header with { After = names }));

    /// <summary>Behind <c>environment</c>.</summary>
    public static readonly Parser<Text> Name = Tokens.Name("a name");

    /// <summary>Behind <c>blocked</c>.</summary>
    public static readonly Parser<Text> Blocked = Tokens.Word("when").Then(_ => Tokens.String("a condition"));

    /// <summary>Behind <c>review</c>.</summary>
    public static readonly Parser<Review> Review =
        from word in Tokens.Word("by")
        from role in Tokens.String("a role")
        from subject in Tokens.String("the subject of the review")
        select new Review(role, subject);

    /// <summary>Behind <c>set</c>.</summary>
    public static readonly Parser<Variable> Variable =
        from name in Tokens.Name("the name of a variable")
        from assign in Tokens.Assign
        from value in Tokens.String("a value")
        select new Variable(name, value);

    /// <summary>Behind the words of an environment that take a name.</summary>
    /// <param name="keyword">The word.</param>
    public static Parser<Text>? Setting(ReadOnlySpan<char> keyword) => keyword switch
    {
        "configuration" => Configuration,
        "framework" => Framework,
        "container" => Container,
        "runner" => Runner,
        _ => null,
    };

    private static readonly Parser<Text> Configuration = Tokens.Name("a configuration such as Release");
    private static readonly Parser<Text> Framework = Tokens.Name("a framework such as \"net10.0\"");
    private static readonly Parser<Text> Container = Tokens.Name("an image");
    private static readonly Parser<Text> Runner = Tokens.Name("a runner");

    /// <summary>Behind the words of a budget.</summary>
    /// <param name="keyword">The word.</param>
    public static Parser<Quantity>? Cap(ReadOnlySpan<char> keyword) => keyword switch
    {
        "turns" => Turns,
        "tokens" => TokenCount,
        "cost" => Cost,
        "time" => Time,
        "attempts" => Attempts,
        _ => null,
    };

    private static readonly Parser<Quantity> Turns = Quantities.Count("turns");
    private static readonly Parser<Quantity> TokenCount = Quantities.Count("tokens", 1, long.MaxValue);
    private static readonly Parser<Quantity> Cost = Quantities.Money("cost");
    private static readonly Parser<Quantity> Time = Quantities.Duration("time");
    private static readonly Parser<Quantity> Attempts = Quantities.Count("attempts");

    /// <summary>The part of the bundle that a word names.</summary>
    /// <param name="keyword">The word.</param>
    public static EvidenceParts? Evidence(ReadOnlySpan<char> keyword) => keyword switch
    {
        "test-logs" => EvidenceParts.TestLogs,
        "build-output" => EvidenceParts.BuildOutput,
        "coverage" => EvidenceParts.Coverage,
        "diff" => EvidenceParts.Diff,
        "transcript" => EvidenceParts.Transcript,
        _ => null,
    };
}

/// <summary>The head of a goal or phase.</summary>
/// <param name="Name">Its name.</param>
/// <param name="After">What comes first.</param>
internal sealed record Header(Text Name, ValueList<Text> After);
