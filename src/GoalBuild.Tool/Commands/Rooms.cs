using GoalBuild.Agent.Loop;
using GoalBuild.Language;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary>
/// The libraries below, as the verbs use them. Each member loads its own assemblies when it is first called, so that
/// <c>check</c> pays nothing for MSBuild or the ledger.
/// </summary>
internal sealed record Rooms
{
    /// <summary>Reads and checks a goal file: its bytes, and its absolute path.</summary>
    public required Func<Stream, string, ParseResult> Check { get; init; }

    /// <summary>Makes a verifier.</summary>
    public required Func<IVerifier> Verifier { get; init; }

    /// <summary>Runs goals.</summary>
    public required Func<RunRequest, IProgress<RunEvent>, CancellationToken, Task<IReadOnlyList<RunResult>>> Run { get; init; }

    /// <summary>Goes on with interrupted runs.</summary>
    public required Func<RunRequest, IProgress<RunEvent>, CancellationToken, Task<IReadOnlyList<RunResult>>> Resume { get; init; }
}
