using GoalBuild.Verification.Processes;
using Microsoft.Build.Execution;

namespace GoalBuild.Verification.Engine;

/// <summary>Stops one build, at most once; whoever begins another waits for it first, or what is killed would be the other's.</summary>
/// <param name="manager">Runs the build.</param>
/// <param name="mark">The mark of everything that the build starts.</param>
internal sealed class BuildStop(BuildManager manager, string mark)
{
    private readonly Lock _lock = new();
    private Task? _stopping;
    private bool _isClosed;

    /// <summary>Whether the build is being stopped, or was.</summary>
    public bool IsRequested
    {
        get
        {
            lock (_lock)
            {
                return _stopping is not null;
            }
        }
    }

    /// <summary>Stops the build, and at once what its tools have started: MSBuild gives them seconds to end by themselves. It does not wait.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                // On another thread: called under MSBuild's locks it would wait for itself.
                _stopping ??= Task.Run(() =>
                {
                    manager.CancelAllSubmissions();
                    ProcessTree.KillMarked(mark);
                });
            }
        }
    }

    /// <summary>Lets nothing be stopped any more, and waits until what was being stopped is.</summary>
    /// <returns>Whether the build was stopped.</returns>
    public async Task<bool> CloseAsync()
    {
        Task? stopping;
        lock (_lock)
        {
            _isClosed = true;
            stopping = _stopping;
        }

        await (stopping ?? Task.CompletedTask).ConfigureAwait(false);
        return stopping is not null;
    }
}
