using GoalBuild.Agent.Executors.Fixers.CodeFixes.Repairs;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>
/// The compiler's diagnostics that are repaired without being asked, because each has exactly one safe answer. The language reference lists
/// them from here. What is not here has two answers or none that is safe, and is left to a model or a person: among others a missing
/// cast (CS0266), member (CS0117), implementation (CS0535), override (CS0114, CS0115), null check (CS86xx), <c>await</c> (CS4014), unused
/// field (CS0169, CS0414, CS0649), unreachable code (CS0162) and obsolete call (CS0618).
/// </summary>
public static class CodeRepairCatalogue
{
    /// <summary>The repairs, in the order in which they are tried.</summary>
    internal static readonly IReadOnlyList<CodeRepair> Repairs =
    [
        new InsertedToken(),
        new MissingTypeUsing(),
        new MissingExtensionUsing(),
        new UsingKeyword(),
        new RedundantUsing(),
        new PartialModifier(),
        new AsyncModifier(),
        new OperatorModifiers(),
        new RedundantModifier(),
        new HiddenMember(),
        new StaticReceiver(),
        new LiteralSuffix(),
        new UnusedLocal(),
        new UnreferencedLabel(),
    ];

    /// <summary>What each repair is.</summary>
    public static ValueList<CodeRepairDescription> All { get; } = Repairs.Select(repair => repair.Description).ToValueList();

    /// <summary>Every code that some repair takes.</summary>
    public static IReadOnlySet<string> Codes { get; } = Repairs.SelectMany(repair => repair.Description.Codes).ToHashSet(StringComparer.Ordinal);
}
