namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>The budget is spent.</summary>
    public static readonly DiagnosticDescriptor BudgetSpent = new(
        "GOAL6001",
        DiagnosticSeverity.Error,
        "The budget is spent",
        "A cap of the goal was reached before every clause held.",
        "Raise the cap in 'budget', or give more with 'dotnet goal resume --budget \"turns 40\"', then resume.");

    /// <summary>The ladder is exhausted.</summary>
    public static readonly DiagnosticDescriptor Stalled = new(
        "GOAL6002",
        DiagnosticSeverity.Error,
        "The ladder is exhausted",
        "Every executor of the ladder has done what it can, and clauses still do not hold.",
        "Repair them by hand, or add an executor to 'agent': a 'fix' command, or 'model \"NAME\"' with its key in OPENAI_API_KEY (or 'at \"URL\"', or OPENAI_BASE_URL, for a server of your own); then 'dotnet goal resume'.");

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
        "Look at the evidence and the patch, then sign off with 'dotnet goal approve --as ROLE'.");

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

    /// <summary>A cap on cost, and a model without a price.</summary>
    public static readonly DiagnosticDescriptor PriceUnknown = new(
        "GOAL6007",
        DiagnosticSeverity.Error,
        "The price of a model is not known",
        "The budget caps the cost, and neither the goal nor the list of models says what the model costs.",
        "Write the price behind the model, as in 'price $1.25 / $10' (dollars for a million tokens sent and received), or add it to '.goal/models.json'; or cap 'tokens' instead of 'cost'.");

    /// <summary>An approval is not possible.</summary>
    public static readonly DiagnosticDescriptor ApprovalRefused = new(
        "GOAL6008",
        DiagnosticSeverity.Error,
        "An approval is not possible",
        "A review signs the very tree that a run proved, in a role that the goal names; there is no such run, no such role, or the tree is another one by now.",
        "Read the message: it says what there is instead. 'dotnet goal run' proves the tree as it is, and asks again.");

    /// <summary>A clause can never hold.</summary>
    public static readonly DiagnosticDescriptor NeverHolds = new(
        "GOAL6010",
        DiagnosticSeverity.Error,
        "A clause can never hold",
        "Another clause asks for the opposite, or a constraint forbids what it needs; a run ends before any executor is asked.",
        "Keep the clause or the constraint that you mean, and take the other one out.");
}
