using System.Text.RegularExpressions;
using GoalBuild.Agent.Executors;

namespace GoalBuild.Agent.Drafting;

/// <summary>A goal that a model proposed.</summary>
/// <param name="Model">The step whose model was asked, in the words of the language; empty where there is none.</param>
/// <param name="Text">The goal file's text as it was proposed last; empty where there is none.</param>
/// <param name="Spent">What all answers together cost.</param>
/// <param name="Asked">How often it was asked.</param>
public sealed partial record GoalDraft(string Model, string Text, Spending Spent, int Asked)
{
    /// <summary>Why it cannot be used, in words; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>What is wrong with the proposal, one line each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The goal file in an answer: what stands in its block of code, or all of it where it has none.</summary>
    /// <param name="answer">What a model said.</param>
    internal static string TextIn(string answer)
    {
        var block = Block().Match(answer.ReplaceLineEndings("\n"));
        return (block.Success ? block.Groups["text"].Value : answer.ReplaceLineEndings("\n")).Trim() + "\n";
    }

    // To the last fence: a raw string of the goal may hold one itself.
    [GeneratedRegex(@"^[ \t]*```[\w-]*[ \t]*\n(?<text>.*)^[ \t]*```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
