using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.TestHost;

/// <summary>Verifies clauses of the form <c>file PATH contains TEXT</c>, by looking; all others are unknown. Counts what it was asked.</summary>
public sealed class FileVerifier : IVerifier
{
    /// <summary>The requests so far.</summary>
    public List<VerificationRequest> Requests { get; } = [];

    /// <summary>What each request found.</summary>
    public List<VerificationResult> Results { get; } = [];

    /// <summary>Called at the start of each verification, with the request.</summary>
    public Action<VerificationRequest> OnVerify { get; init; } = _ => { };

    /// <inheritdoc/>
    public Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Requests.Add(request);
        OnVerify(request);
        cancellation.ThrowIfCancellationRequested();
        var verdicts = GoalClause.Of(request.Goal)
            .Where(clause => request.Clauses?.Contains(clause.Name) != false)
            .Select(clause => Look(request, clause))
            .ToValueList();
        foreach (var verdict in verdicts)
        {
            progress?.Report(new ClauseFinished(verdict.Clause, verdict));
        }

        var result = new VerificationResult(request.Goal.Name.Value, verdicts, TimeSpan.Zero);
        Results.Add(result);
        return Task.FromResult(result);
    }

    private static Verdict Look(VerificationRequest request, GoalClause clause)
    {
        if (clause.Clause is not FileClause { Condition: FileCondition.Contains, Contains: { } text } file)
        {
            return new Verdict(clause.Name, VerdictStatus.Unknown, "not a clause of this verifier");
        }

        var path = Path.Combine(request.GoalDirectory, file.Glob.Value);
        return File.Exists(path) && File.ReadAllText(path).Contains(text.Value, StringComparison.Ordinal)
            ? new Verdict(clause.Name, VerdictStatus.Holds, "found")
            : new Verdict(clause.Name, VerdictStatus.Fails, $"'{text.Value}' not found");
    }
}
