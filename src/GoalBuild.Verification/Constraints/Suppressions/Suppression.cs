namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>Something in a file that makes a check say less.</summary>
/// <param name="Key">What it is, in words, such as <c>#pragma warning disable CS8602</c>: two with one key are the same one, wherever they stand.</param>
/// <param name="Line">Its line, from 1; 0 for the file as a whole.</param>
internal sealed record Suppression(string Key, int Line)
{
    /// <summary>As it is written, where that is not the key.</summary>
    public string Shown { get; init; } = Key;
}
