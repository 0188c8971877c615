using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Judging;

/// <summary>Which model judges.</summary>
internal static class JudgeModel
{
    /// <summary>Names the model that judges.</summary>
    public const string NameVariable = "GOALBUILD_JUDGE_MODEL";

    /// <summary>Its address, where it is not the one that the ladder's step of that name, <c>OPENAI_BASE_URL</c> or OpenAI has.</summary>
    public const string UrlVariable = "GOALBUILD_JUDGE_URL";

    /// <summary>
    /// The model that the environment names; else the last one of the ladder that is not the first, which does most of the work; else the only one there is,
    /// in a conversation of its own. Null where there is none.
    /// </summary>
    /// <param name="goal">The goal.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    public static ModelStep? Of(Goal goal, Func<string, string?> environment)
    {
        List<ModelStep> ladder = [.. (goal.Agent?.Steps ?? []).OfType<ModelStep>()];
        if (Value(NameVariable) is { } name)
        {
            var step = ladder.Find(known => known.Model.Value == name) ?? new ModelStep(new Text(name));
            return Value(UrlVariable) is { } url ? step with { Url = new Text(url), Wire = ladder.Contains(step) ? step.Wire : ModelWire.Chat } : step;
        }

        return ladder.FindLast(step => step.Model.Value != ladder[0].Model.Value) ?? (ladder.Count > 0 ? ladder[0]
            : Value(ModelEndpoint.DefaultKeyVariable) is null && Value(ModelEndpoint.UrlVariable) is null ? null
            : new ModelStep(new Text(Value(DefaultModel.NameVariable) ?? DefaultModel.Name)));

        string? Value(string variable) => environment(variable)?.Trim() is { Length: > 0 } value ? value : null;
    }
}
