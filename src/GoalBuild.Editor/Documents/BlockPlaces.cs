using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Documents;

/// <summary>Which statements may stand in the braces behind a keyword.</summary>
internal static class BlockPlaces
{
    /// <summary>The place; null for a word that has no block.</summary>
    /// <param name="keyword">The keyword before the braces.</param>
    public static Place? Of(ReadOnlySpan<char> keyword) => keyword switch
    {
        "goal" => Place.Goal,
        "phase" => Place.Phase,
        "require" or "verify" => Place.Clauses,
        "constrain" => Place.Constraints,
        "environment" => Place.Environment,
        "budget" => Place.Budget,
        "agent" => Place.Agent,
        "evidence" => Place.Evidence,
        _ => null,
    };
}
