using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Steps;

/// <summary>A repair that does what a test says, and remembers what it was asked for.</summary>
internal sealed class ScriptedRepair(string name, Func<Turn, RepairResult> act) : IRepair
{
    public string Name => name;

    /// <summary>The clauses that it could help, by subject; null for all.</summary>
    public string[]? Helps { get; init; }

    /// <summary>The clauses of each call, by subject.</summary>
    public List<string> Calls { get; } = [];

    public bool CouldHelp(Verdict verdict, Clause clause) => Helps?.Contains(clause.Subject) != false;

    public Task<RepairResult> RepairAsync(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation)
    {
        Calls.Add(string.Join(' ', failing.Select(pair => pair.Clause.Clause.Subject)));
        return Task.FromResult(act(turn));
    }
}
