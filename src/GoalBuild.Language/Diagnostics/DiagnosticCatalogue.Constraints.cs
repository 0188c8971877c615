namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>A file outside 'only' was changed.</summary>
    public static readonly DiagnosticDescriptor OutsideOnly = new(
        "GOAL5001",
        DiagnosticSeverity.Error,
        "A file outside 'only' was changed",
        "A turn changed a file that no glob of 'only' names; the turn was undone.",
        "Widen 'only' if the file has to change.");

    /// <summary>A protected file was changed.</summary>
    public static readonly DiagnosticDescriptor ProtectedChanged = new(
        "GOAL5002",
        DiagnosticSeverity.Error,
        "A protected file was changed",
        "A turn changed a file that 'protect' names; the turn was undone.",
        "Take the file out of 'protect' if it has to change.");

    /// <summary>A file that is always protected was changed.</summary>
    public static readonly DiagnosticDescriptor AlwaysProtectedChanged = new(
        "GOAL5003",
        DiagnosticSeverity.Error,
        "A file that is always protected was changed",
        "Goal files, CI definitions and the configuration of build, lint and tests decide what the clauses mean; a turn changed one, and was undone.",
        "Name the file in 'allow change' if the goal is about it.");

    /// <summary>A test that ran at the start does not run at the end.</summary>
    public static readonly DiagnosticDescriptor TestNotRun = new(
        "GOAL5020",
        DiagnosticSeverity.Error,
        "A test that ran at the start no longer runs",
        "The results of the last proof lack a test, or cases of one, that the results of the first verification have, or have it as skipped; 'keep tests' is on by default.",
        "Let it run again: look for a filter, a condition, a project that left its solution. Where the test is to go, name its file in 'allow test removal'.");

    /// <summary>The result holds only where it was worked on.</summary>
    public static readonly DiagnosticDescriptor ProofDiffers = new(
        "GOAL5021",
        DiagnosticSeverity.Error,
        "A clause holds in the working tree and not in a clean checkout",
        "The last proof verifies a clean checkout of the result, with protected files as they were; a clause that held in the working tree does not hold there. It depends on ignored files, on outputs of earlier builds, on something that was put back, or on chance.",
        "Read the findings: bring into the tree what git ignores and the clause needs, or let a command of the goal make it.");
}
