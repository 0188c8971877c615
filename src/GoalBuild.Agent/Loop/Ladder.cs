using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Loop;

/// <summary>A step of the ladder that can be taken.</summary>
/// <param name="Index">Its place among the goal's steps, from 0.</param>
/// <param name="Executor">Who works.</param>
/// <param name="Budget">Its own share of the budget, or null.</param>
internal sealed record LadderStep(int Index, IExecutor Executor, Budget? Budget);

/// <summary>The executors of a goal, cheapest first.</summary>
/// <param name="Steps">Those that this version has.</param>
/// <param name="Skipped">Those that it has not, in the words of the language.</param>
internal sealed record Ladder(IReadOnlyList<LadderStep> Steps, IReadOnlyList<string> Skipped)
{
    /// <summary>Where a step stands among those that can be taken.</summary>
    /// <param name="index">The step's place among the goal's steps.</param>
    /// <returns>Its place from 0; the first behind all where it is no longer there.</returns>
    public int PositionOf(int index)
    {
        var position = Steps.ToList().FindIndex(step => step.Index == index);
        return position < 0 ? Steps.Count : position;
    }

    /// <summary>Whether the executor of a step holds a conversation; one that is no longer there does not.</summary>
    /// <param name="index">The step's place among the goal's steps.</param>
    public bool IsConversation(int index) => Steps.Any(step => step.Index == index && step.Executor.IsConversation);

    /// <summary>The ladder of a goal; without an <c>agent</c> block it is <c>fixers</c>, then the model that the environment configures, if any.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="executors">Gives the executor of a step, or null where this version has none.</param>
    public static Ladder Of(Goal goal, Func<AgentStep, IExecutor?> executors)
    {
        ValueList<AgentStep> all = goal.Agent?.Steps ?? [new FixersStep(), .. DefaultModel.OfEnvironment()];
        var steps = new List<LadderStep>();
        var skipped = new List<string>();
        for (var i = 0; i < all.Count; i++)
        {
            if (executors(all[i]) is { } executor)
            {
                steps.Add(new LadderStep(i, executor, all[i].Budget));
            }
            else
            {
                skipped.Add(all[i].Description);
            }
        }

        return new Ladder(steps, skipped);
    }
}
