using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>Why a run ends.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Descriptor">The entry of the catalogue, or null for <see cref="RunOutcome.Met"/>.</param>
/// <param name="Message">One line: why, and what to do.</param>
internal sealed record RunEnd(RunOutcome Outcome, DiagnosticDescriptor? Descriptor, string Message)
{
    /// <summary>Snapshot of the tree that was proved and is delivered as it is; null where nothing was proved.</summary>
    public string? Tree { get; init; }

    /// <summary>The constraints that a turn broke in a way that cannot be undone.</summary>
    public ValueList<BrokenRule> Broken { get; init; } = [];
}

/// <summary>Ends a run from wherever it is.</summary>
/// <param name="end">Why.</param>
internal sealed class RunEndedException(RunEnd end) : Exception(end.Message)
{
    /// <summary>Why.</summary>
    public RunEnd End => end;
}
