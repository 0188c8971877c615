using System.Text.Json;
using GoalBuild.Ledger;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>The test projects of a run as they were at its start: what a turn does to a project makes it neither more nor less protected.</summary>
internal static class StartTestProjects
{
    private const string Kind = "TestProjects";

    /// <summary>The list; found out once, before the first turn, and kept with the run.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="run">The run.</param>
    /// <param name="root">Absolute path of the tree that it works in.</param>
    /// <param name="clock">The clock.</param>
    public static IReadOnlySet<string> Of(RunLedger ledger, string run, string root, TimeProvider clock)
    {
        if (ledger.EventsOf(run).FirstOrDefault(happened => happened.Kind == Kind) is { } known)
        {
            return JsonSerializer.Deserialize<HashSet<string>>(known.Data)!;
        }

        var found = TestProjectFiles.Find(root);
        ledger.AddEvent(new LedgerEvent(run, 0, clock.GetUtcNow(), Kind, JsonSerializer.Serialize(found)));
        return found;
    }
}
