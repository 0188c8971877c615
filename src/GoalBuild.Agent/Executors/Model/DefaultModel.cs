using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>The model of a goal that names no executors: the one that the environment configures.</summary>
internal static class DefaultModel
{
    /// <summary>Names the model; with it, a key or an endpoint makes the default ladder end in a model.</summary>
    public const string NameVariable = "OPENAI_MODEL";

    /// <summary>The model where none is named: the smallest of the family that works well with tools.</summary>
    public const string Name = "gpt-5-mini";

    /// <summary>The step; none where neither <c>OPENAI_API_KEY</c> nor <c>OPENAI_BASE_URL</c> is set.</summary>
    public static IReadOnlyList<ModelStep> OfEnvironment() =>
        IsSet("OPENAI_API_KEY") || IsSet("OPENAI_BASE_URL")
            ? [new ModelStep(new Text(Environment.GetEnvironmentVariable(NameVariable) is { Length: > 0 } name ? name : Name))]
            : [];

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
