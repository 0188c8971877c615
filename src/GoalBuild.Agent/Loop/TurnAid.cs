using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What a conversation is told before its turn.</summary>
/// <param name="Notes">As <see cref="ITurnHost.Notes"/>.</param>
/// <param name="Earlier">As <see cref="ITurnHost.Earlier"/>.</param>
/// <param name="BeginsAnew">As <see cref="ITurnHost.BeginsAnew"/>.</param>
internal sealed record TurnAid(IReadOnlyList<string> Notes, ValueList<Verdict> Earlier, bool BeginsAnew)
{
    /// <summary>Nothing to tell.</summary>
    public static TurnAid None { get; } = new([], [], false);
}
