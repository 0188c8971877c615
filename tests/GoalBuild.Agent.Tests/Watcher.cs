using GoalBuild.Agent.Loop;

namespace GoalBuild.Agent.Tests;

/// <summary>Keeps the events of a run in order.</summary>
internal sealed class Watcher : IProgress<RunEvent>
{
    private readonly Lock _lock = new();

    public List<RunEvent> Events { get; } = [];

    public Action<RunEvent> On { get; init; } = _ => { };

    public IEnumerable<T> Of<T>() => Events.OfType<T>();

    public void Report(RunEvent value)
    {
        lock (_lock)
        {
            Events.Add(value);
        }

        On(value);
    }
}
