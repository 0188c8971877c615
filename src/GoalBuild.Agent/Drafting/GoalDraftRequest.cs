namespace GoalBuild.Agent.Drafting;

/// <summary>What a model is asked to draft a goal for.</summary>
/// <param name="Objective">What is to be true at the end, as a person said it.</param>
/// <param name="Facts">What was found in the repository: one finding a line.</param>
/// <param name="Base">The goal to begin from: one that checks what is there, or the one that is to be revised.</param>
/// <param name="FaultsOf">Says what is wrong with a goal file's text; one line each, none where it can be used.</param>
/// <param name="StateDirectory">Absolute path of the <c>.goal</c> folder, which may hold a list of models.</param>
public sealed record GoalDraftRequest(string Objective, IReadOnlyList<string> Facts, string Base, Func<string, IReadOnlyList<string>> FaultsOf, string StateDirectory)
{
    /// <summary>The model that was named; null for the one that the environment configures.</summary>
    public string? Model { get; init; }

    /// <summary>The endpoint that was named, which is spoken to in Chat Completions; null for the environment's.</summary>
    public string? Url { get; init; }
}
