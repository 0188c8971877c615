using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary>What tools work with during one turn.</summary>
internal sealed record ToolContext
{
    /// <summary>The tree that the run works in.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Absolute path of the goal's folder; relative paths of a model start at the workspace's root.</summary>
    public required string GoalDirectory { get; init; }

    /// <summary>Which paths may be read and written.</summary>
    public required FileGuard Files { get; init; }

    /// <summary>Writes files, so that a crash in the middle can be made good.</summary>
    public required FileEdits Edits { get; init; }

    /// <summary>Absolute path of the folder that keeps what is too long for an answer; part of the run's evidence.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Names of the clauses of the part of the run that is under way.</summary>
    public IReadOnlyList<string> Clauses { get; init; } = [];

    /// <summary>Verifies clauses, or all where none are named, and says in words what was found.</summary>
    public Func<IReadOnlyList<string>?, CancellationToken, Task<string>> Verify { get; init; } = (_, _) => throw new NotSupportedException("Nothing can be verified here.");

    /// <summary>Told in one line what goes on.</summary>
    public required IProgress<string> Progress { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }
}
