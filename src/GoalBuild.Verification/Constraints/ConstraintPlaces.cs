using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Verification.Constraints;

/// <summary>Says where the constraints of a goal are written, so that whoever breaks one can look it up.</summary>
/// <param name="source">The text that the goal was read from, or null where it was not read from one.</param>
internal sealed class ConstraintPlaces(SourceText? source)
{
    /// <summary>The places for a message, such as <c> (auth.goal:23)</c>, with a blank in front; empty where they are not known.</summary>
    /// <param name="constraints">The constraints.</param>
    public string Of(IEnumerable<Constraint> constraints)
    {
        var lines = Lines(constraints);
        return lines.Count == 0 ? "" : $" ({Path.GetFileName(source!.Path)}:{string.Join(", ", lines)})";
    }

    /// <summary>The lines, from 1; empty where they are not known.</summary>
    /// <param name="constraints">The constraints.</param>
    public ValueList<int> Lines(IEnumerable<Constraint> constraints) => source is null
        ? []
        : constraints.Where(constraint => constraint.Span.Length > 0 && constraint.Span.End <= source.Text.Length).Select(constraint => source.PositionOf(constraint.Span.Start).Line).ToValueList();
}
