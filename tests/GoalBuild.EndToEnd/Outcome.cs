namespace GoalBuild.EndToEnd;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for messages and for what may be on either.</summary>
    public string All => Output + Error;

    /// <summary>The lines of both streams that hold a text, each once: a build repeats its errors in its summary.</summary>
    /// <param name="text">The text.</param>
    public IReadOnlyList<string> Lines(string text) =>
        [.. All.Split('\n').Select(line => line.Trim()).Where(line => line.Contains(text, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{All}";
}
