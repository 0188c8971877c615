namespace GoalBuild.Language.Syntax;

/// <summary>
/// The one table of the language's words: which statements may stand in which place, and which words may stand in each
/// statement. Messages, suggestions, the grammar files' tests and completion read it. Keywords are contextual: a word that is
/// not in the table at its place is a name.
/// </summary>
public static class Keywords
{
    /// <summary>What every clause may end with.</summary>
    public const string ClauseTail = "[in ENVIRONMENT, …] [timeout D] [as STRING]";

    /// <summary>What every step of the ladder may end with: its own share of the budget.</summary>
    public const string StepTail = "[turns N] [tokens N] [cost $N] [time D]";

    /// <summary>All statements, place by place, in the order of the language reference.</summary>
    public static IReadOnlyList<StatementUsage> Statements { get; } =
    [
        new(Place.File, "goal NAME [after NAME, …] {"),

        new(Place.Goal, "objective STRING"),
        new(Place.Goal, "context GLOB, …"),
        new(Place.Goal, "require STRING {"),
        new(Place.Goal, "verify {"),
        new(Place.Goal, "constrain {"),
        new(Place.Goal, "phase NAME [after NAME, …] {"),
        new(Place.Goal, "environment NAME {"),
        new(Place.Goal, "budget {"),
        new(Place.Goal, "iterate STRING"),
        new(Place.Goal, "blocked when STRING"),
        new(Place.Goal, "agent {"),
        new(Place.Goal, "evidence {"),
        new(Place.Goal, "review by STRING STRING"),

        new(Place.Phase, "objective STRING"),
        new(Place.Phase, "require STRING {"),
        new(Place.Phase, "verify {"),
        new(Place.Phase, "constrain {"),
        new(Place.Phase, "budget {"),

        new(Place.Clauses, "build PROJECT [configuration NAME] [warnings as errors]"),
        new(Place.Clauses, "test PROJECT [filter STRING] [at least N] [repeat N] [no skips]"),
        new(Place.Clauses, "coverage PROJECT [line|branch|method] [of GLOB] OP N%"),
        new(Place.Clauses, "lint [PROJECT] [whitespace|style|analyzers] [severity NAME]"),
        new(Place.Clauses, "run STRING [in DIR] [exits N] [prints STRING|PATTERN] [never prints STRING|PATTERN]"),
        new(Place.Clauses, "measure STRING = run STRING [in DIR] matching PATTERN OP NUMBER"),
        new(Place.Clauses, "latency \"METHOD URL\" pNN OP D [requests N] [concurrency N] [serve STRING]"),
        new(Place.Clauses, "file GLOB exists|missing|changed|unchanged|contains STRING|matches PATTERN"),
        new(Place.Clauses, "api PROJECT documented"),
        new(Place.Clauses, "audit PROJECT [severity NAME]"),
        new(Place.Clauses, "mutation PROJECT OP N%"),
        new(Place.Clauses, "target STRING in PROJECT"),
        new(Place.Clauses, "judge STRING [reading GLOB, …] [votes N]"),

        new(Place.Constraints, "only GLOB, …"),
        new(Place.Constraints, "protect GLOB, …"),
        new(Place.Constraints, "keep tests"),
        new(Place.Constraints, "keep api PROJECT"),
        new(Place.Constraints, "forbid package NAME"),
        new(Place.Constraints, "forbid text PATTERN in GLOB, …"),
        new(Place.Constraints, "forbid reference STRING from STRING"),
        new(Place.Constraints, "forbid suppressions"),
        new(Place.Constraints, "allow packages NAME, …"),
        new(Place.Constraints, "allow test removal GLOB, …"),
        new(Place.Constraints, "allow change GLOB, …"),
        new(Place.Constraints, "limit files|lines N"),
        new(Place.Constraints, "network off|on|STRING, …"),
        new(Place.Constraints, "command allow|deny STRING, …"),

        new(Place.Environment, "configuration NAME"),
        new(Place.Environment, "framework NAME"),
        new(Place.Environment, "set NAME = STRING"),
        new(Place.Environment, "container NAME"),
        new(Place.Environment, "runner NAME"),

        new(Place.Budget, "turns N"),
        new(Place.Budget, "tokens N"),
        new(Place.Budget, "cost $N"),
        new(Place.Budget, "time D"),
        new(Place.Budget, "attempts N"),

        new(Place.Agent, "fixers"),
        new(Place.Agent, "fix STRING [in DIR]"),
        new(Place.Agent, "model NAME [at URL] [wire responses|chat] [key NAME] [effort low|medium|high] [price $N / $N]"),
        new(Place.Agent, "command STRING"),
        new(Place.Agent, "acp STRING"),

        new(Place.Evidence, "test-logs"),
        new(Place.Evidence, "build-output"),
        new(Place.Evidence, "coverage"),
        new(Place.Evidence, "diff"),
        new(Place.Evidence, "transcript"),
    ];

    /// <summary>The words that a statement may start with in a place, in the order of the table, each once.</summary>
    /// <param name="place">The place.</param>
    public static IReadOnlyList<string> Starting(Place place)
    {
        var words = new List<string>();
        foreach (var statement in Statements)
        {
            if (statement.Place == place && !words.Contains(statement.Keyword))
            {
                words.Add(statement.Keyword);
            }
        }

        return words;
    }

    /// <summary>Whether a statement may start with the word in a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="word">The word, as written.</param>
    public static bool Starts(Place place, ReadOnlySpan<char> word)
    {
        foreach (var statement in Statements)
        {
            if (statement.Place == place && word.SequenceEqual(statement.Keyword))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the word may stand in a statement of a place, behind its keyword.</summary>
    /// <param name="place">The place.</param>
    /// <param name="word">The word, as written.</param>
    public static bool StandsIn(Place place, ReadOnlySpan<char> word)
    {
        foreach (var statement in Statements)
        {
            foreach (var other in statement.Place == place ? statement.Words : [])
            {
                if (word.SequenceEqual(other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Every word of the language, ordered, each once.</summary>
    public static IReadOnlyList<string> All =>
        [.. Statements.SelectMany(statement => statement.Words.Prepend(statement.Keyword)).Distinct().Order(StringComparer.Ordinal)];
}
