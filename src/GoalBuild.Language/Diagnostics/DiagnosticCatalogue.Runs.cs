namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>The budget is spent.</summary>
    public static readonly DiagnosticDescriptor BudgetSpent = new(
        "GOAL6001",
        DiagnosticSeverity.Error,
        "The budget is spent",
        "A cap of the goal was reached before every clause held.",
        "Raise the cap in 'budget', then 'dotnet goal resume'.");

    /// <summary>The ladder is exhausted.</summary>
    public static readonly DiagnosticDescriptor Stalled = new(
        "GOAL6002",
        DiagnosticSeverity.Error,
        "The ladder is exhausted",
        "Every executor of the ladder has done what it can, and clauses still do not hold.",
        "Repair them by hand, or add an executor to 'agent', such as a 'fix' command. A later version takes a model: with OPENAI_API_KEY (and OPENAI_BASE_URL) set; this one does not read them.");

    /// <summary>The run is blocked.</summary>
    public static readonly DiagnosticDescriptor Blocked = new(
        "GOAL6003",
        DiagnosticSeverity.Error,
        "The run is blocked",
        "An executor met an obstacle that only a person can remove.",
        "Remove the obstacle that the message names, then 'dotnet goal resume'.");

    /// <summary>The run waits for a review.</summary>
    public static readonly DiagnosticDescriptor WaitingForReview = new(
        "GOAL6004",
        DiagnosticSeverity.Error,
        "The run waits for a review",
        "Every clause holds, and a person has to sign off.",
        "Signing off, with 'dotnet goal approve', comes in a later version; until then take 'review' out of the goal once that is done.");

    /// <summary>An executor failed.</summary>
    public static readonly DiagnosticDescriptor ExecutorFailed = new(
        "GOAL6005",
        DiagnosticSeverity.Error,
        "An executor failed",
        "A step of the ladder could not do its work, for a reason of its own.",
        "Read the message: it says what the step tried, and what it met.");

    /// <summary>The run was cancelled.</summary>
    public static readonly DiagnosticDescriptor Cancelled = new(
        "GOAL6006",
        DiagnosticSeverity.Error,
        "The run was cancelled",
        "It was interrupted from the terminal or by the system.",
        "Go on with 'dotnet goal resume'.");
}
