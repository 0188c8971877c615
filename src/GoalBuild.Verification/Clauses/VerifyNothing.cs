namespace GoalBuild.Verification.Clauses;

/// <summary>Gives the verdict <c>unknown</c> for a reason that was known when the goal was compiled: a missing project, a check that this version lacks.</summary>
public sealed class VerifyNothing : ClauseTask
{
    /// <summary>What is missing and what to do.</summary>
    public string Reason { get; set; } = "";

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) => System.Threading.Tasks.Task.FromResult(Unknown(Reason));
}
