using GoalBuild.Verification.Fingerprints;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// What the engine and the task of one clause tell each other, in memory: what a clause runs can write any file, a verdict's or a baseline's too. MSBuild
/// loads the task from a second copy of this assembly, so that both speak in types of .NET alone.
/// </summary>
/// <param name="changes">Paths of the files that changed since the baseline, relative to the workspace's root; null where there is no baseline.</param>
/// <param name="tests">Finds and keeps test runs.</param>
internal sealed class ClauseHost(IReadOnlySet<string>? changes, TestRuns tests) : ITaskHost, IServiceProvider, IProgress<string>
{
    private volatile Verdict? _verdict;

    /// <summary>Asks a model, for a <c>judge</c> clause: instructions and question; it gives the model's name, its answer, or why there is none, and the tokens that it took.</summary>
    public Func<string, string, CancellationToken, Task<(string Model, string? Text, string? Problem, long Tokens)>>? Ask { get; init; }

    /// <summary>Gives the difference since the baseline as a patch, or null.</summary>
    public Func<CancellationToken, Task<string?>>? Diff { get; init; }

    /// <summary>The verdict, or null where the task did not come to one.</summary>
    public Verdict? Verdict => _verdict;

    /// <summary>Takes the verdict.</summary>
    /// <param name="value">It, as <see cref="VerdictJson"/> writes it.</param>
    public void Report(string value) => _verdict = VerdictJson.Read(value);

    /// <inheritdoc/>
    public object? GetService(Type serviceType) =>
        serviceType == typeof(IProgress<string>) ? this
        : serviceType == typeof(IReadOnlySet<string>) ? changes
        : serviceType == Ask?.GetType() ? Ask
        : serviceType == Diff?.GetType() ? Diff
        : serviceType == typeof(Func<string, string, IReadOnlyList<string>>) ? (Func<string, string, IReadOnlyList<string>>)tests.Find
        : serviceType == typeof(Action<string, string, IReadOnlyList<string>>) ? (Action<string, string, IReadOnlyList<string>>)tests.Keep
        : null;
}
