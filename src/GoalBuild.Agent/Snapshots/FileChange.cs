namespace GoalBuild.Agent.Snapshots;

/// <summary>What happened to a file between two snapshots.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its bytes, its mode or its kind differ.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>One file that differs between two snapshots. A renamed file is one deleted and one added.</summary>
/// <param name="Path">Relative to the workspace's root, with <c>/</c> between its parts.</param>
/// <param name="Kind">What happened to it.</param>
public sealed record FileChange(string Path, ChangeKind Kind)
{
    /// <summary>Id of its bytes in the older snapshot; zeros where it is new.</summary>
    public string OldBlob { get; init; } = "";

    /// <summary>Id of its bytes in the newer snapshot; zeros where it is gone.</summary>
    public string NewBlob { get; init; } = "";

    /// <summary>Whether it is a nested repository, of which a snapshot holds only the commit, on either side.</summary>
    public bool IsRepository { get; init; }
}

/// <summary>What a restore did.</summary>
/// <param name="Restored">Files that are now as asked.</param>
/// <param name="Refused">Files that were left alone, because they are not as they were expected: somebody else changed them.</param>
public sealed record RestoreResult(IReadOnlyList<string> Restored, IReadOnlyList<string> Refused);
