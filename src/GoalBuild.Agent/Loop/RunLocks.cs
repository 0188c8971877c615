using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What a run holds: its goal, and, where it works in place, the tree, which another goal's run would otherwise take for its own.</summary>
internal sealed class RunLocks : IDisposable
{
    private readonly RunLock _goal;
    private readonly RunLock? _tree;

    private RunLocks(RunLock goal, RunLock? tree)
    {
        _goal = goal;
        _tree = tree;
    }

    /// <summary>When a run of the goal that was killed was last alive; else null.</summary>
    public DateTimeOffset? LastAlive => _goal.LastAlive;

    /// <summary>Takes the locks.</summary>
    /// <param name="workspace">The user's tree.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="isolated">Whether the run works in a copy.</param>
    /// <param name="command">Its command line.</param>
    /// <param name="clock">Gives the time since when.</param>
    public static RunLocks Acquire(Workspace workspace, GoalKey goal, bool isolated, string command, TimeProvider clock)
    {
        var holder = new LockHolder(Environment.ProcessId, Environment.MachineName, goal.Name, clock.GetUtcNow(), command);
        var goalLock = RunLock.Acquire(workspace.StateDirectory, RunLock.KeyOf(goal), holder);
        try
        {
            return new RunLocks(goalLock, isolated ? null : RunLock.Acquire(workspace.StateDirectory, RunLock.TreeKey(workspace.Root), holder));
        }
        catch
        {
            goalLock.Dispose();
            throw;
        }
    }

    /// <summary>Says who holds them, and from now on each second that it is alive.</summary>
    public void Announce()
    {
        _goal.Announce();
        _tree?.Announce();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tree?.Dispose();
        _goal.Dispose();
    }
}
