using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>What is said once when a run begins: nothing that a goal asks for is passed over in silence.</summary>
internal static class RunNotices
{
    /// <summary>Tells what this version leaves out of the goal.</summary>
    /// <param name="context">The run.</param>
    /// <param name="resumed">Whether the run goes on after an interruption.</param>
    /// <param name="isGoalChanged">Whether the goal file has another text than before the interruption.</param>
    public static void Tell(RunContext context, bool resumed, bool isGoalChanged)
    {
        if (isGoalChanged)
        {
            context.Recorder.Notice(null, "The goal file has changed since the run was interrupted; the run goes on by its new text.");
        }

        if (resumed)
        {
            return;
        }

        foreach (var constraint in ChangeRules.Unchecked(context.Goal))
        {
            context.Recorder.Notice(null, constraint is AdviceConstraint
                ? $"{constraint.Description} is advice: not proved."
                : $"'{constraint.Description}' is not checked in this version.");
        }

        foreach (var step in context.Ladder.Skipped)
        {
            context.Recorder.Notice(null, $"'{step}' is not available in this version; the step is skipped.");
        }

        if (context.Goal.Budget?.Attempts is { } attempts)
        {
            context.Recorder.Notice(null, $"'attempts {attempts}' is not checked in this version.");
        }
    }
}
