using GoalBuild.Agent.Executors.Acp;
using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors;

/// <summary>The executors of this version: one line for each step of the language that it has.</summary>
public static class ExecutorTable
{
    /// <summary>The executor of a step, or null where this version has none.</summary>
    /// <param name="step">The step.</param>
    /// <param name="repairs">The repairs of <c>fixers</c>, cheapest first.</param>
    /// <param name="clock">The clock.</param>
    public static IExecutor? Of(AgentStep step, IReadOnlyList<IRepair> repairs, TimeProvider clock) => step switch
    {
        FixersStep => new FixersExecutor(repairs),
        FixStep fix => new FixCommandExecutor(fix),
        ModelStep model => new ModelExecutor(model, clock),
        CommandStep command => new CommandExecutor(command),
        AcpStep acp => new AcpExecutor(acp),
        _ => null,
    };
}
