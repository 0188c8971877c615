namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>The build host is too old.</summary>
    public static readonly DiagnosticDescriptor UnsupportedHost = new(
        "GOAL0001",
        DiagnosticSeverity.Error,
        "The build host is too old",
        "The package needs MSBuild of the .NET 10 SDK or newer; another MSBuild loaded it.",
        "Build with the .NET 10 SDK or newer ('dotnet build'), or set GoalMode to off for this host.");

    /// <summary>The goal file does not exist.</summary>
    public static readonly DiagnosticDescriptor FileNotFound = new(
        "GOAL0002",
        DiagnosticSeverity.Error,
        "The goal file does not exist",
        "A goal file was named on the command line or by a Goal item, and there is none at that path.",
        "Correct the path; it is taken from the current folder on the command line, and from the project's folder in a Goal item.");

    /// <summary>A folder was named where a goal file is expected.</summary>
    public static readonly DiagnosticDescriptor PathIsDirectory = new(
        "GOAL0003",
        DiagnosticSeverity.Error,
        "A folder was named where a goal file is expected",
        "The path names a folder.",
        "Name a .goal file in it, or run without a file in that folder to take all its goals.");

    /// <summary>The goal file cannot be read.</summary>
    public static readonly DiagnosticDescriptor FileUnreadable = new(
        "GOAL0004",
        DiagnosticSeverity.Error,
        "The goal file cannot be read",
        "The operating system refused to open the file, or it is a pipe, a socket or a device.",
        "Give yourself permission to read the file, close the program that holds it, or name a file.");

    /// <summary>No goal was found.</summary>
    public static readonly DiagnosticDescriptor NoGoals = new(
        "GOAL0005",
        DiagnosticSeverity.Error,
        "No goal was found",
        "Neither the command line, nor the projects here, nor the folder name a goal file.",
        "Write a .goal file here, name one on the command line, or add a Goal item to the project.");

    /// <summary>No .NET SDK was found.</summary>
    public static readonly DiagnosticDescriptor SdkNotFound = new(
        "GOAL0006",
        DiagnosticSeverity.Error,
        "No .NET SDK was found",
        "Clauses run in the MSBuild of the .NET SDK, and none that fits the repository's global.json is installed.",
        "Install the .NET 10 SDK or newer, or correct the version in global.json.");

    /// <summary>Another process runs this goal.</summary>
    public static readonly DiagnosticDescriptor RunHeld = new(
        "GOAL0007",
        DiagnosticSeverity.Error,
        "Another process runs this goal",
        "Two runs of one goal would undo each other's work, so the second one stops at once.",
        "Wait for the other run, or end it; its process id stands in the message.");

    /// <summary>The ledger was damaged and is kept aside.</summary>
    public static readonly DiagnosticDescriptor LedgerCorrupt = new(
        "GOAL0008",
        DiagnosticSeverity.Warning,
        "The ledger is damaged",
        "The file .goal/ledger.db is not a ledger that can be read. 'run' and 'clear' rename it and begin a new one; verbs that only look leave it where it is.",
        "Nothing has to be done: the next run does it. Past runs can no longer be listed or resumed; their evidence folders are still there.");

    /// <summary>Something cannot be written.</summary>
    public static readonly DiagnosticDescriptor NotWritable = new(
        "GOAL0009",
        DiagnosticSeverity.Error,
        "Something cannot be written",
        "The disk is full, or the folder is read-only.",
        "Free some space or make the folder writable, then 'dotnet goal resume'.");

    /// <summary>git was not found.</summary>
    public static readonly DiagnosticDescriptor GitNotFound = new(
        "GOAL0010",
        DiagnosticSeverity.Error,
        "git was not found",
        "Snapshots, isolation and 'file … changed' need git, and it is not on the PATH.",
        "Install git, or put it on the PATH.");

    /// <summary>There is no run to resume.</summary>
    public static readonly DiagnosticDescriptor NothingToResume = new(
        "GOAL0011",
        DiagnosticSeverity.Error,
        "There is no run to resume",
        "No unfinished run of this goal stands in the ledger.",
        "Start one with 'dotnet goal run'.");

    /// <summary>The ledger was written by a newer version.</summary>
    public static readonly DiagnosticDescriptor LedgerTooNew = new(
        "GOAL0020",
        DiagnosticSeverity.Error,
        "The ledger was written by a newer version",
        "The file .goal/ledger.db has a schema that this version does not know; writing to it could damage it.",
        "Update GoalBuild, or move .goal/ledger.db away to begin a new one.");

    /// <summary>A snapshot of the tree could not be taken or restored.</summary>
    public static readonly DiagnosticDescriptor SnapshotFailed = new(
        "GOAL0021",
        DiagnosticSeverity.Error,
        "A snapshot of the tree could not be taken or restored",
        "git could not record or read the tree, so that a turn could not be undone; no turn is taken without a snapshot.",
        "Do what git's message says (often: free some space, or give yourself permission to read the file that it names), then 'dotnet goal resume'.");

    /// <summary>Files were left alone because they changed since.</summary>
    public static readonly DiagnosticDescriptor RestoreRefused = new(
        "GOAL0022",
        DiagnosticSeverity.Error,
        "Files were left alone because they changed since",
        "A turn was to be undone, or the tree to be rolled back, and someone else changed the same files in the meantime; overwriting them would lose that work.",
        "Compare the files that the message names with the patch in the run's evidence folder, put them right, then 'dotnet goal resume'.");

    /// <summary>The isolated copy could not be made.</summary>
    public static readonly DiagnosticDescriptor IsolationFailed = new(
        "GOAL0023",
        DiagnosticSeverity.Error,
        "The isolated copy could not be made",
        "With --isolate the run works in a copy of the tree, and making that copy failed.",
        "Do what the message says, or run without --isolate.");

    /// <summary>Commands cannot be contained here.</summary>
    public static readonly DiagnosticDescriptor NotContained = new(
        "GOAL0024",
        DiagnosticSeverity.Error,
        "Commands cannot be contained here",
        "With --sandbox required the commands of executors run only where the system contains them, and this machine has nothing that works: no bubblewrap (Linux), no sandbox-exec (macOS), or one that it may not use.",
        "Do what the message says (install bubblewrap, or allow user namespaces), or run with --sandbox auto.");

    /// <summary>A build may not run the loop here.</summary>
    public static readonly DiagnosticDescriptor RunRefused = new(
        "GOAL0012",
        DiagnosticSeverity.Error,
        "A build may not run the loop here",
        "GoalMode 'run' or the target GoalRun lets executors change the tree, and the environment variable CI is 'true', where nobody would see it.",
        "Use GoalMode 'verify' on build servers, or set the property GoalRunInCI to true if this is meant.");

    /// <summary>GoalMode has an unknown value.</summary>
    public static readonly DiagnosticDescriptor UnknownMode = new(
        "GOAL0013",
        DiagnosticSeverity.Error,
        "GoalMode has an unknown value",
        "The property GoalMode, or the metadata GoalMode of a Goal item, is none of check, verify, run and off.",
        "Correct the property or the metadata.");

    /// <summary>The tool ended without a verdict.</summary>
    public static readonly DiagnosticDescriptor ToolFailed = new(
        "GOAL0014",
        DiagnosticSeverity.Error,
        "The tool ended without a verdict",
        "A build started the tool, which ended with an exit code that says failure and reported no error.",
        "Run the command of the message by hand, and read what it says.");

    /// <summary>The command line cannot be understood.</summary>
    public static readonly DiagnosticDescriptor CommandLineWrong = new(
        "GOAL0030",
        DiagnosticSeverity.Error,
        "The command line cannot be understood",
        "A verb, option, value or name is not one that exists.",
        "Read 'dotnet goal --help', or '--help' behind the verb.");

    /// <summary>Something went wrong that should not have.</summary>
    public static readonly DiagnosticDescriptor UnexpectedFault = new(
        "GOAL0031",
        DiagnosticSeverity.Error,
        "Something went wrong that should not have",
        "GoalBuild met a fault that it does not know: a mistake of its own.",
        "Report it with the file that the message names.");

    /// <summary>There is no evidence to report.</summary>
    public static readonly DiagnosticDescriptor NoEvidence = new(
        "GOAL0032",
        DiagnosticSeverity.Error,
        "There is no evidence to report",
        "No verification and no run of this goal has left a bundle of evidence, or the bundle cannot be read.",
        "Make some with 'dotnet goal verify' or 'dotnet goal run'.");

    /// <summary>No process works on a goal that was to be paused.</summary>
    public static readonly DiagnosticDescriptor NothingRuns = new(
        "GOAL0033",
        DiagnosticSeverity.Error,
        "Nothing runs that could be paused",
        "No process works on this goal now.",
        "See where it stands with 'dotnet goal status'.");

    /// <summary>A run that was asked to pause went on.</summary>
    public static readonly DiagnosticDescriptor NotPaused = new(
        "GOAL0034",
        DiagnosticSeverity.Error,
        "The run did not pause in time",
        "The process that works on the goal was asked to pause, and has not let go of it yet: it is on another machine, hangs, or cannot be stopped where it is.",
        "Wait a little and look with 'dotnet goal status'; or press Ctrl+C in its terminal, twice to end it at once.");

    /// <summary>The ledger does not know a run.</summary>
    public static readonly DiagnosticDescriptor NoSuchRun = new(
        "GOAL0035",
        DiagnosticSeverity.Error,
        "There is no such run",
        "The ledger has no run of this goal, or none with the name that was given.",
        "'dotnet goal log' without --run takes the newest run; 'dotnet goal run' makes one.");

    /// <summary>The tree cannot be brought to a snapshot of a run.</summary>
    public static readonly DiagnosticDescriptor RollbackImpossible = new(
        "GOAL0036",
        DiagnosticSeverity.Error,
        "The tree cannot be brought back",
        "The run has no such turn, was cut off in the middle of one, worked in a copy that is gone, or its snapshots are gone: those of the newest run of a goal are kept.",
        "Do what the message says.");

    /// <summary>A file is in the way of one that is to be written.</summary>
    public static readonly DiagnosticDescriptor FileInTheWay = new(
        "GOAL0060",
        DiagnosticSeverity.Error,
        "A file is in the way",
        "A goal was to be written to a file that exists already, and what is in it would be lost.",
        "Name another file with '-o', or overwrite it with '--force'.");

    /// <summary>There is nothing that a goal could check.</summary>
    public static readonly DiagnosticDescriptor NothingToCheck = new(
        "GOAL0061",
        DiagnosticSeverity.Error,
        "There is nothing here that a goal could check",
        "No solution, no project, and no other file that says how something is built or tested was found.",
        "Run it in the repository, or make a project first: 'dotnet new nunit'.");

    /// <summary>Notes cannot be made a goal.</summary>
    public static readonly DiagnosticDescriptor NotesUnusable = new(
        "GOAL0062",
        DiagnosticSeverity.Error,
        "The notes cannot be made a goal",
        "There is no such file, it cannot be read, is no text, or says nothing.",
        "Name a text file with an objective, requirements, or what has to hold; '-' reads standard input.");

    /// <summary>There is no drafted goal.</summary>
    public static readonly DiagnosticDescriptor NoDraft = new(
        "GOAL0063",
        DiagnosticSeverity.Error,
        "No goal could be drafted",
        "No model is configured, it gave no answer, or what it proposed had faults to the end.",
        "Do what the message says; 'dotnet goal new' writes a goal without a model.");
}
