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
}
