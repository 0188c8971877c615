namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>A clause does not hold.</summary>
    public static readonly DiagnosticDescriptor ClauseFails = new(
        "GOAL4001",
        DiagnosticSeverity.Error,
        "A clause does not hold",
        "The clause was evaluated on the tree as it is, and does not hold; the message has the figure or the first finding.",
        "Repair what the findings name, or let 'dotnet goal run' try.");

    /// <summary>A clause could not be evaluated.</summary>
    public static readonly DiagnosticDescriptor ClauseUnknown = new(
        "GOAL4002",
        DiagnosticSeverity.Error,
        "A clause could not be evaluated",
        "Unknown is not true: a tool is missing, time ran out, or the clause is verified on another machine.",
        "Do what the message says: install the tool, give it more time, or verify the clause where its environment is.");
}
