using GoalBuild.Agent.Snapshots;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Tells by the times of files who changed them: a process that was cut off, or somebody after it.</summary>
internal static class FileTimes
{
    /// <summary>The files that changed after a process was last alive, relative to the tree's root.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="changes">What changed since the process began, up to the tree as it is.</param>
    /// <param name="lastAlive">When the process was last alive, in UTC.</param>
    public static IReadOnlySet<string> Later(Workspace workspace, IReadOnlyList<FileChange> changes, DateTimeOffset lastAlive)
    {
        // The process told once a second that it was alive, and may have written until the next time it would have; twice that allows for a slow disk.
        var limit = lastAlive.UtcDateTime + TimeSpan.FromSeconds(2);
        string PathOf(FileChange change) => Path.Combine(workspace.Root, change.Path);
        bool IsFolderLater(FileChange change) => Path.GetDirectoryName(PathOf(change)) is { } folder && Directory.Exists(folder) && Directory.GetLastWriteTimeUtc(folder) > limit;

        // A file that is gone has no time of its own; that of its folder says when something in it was last added or removed.
        var later = changes.Where(change => change.Kind == ChangeKind.Deleted ? IsFolderLater(change) : new FileInfo(PathOf(change)).LastWriteTimeUtc > limit).ToList();

        // A file that is moved keeps its time: where one was taken away later, what turned up elsewhere may be that one.
        var taken = later.Where(change => change.Kind == ChangeKind.Deleted).Select(change => change.OldBlob).ToHashSet(StringComparer.Ordinal);
        var moved = taken.Count == 0 ? [] : changes.Where(change => change.Kind == ChangeKind.Added && (taken.Contains(change.NewBlob) || IsFolderLater(change)));
        return later.Union(moved).Select(change => change.Path).ToHashSet(StringComparer.Ordinal);
    }
}
