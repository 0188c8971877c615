using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Loop;

/// <summary>A turn whose calls were made again.</summary>
/// <param name="Number">The turn.</param>
/// <param name="Calls">Its calls, in order.</param>
/// <param name="Differing">Files that are not as the run left them after that turn; null where nobody knows how it left them.</param>
public sealed record ReplayedTurn(int Number, IReadOnlyList<ReplayedCall> Calls, IReadOnlyList<string>? Differing);

/// <summary>A call that was made again.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Line">The call in one line.</param>
/// <param name="Recorded">What the tool answered in the run; null where the run was cut off before it did.</param>
/// <param name="Answer">What it answers now; null where it was left out.</param>
public sealed partial record ReplayedCall(int Turn, string Line, string? Recorded, string? Answer)
{
    // What the harness adds behind an answer when calls repeat themselves is not the tool's.
    private const string Nudge = "\n[harness: ";

    /// <summary>Whether it answers the same; how long something took does not count, and what was left out or never answered is the same.</summary>
    public bool IsSame => Recorded is null || Answer is null || Plain(Recorded) == Plain(Answer);

    private static string Plain(string answer)
    {
        var end = answer.IndexOf(Nudge, StringComparison.Ordinal);
        return Times().Replace((end < 0 ? answer : answer[..end]).ReplaceLineEndings("\n").TrimEnd(), "<time>");
    }

    [GeneratedRegex(@"\b[0-9]+([.:,][0-9]+)* ?(ms|s|sec|seconds|min|m)\b|\b[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?\b", RegexOptions.CultureInvariant)]
    private static partial Regex Times();
}
