using System.Text.RegularExpressions;
using GoalBuild.Agent.Executors;

namespace GoalBuild.Agent.Drafting;

/// <summary>How a model would go about a goal, and what may go wrong: its opinion, for people to review. Nothing of it is proved.</summary>
/// <param name="Model">The step whose model was asked, in the words of the language; empty where there is none.</param>
/// <param name="Approach">The steps of the approach, in order; one line each.</param>
/// <param name="Risks">The risks; one line each.</param>
/// <param name="Spent">What the answer cost.</param>
public sealed partial record ApproachDraft(string Model, IReadOnlyList<string> Approach, IReadOnlyList<string> Risks, Spending Spent)
{
    // A draft is for reading; what is longer than a page is cut, and said to be.
    private const int MostItems = 20;
    private const int MostOfItem = 600;

    /// <summary>Why there is no draft, in words; null where there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the answer, or this draft of it, ends before its end.</summary>
    public bool IsCut { get; init; }

    /// <summary>No draft.</summary>
    /// <param name="model">The step whose model was asked, or empty.</param>
    /// <param name="problem">Why there is none.</param>
    /// <param name="spent">What was paid for all the same.</param>
    public static ApproachDraft None(string model, string problem, Spending? spent = null) => new(model, [], [], spent ?? Spending.None) { Problem = problem };

    /// <summary>Reads an answer: lists under headings that say Approach and Risks. A model that writes no heading has written an approach.</summary>
    /// <param name="model">The step whose model was asked.</param>
    /// <param name="answer">What it said.</param>
    /// <param name="spent">What it cost.</param>
    public static ApproachDraft Read(string model, string answer, Spending spent)
    {
        List<string> approach = [], risks = [];
        var items = approach;
        var isNew = true;
        foreach (var line in answer.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0)
            {
                isNew = true;
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                items = heading.Groups["risk"].Success ? risks : approach;
                isNew = true;
            }
            else if (Bullet().Match(line) is { Success: true } bullet)
            {
                items.Add(line[bullet.Length..]);
                isNew = false;
            }
            else if (isNew || items.Count == 0)
            {
                items.Add(line);
                isNew = false;
            }
            else
            {
                items[^1] += " " + line;
            }
        }

        var isCut = approach.Count > MostItems || risks.Count > MostItems || approach.Concat(risks).Any(item => item.Length > MostOfItem);
        return approach.Count + risks.Count == 0
            ? None(model, "The model said nothing that could be read as a draft.", spent)
            : new ApproachDraft(model, Cut(approach), Cut(risks), spent) { IsCut = isCut };
    }

    private static List<string> Cut(List<string> items) => [.. items.Take(MostItems).Select(item => item.Length <= MostOfItem ? item : item[..(MostOfItem - 1)] + "…")];

    [GeneratedRegex(@"^[#*_\s]*(?:(?<risk>(?:the )?risks?)|(?:the )?approach)[*_:\s]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:[-*•]|\d{1,2}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}
