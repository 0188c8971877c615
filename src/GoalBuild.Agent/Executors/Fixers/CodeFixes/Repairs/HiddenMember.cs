using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;

/// <summary>Says <c>new</c> of a member that hides an inherited one.</summary>
internal sealed class HiddenMember : CodeRepair
{
    /// <inheritdoc/>
    public override CodeRepairDescription Description { get; } = new(
        "hidden member",
        ["CS0108"],
        "Adds 'new' to a member that hides an inherited one.",
        "The member hides the other with and without the word, and the other cannot be overridden, so the word changes nothing but the warning. "
            + "Where it can be overridden (CS0114) there are two answers, and none is given.");

    /// <inheritdoc/>
    public override CodeEdit? Propose(RepairPlace place, CancellationToken cancellation) =>
        Modifiers.Owner(place.Node(cancellation)) is { } owner
            ? ChangeText.Of(place.Tree, "'new' on a hiding member", new TextSpan(Modifiers.PlaceOfNew(owner), 0), "new ")
            : null;
}
