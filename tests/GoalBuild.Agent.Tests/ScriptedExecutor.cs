using GoalBuild.Agent.Executors;

namespace GoalBuild.Agent.Tests;

/// <summary>An executor that does what a test says.</summary>
internal sealed class ScriptedExecutor(string name, Func<Turn, CancellationToken, Task<TurnResult>> act) : IExecutor
{
    public ScriptedExecutor(string name, Func<Turn, TurnResult> act)
        : this(name, (turn, _) => Task.FromResult(act(turn)))
    {
    }

    public string Name => name;

    public List<Turn> Turns { get; } = [];

    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        Turns.Add(turn);
        return await act(turn, cancellation);
    }
}
