using System.Text.Json;
using System.Text.Json.Serialization;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>A person's signature under the result of a run.</summary>
/// <param name="As">The role that signs, as the goal's <c>review</c> names it.</param>
/// <param name="Person">Who, as git knows the person: <c>Ann &lt;ann@example.org&gt;</c>; the account where git knows nobody.</param>
/// <param name="Account">The operating system's user.</param>
/// <param name="Tree">Snapshot of the tree that was signed; equal trees have equal snapshots.</param>
/// <param name="Note">What the person wrote beside it, or empty.</param>
public sealed record Approval(string As, string Person, string Account, string Tree, string Note)
{
    /// <summary>What kind of event it is in the ledger.</summary>
    public const string Kind = "Approved";

    /// <summary>The run whose result it was.</summary>
    [JsonIgnore]
    public string Run { get; init; } = "";

    /// <summary>When, in UTC.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }

    /// <summary>The signatures under one tree, whichever run of the goal came to it; of each role the first.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="tree">The snapshot.</param>
    public static IReadOnlyList<Approval> Of(RunLedger ledger, GoalKey goal, string tree) =>
    [
        .. ledger.RunsOf(goal).SelectMany(run => ledger.EventsOf(run.Id)).Where(happened => happened.Kind == Kind).OrderBy(happened => happened.Id)
            .Select(Read).Where(approval => approval.Tree == tree).DistinctBy(approval => approval.As),
    ];

    /// <summary>The reviews of a goal that nobody has signed.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="approvals">The signatures.</param>
    public static IReadOnlyList<Review> Open(Goal goal, IReadOnlyList<Approval> approvals) =>
        [.. goal.Reviews.Where(review => approvals.All(approval => approval.As != review.By.Value))];

    /// <summary>As it stands in the ledger.</summary>
    internal LedgerEvent ToEvent() => new(Run, 0, At, Kind, JsonSerializer.Serialize(this, ApprovalJson.Default.Approval));

    private static Approval Read(LedgerEvent happened) =>
        JsonSerializer.Deserialize(happened.Data, ApprovalJson.Default.Approval)! with { Run = happened.Run, At = happened.At };
}

/// <summary>The JSON of signatures, generated at compile time.</summary>
[JsonSerializable(typeof(Approval))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
