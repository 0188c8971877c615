using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Support;

/// <summary>
/// The real language, and below it verifications and runs that end as a test asks for: an end such as a spent budget takes the
/// real loop minutes.
/// </summary>
internal static class ScriptedRooms
{
    public static Rooms Create(
        Func<VerificationRequest, CancellationToken, Task<VerificationResult>>? verify = null,
        Func<RunRequest, IProgress<RunEvent>, CancellationToken, Task<IReadOnlyList<RunResult>>>? run = null,
        Func<RunRequest, IProgress<RunEvent>, CancellationToken, Task<IReadOnlyList<RunResult>>>? resume = null) => new()
        {
            Check = RealRooms.Check,
            Verifier = () => new ScriptedVerifier(verify ?? ((request, _) => Task.FromResult(All(request, VerdictStatus.Holds)))),
            Run = run ?? ((_, _, _) => throw new InvalidOperationException("No run was expected.")),
            Resume = resume ?? ((_, _, _) => throw new InvalidOperationException("No run was expected.")),
        };

    public static VerificationResult All(VerificationRequest request, VerdictStatus status, bool reused = false) => new(
        request.Goal.Name.Value,
        GoalClause.Of(request.Goal)
            .Where(clause => request.Clauses?.Contains(clause.Name) ?? true)
            .Select(clause => new Verdict(clause.Name, status, "as scripted") { Reused = reused }).ToValueList(),
        TimeSpan.FromSeconds(1));

    private sealed class ScriptedVerifier(Func<VerificationRequest, CancellationToken, Task<VerificationResult>> verify) : IVerifier
    {
        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            var result = await verify(request, cancellation);
            foreach (var verdict in result.Verdicts)
            {
                progress?.Report(new ClauseFinished(verdict.Clause, verdict));
            }

            return result;
        }
    }
}
