namespace GoalBuild.Language.Syntax;

/// <summary>A stretch of a source text, in UTF-16 code units from its start. A byte order mark is not part of the text.</summary>
/// <param name="Start">Offset of the first character.</param>
/// <param name="Length">Number of characters; zero marks a place between two characters.</param>
public readonly record struct SourceSpan(int Start, int Length)
{
    /// <summary>Offset just past the last character.</summary>
    public int End => Start + Length;

    /// <summary>The span from <paramref name="start"/> up to, and not including, <paramref name="end"/>.</summary>
    public static SourceSpan FromBounds(int start, int end) => new(start, end - start);
}
