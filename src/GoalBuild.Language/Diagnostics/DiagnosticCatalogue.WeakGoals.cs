namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>Nothing is verified.</summary>
    public static readonly DiagnosticDescriptor NoVerification = new(
        "GOAL3001",
        DiagnosticSeverity.Error,
        "Nothing is verified",
        "A goal or phase without a single clause would be met before any work is done: nothing in it can fail.",
        "Add clauses to 'verify' or to its requirements, such as build and test.");

    /// <summary>A requirement has no clause.</summary>
    public static readonly DiagnosticDescriptor UnprovenRequirement = new(
        "GOAL3002",
        DiagnosticSeverity.Warning,
        "A requirement has no clause",
        "Nothing proves the requirement, so the goal can be met without it.",
        "Add the clause that shows it, or a 'judge' where nothing else can.");

    /// <summary>An objective is vague.</summary>
    public static readonly DiagnosticDescriptor VagueObjective = new(
        "GOAL3003",
        DiagnosticSeverity.Warning,
        "An objective is vague",
        "A word such as 'improve', 'clean up' or 'better' with no number says in which direction to go, and not where to stop.",
        "Say what is true at the end, with a number where one can be measured.");

    /// <summary>Nothing is constrained.</summary>
    public static readonly DiagnosticDescriptor NoConstraints = new(
        "GOAL3004",
        DiagnosticSeverity.Warning,
        "Nothing is constrained",
        "With no constraint of its own the goal may be reached by changing any file that is not always protected.",
        "Add 'constrain { only \"src/**\" }', or 'protect' what must stay.");

    /// <summary>There are too many requirements.</summary>
    public static readonly DiagnosticDescriptor TooManyRequirements = new(
        "GOAL3005",
        DiagnosticSeverity.Warning,
        "There are more than 12 requirements in one phase",
        "A goal that is narrow enough to audit has few requirements; with many, progress on one is lost while another is worked on.",
        "Split the goal into phases: phase NAME after NAME { … }.");

    /// <summary>A clause cannot be checked in its environment.</summary>
    public static readonly DiagnosticDescriptor UncheckedClause = new(
        "GOAL3006",
        DiagnosticSeverity.Warning,
        "A clause cannot be checked in its environment",
        "Its environment asks for a container, and only 'run', 'measure' and 'test' clauses can be verified in one: its verdict is unknown, which does not hold, so that the goal is never met.",
        "Prove it with one of these, or take the clause out of the environment.");

    /// <summary>Nothing checks what some notes say.</summary>
    public static readonly DiagnosticDescriptor NoteUnchecked = new(
        "GOAL3010",
        DiagnosticSeverity.Warning,
        "Nothing checks what the notes say here",
        "'dotnet goal import' knows no clause or constraint for these words, or for a part of them; they were carried over as a requirement without a clause, or as advice.",
        "Add the clause that proves it, a 'judge' where nothing else can, or the constraint that forbids it; or say it in the notes as the message suggests, and import again.");

    /// <summary>Some notes stand nowhere in the goal.</summary>
    public static readonly DiagnosticDescriptor NoteLeftOut = new(
        "GOAL3011",
        DiagnosticSeverity.Warning,
        "A line of the notes stands nowhere in the goal",
        "It is a comment, the head of a table, a heading with nothing below it, or what tools keep at the top of a file.",
        "Nothing has to be done where it asks for nothing; else write it as an item under a heading such as 'Requirements', and import again.");

    /// <summary>Some notes leave open what was guessed.</summary>
    public static readonly DiagnosticDescriptor NoteGuessed = new(
        "GOAL3012",
        DiagnosticSeverity.Warning,
        "Something that the notes leave open was guessed",
        "The words ask for something that can be checked, and do not say of which project, file, address or percentile.",
        "Look at the statement in the goal, and correct it where something else is meant.");
}
