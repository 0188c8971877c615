using System.Globalization;
using System.Text;

namespace GoalBuild.Agent.Conversation;

/// <summary>The plan that a model keeps of its own work. It outlives compaction; nobody judges by it.</summary>
internal sealed class Plan
{
    /// <summary>Most steps, and most characters of one: a longer plan is no plan any more.</summary>
    public const int MostSteps = 30, MostOfStep = 200;

    // Both at once, so that whoever renders it meanwhile sees one plan.
    private volatile State _state = new([], 0);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _state.Steps.Count == 0;

    /// <summary>Puts the plan into one line for people; empty where there is none.</summary>
    public string Line
    {
        get
        {
            var (steps, current) = _state;
            return steps.Count == 0 ? ""
                : current > steps.Count ? string.Create(CultureInfo.InvariantCulture, $"plan: all {steps.Count} steps done")
                : string.Create(CultureInfo.InvariantCulture, $"plan {current}/{steps.Count}: {steps[current - 1]}");
        }
    }

    /// <summary>Changes the plan.</summary>
    /// <param name="steps">The steps; empty keeps those that there are.</param>
    /// <param name="current">The step that is worked on, from 1; one more than there are when all are done.</param>
    public void Set(IReadOnlyList<string> steps, int current)
    {
        var kept = steps.Count == 0 ? _state.Steps : [.. steps.Take(MostSteps).Select(Short)];
        _state = new State(kept, Math.Clamp(current, 1, kept.Count + 1));
    }

    /// <summary>The plan for the model: a line for each step, with what is done and what is worked on.</summary>
    public string Render()
    {
        var (steps, current) = _state;
        var text = new StringBuilder();
        for (var i = 1; i <= steps.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i < current ? "[x]" : i == current ? "[>]" : "[ ]")} {i}. {steps[i - 1]}\n");
        }

        return text.ToString();
    }

    private static string Short(string step)
    {
        var line = step.ReplaceLineEndings(" ").Trim();
        return line.Length <= MostOfStep ? line : $"{line[..MostOfStep]}…";
    }

    private sealed record State(IReadOnlyList<string> Steps, int Current);
}
