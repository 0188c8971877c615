using System.Collections.Concurrent;

namespace GoalBuild.Agent.Tools;

/// <summary>The commands of an executor that still run, or whose end was not told yet. They end with it at the latest.</summary>
internal sealed class CommandJobs : IAsyncDisposable
{
    /// <summary>Most jobs that run at once: whoever starts more has lost sight of them.</summary>
    public const int Most = 16;

    private readonly ConcurrentDictionary<int, CommandJob> _jobs = new();
    private int _last;

    /// <summary>Those that run now, in the order of their start. A harness that waits for one is not at a standstill.</summary>
    public IReadOnlyList<CommandJob> Running => [.. _jobs.Values.Where(job => !job.Completion.IsCompleted).OrderBy(job => job.Number)];

    /// <summary>The number of the next job; no two get the same.</summary>
    public int NextNumber() => Interlocked.Increment(ref _last);

    /// <summary>Keeps a job.</summary>
    /// <param name="job">It was started.</param>
    public void Add(CommandJob job) => _jobs[job.Number] = job;

    /// <summary>A job whose end was not told yet, or null.</summary>
    /// <param name="number">Its number.</param>
    public CommandJob? Find(int number) => _jobs.GetValueOrDefault(number);

    /// <summary>Lets go of a job that has ended and was told of.</summary>
    /// <param name="job">The job.</param>
    public async Task RemoveAsync(CommandJob job)
    {
        if (_jobs.TryRemove(job.Number, out _))
        {
            await job.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stops all of them, with everything that they started, and waits until nothing runs. More can be started afterwards.</summary>
    public async Task StopAllAsync()
    {
        var jobs = _jobs.Values.ToList();
        foreach (var job in jobs)
        {
            job.Stop("the run went on without it");
        }

        foreach (var job in jobs)
        {
            await RemoveAsync(job).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAllAsync().ConfigureAwait(false);
}
