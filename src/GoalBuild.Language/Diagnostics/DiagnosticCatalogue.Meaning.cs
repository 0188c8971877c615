namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>A name is taken.</summary>
    public static readonly DiagnosticDescriptor DuplicateName = new(
        "GOAL2001",
        DiagnosticSeverity.Error,
        "A name is taken",
        "Goals of a file, phases, environments, requirements and variables of an environment, and labels of clauses are told apart by their names.",
        "Give one of the two another name.");

    /// <summary>An environment is unknown.</summary>
    public static readonly DiagnosticDescriptor UnknownEnvironment = new(
        "GOAL2002",
        DiagnosticSeverity.Error,
        "An environment is unknown",
        "'in' names an environment of the goal, and the goal declares none of that name.",
        "Correct the name, or declare it: environment NAME { … }. A folder behind 'in' is written in double quotes.");

    /// <summary>A number has the wrong unit.</summary>
    public static readonly DiagnosticDescriptor WrongUnit = new(
        "GOAL2003",
        DiagnosticSeverity.Error,
        "A number has the wrong unit",
        "Numbers carry their unit, and this place takes others.",
        "Write the number with one of the units that the message names.");

    /// <summary>A number is out of range.</summary>
    public static readonly DiagnosticDescriptor OutOfRange = new(
        "GOAL2004",
        DiagnosticSeverity.Error,
        "A number is out of range",
        "The number is smaller or larger than this place can take, or is no whole number where things are counted.",
        "Write a number within the bounds that the message names.");

    /// <summary>A predecessor is unknown.</summary>
    public static readonly DiagnosticDescriptor UnknownPredecessor = new(
        "GOAL2005",
        DiagnosticSeverity.Error,
        "'after' names something unknown",
        "A phase comes after phases of its goal, a goal after goals of its file, and there is none of that name.",
        "Correct the name, or declare what it names.");

    /// <summary>The order is a circle.</summary>
    public static readonly DiagnosticDescriptor Cycle = new(
        "GOAL2006",
        DiagnosticSeverity.Error,
        "The order is a circle",
        "By 'after', each of these would have to be done before the others, so that none could start.",
        "Take out one 'after' of the circle that the message shows.");

    /// <summary>A path leaves the repository.</summary>
    public static readonly DiagnosticDescriptor PathOutside = new(
        "GOAL2007",
        DiagnosticSeverity.Error,
        "A path leaves the repository",
        "Paths are relative to the goal file's folder and may not climb out of the repository: nothing outside is part of the goal or protected.",
        "Name a path inside the repository, or move the goal file.");

    /// <summary>A path is absolute.</summary>
    public static readonly DiagnosticDescriptor PathAbsolute = new(
        "GOAL2008",
        DiagnosticSeverity.Error,
        "A path is absolute",
        "A goal holds on every machine, so its paths are relative to the goal file's folder.",
        "Write the path relative to the goal file's folder.");

    /// <summary>A project does not exist.</summary>
    public static readonly DiagnosticDescriptor UnknownProject = new(
        "GOAL2009",
        DiagnosticSeverity.Error,
        "A project does not exist",
        "The clause names a project, solution or folder that is not there, or a folder that does not hold exactly one solution or, without one, exactly one project.",
        "Correct the path, which is relative to the goal file's folder, or name the project itself.");

    /// <summary>A path holds a backslash.</summary>
    public static readonly DiagnosticDescriptor Backslash = new(
        "GOAL2010",
        DiagnosticSeverity.Error,
        "A path holds a backslash",
        "Paths and globs use '/' on every platform. In a string a backslash starts an escape, so that \"db\\backup\" holds a control character, and with a real backslash a glob would match nothing where the goal is run on another platform.",
        "Write '/' instead.");

    /// <summary>A pattern is no regular expression.</summary>
    public static readonly DiagnosticDescriptor BadPattern = new(
        "GOAL2011",
        DiagnosticSeverity.Error,
        "A pattern is no regular expression",
        ".NET cannot read the expression between the slashes.",
        "Correct it where the message says.");

    /// <summary>A pattern has no group 'value'.</summary>
    public static readonly DiagnosticDescriptor NoValueGroup = new(
        "GOAL2012",
        DiagnosticSeverity.Error,
        "A pattern has no group 'value'",
        "'measure' reads its number from the group 'value' of the pattern.",
        "Put the part that matches the number into the group: (?<value>\\d+).");

    /// <summary>A request is none.</summary>
    public static readonly DiagnosticDescriptor BadRequest = new(
        "GOAL2013",
        DiagnosticSeverity.Error,
        "A request, address or host is malformed",
        "'latency' takes a method and an absolute http or https address, separated by a space; 'at' of a model takes such an address, 'network' the name of a host, with a port from 1 to 65535 behind it or none.",
        "Write it as \"GET http://127.0.0.1:5080/path\", or as \"https://host/v1\".");

    /// <summary>A severity is unknown.</summary>
    public static readonly DiagnosticDescriptor UnknownSeverity = new(
        "GOAL2014",
        DiagnosticSeverity.Error,
        "A severity is unknown",
        "'lint' knows info, warn and error (as 'dotnet format' does), 'audit' low, moderate, high and critical (as NuGet does).",
        "Use one of the severities that the message names.");

    /// <summary>Something is given twice.</summary>
    public static readonly DiagnosticDescriptor GivenTwice = new(
        "GOAL2015",
        DiagnosticSeverity.Error,
        "Something is given twice",
        "It may be given once, and two of them could contradict each other.",
        "Keep one of the two.");

    /// <summary>An objective is missing.</summary>
    public static readonly DiagnosticDescriptor NoObjective = new(
        "GOAL2016",
        DiagnosticSeverity.Error,
        "The goal has no objective",
        "The objective says what is to be true at the end, and goes into every request to a model.",
        "Add: objective \"what is true when the goal is met\".");

    /// <summary>A block is empty.</summary>
    public static readonly DiagnosticDescriptor EmptyBlock = new(
        "GOAL2017",
        DiagnosticSeverity.Error,
        "A block is empty",
        "An environment, budget, agent or evidence block that says nothing is a mistake or left over.",
        "Fill the block, or take it out.");

    /// <summary>A text is empty.</summary>
    public static readonly DiagnosticDescriptor EmptyText = new(
        "GOAL2018",
        DiagnosticSeverity.Error,
        "A text is empty",
        "A name, path, command or statement without a character in it means nothing.",
        "Write the text, or take the statement out.");

    /// <summary>A name of a variable is impossible.</summary>
    public static readonly DiagnosticDescriptor BadVariable = new(
        "GOAL2019",
        DiagnosticSeverity.Error,
        "No environment variable can have this name",
        "Names of environment variables hold no '=', white space or NUL.",
        "Correct the name. A key is named by its variable, and never written into a goal file.");

    /// <summary>Advice looks like a forgotten comma.</summary>
    public static readonly DiagnosticDescriptor AdviceIsNoSentence = new(
        "GOAL2020",
        DiagnosticSeverity.Error,
        "Advice is no sentence",
        "In 'constrain' a string on its own is advice in words. This one is a single word or glob: most likely the comma before it is missing, and what it names would not be protected.",
        "Put ',' before it to make it part of the list above, or write the advice as a sentence.");

    /// <summary>Constraints contradict each other.</summary>
    public static readonly DiagnosticDescriptor Contradiction = new(
        "GOAL2021",
        DiagnosticSeverity.Error,
        "Constraints contradict each other",
        "No run could keep both.",
        "Keep the one that you mean.");

    /// <summary>A text holds a character that shows nothing.</summary>
    public static readonly DiagnosticDescriptor ControlCharacter = new(
        "GOAL2022",
        DiagnosticSeverity.Error,
        "A text holds a control character",
        "Names, paths and sentences of a goal are shown in terminals and logs, where such a character would not be seen, or would change what is. Most often it is an escape that nobody meant, such as the \\b of a Windows path.",
        "Take the character out, or write the backslash that was meant as '\\\\'.");
}
