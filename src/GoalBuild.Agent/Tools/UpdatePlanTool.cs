using GoalBuild.Agent.Conversation;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>update_plan</c>: keeps the model's plan.</summary>
/// <param name="plan">Where it is kept.</param>
internal sealed class UpdatePlanTool(Plan plan) : ITool
{
    /// <inheritdoc/>
    public string Name => "update_plan";

    /// <inheritdoc/>
    public string Description => "Keep a plan of a few steps. Without steps, move on in it.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        ToolParameter.Optional("steps", "string[]"),
        ToolParameter.Optional("current", "integer", "step now worked on, from 1"));

    /// <inheritdoc/>
    public Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var steps = arguments.Texts("steps");
        if (steps.Count > Plan.MostSteps)
        {
            return Task.FromResult(ToolResult.Error($"The plan has {Words.Count(steps.Count, "step")}; at most {Plan.MostSteps} are kept. Put some together."));
        }

        if (steps.Count == 0 && plan.IsEmpty)
        {
            return Task.FromResult(ToolResult.Error("There is no plan yet; give its steps."));
        }

        plan.Set(steps, arguments.NumberOrNull("current") ?? 1);
        context.Progress.Report(plan.Line);
        return Task.FromResult(new ToolResult($"Kept. {plan.Line}"));
    }
}
