using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>What a verification found, told as to a model of ours: for agents that only ask us.</summary>
public static class FailureBrief
{
    /// <summary>Tells it.</summary>
    /// <param name="result">What was found, constraints included.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="source">The goal's text.</param>
    /// <param name="tokens">The most tokens, guessed from the bytes on the safe side.</param>
    /// <returns>Lines; what tools wrote is marked as data, as everywhere.</returns>
    public static string Of(VerificationResult result, Goal goal, SourceText source, int tokens) =>
        new VerdictBrief([.. result.Verdicts, .. result.Constraints], GoalClause.Of(goal), source).Render(Allowance.Guessed(tokens));
}
