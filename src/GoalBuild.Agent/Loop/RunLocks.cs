using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Loop;

/// <summary>What a run holds: its goal, and, where it works in place, the tree, which another goal's run would otherwise take for its own.</summary>
internal sealed class RunLocks : IDisposable
{
    private readonly RunLock _goal;
    private readonly RunLock? _tree;
    private readonly Func<RunLock> _acquireTree;

    private RunLocks(RunLock goal, RunLock? tree, Func<RunLock> acquireTree)
    {
        _goal = goal;
        _tree = tree;
        _acquireTree = acquireTree;
    }

    /// <summary>When a run of the goal that was killed was last alive; else null.</summary>
    public DateTimeOffset? LastAlive => _goal.LastAlive;

    /// <summary>Cancelled when somebody asks the run to pause.</summary>
    public CancellationToken Paused => _goal.Paused;

    /// <summary>Takes the locks.</summary>
    /// <param name="workspace">The user's tree.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="isolated">Whether the run works in a copy.</param>
    /// <param name="command">Its command line.</param>
    /// <param name="clock">Gives the time since when.</param>
    public static RunLocks Acquire(Workspace workspace, GoalKey goal, bool isolated, string command, TimeProvider clock)
    {
        var holder = new LockHolder(Environment.ProcessId, Environment.MachineName, goal.Name, clock.GetUtcNow(), command) { Mark = ProcessTree.Own };
        var goalLock = RunLock.Acquire(workspace.StateDirectory, RunLock.KeyOf(goal), holder);
        try
        {
            return new RunLocks(goalLock, isolated ? null : AcquireTree(), AcquireTree);
        }
        catch
        {
            goalLock.Dispose();
            throw;
        }

        RunLock AcquireTree() => RunLock.Acquire(workspace.StateDirectory, RunLock.TreeKey(workspace.Root), holder);
    }

    /// <summary>Takes the lock of the tree as well, where it is not held: an isolated run that brings an earlier one in place to an end works there for a moment.</summary>
    /// <returns>What lets go of it again, or null where it is held anyway.</returns>
    public IDisposable? AlsoTree()
    {
        if (_tree is not null)
        {
            return null;
        }

        var tree = _acquireTree();
        tree.EndLeftovers();
        return tree;
    }

    /// <summary>Kills what runs that were killed have left running, of this goal and in this tree.</summary>
    /// <returns>How many processes that were.</returns>
    public int EndLeftovers() => _goal.EndLeftovers() + (_tree?.EndLeftovers() ?? 0);

    /// <summary>Says who holds them, and from now on each second that it is alive.</summary>
    public void Announce()
    {
        _goal.Announce();
        _tree?.Announce();
    }

    /// <summary>When they are let go, they look as if this process had been killed: where its end could not be recorded, the time tells when it was last alive.</summary>
    public void Leave()
    {
        _goal.Leave();
        _tree?.Leave();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tree?.Dispose();
        _goal.Dispose();
    }
}
