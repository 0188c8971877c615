using GoalBuild.Agent.Snapshots;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Tells by the times of files who changed them: a process that was cut off, or somebody after it.</summary>
internal static class FileTimes
{
    /// <summary>Whether a file changed after a process was last alive.</summary>
    /// <param name="workspace">The tree.</param>
    /// <param name="change">The file.</param>
    /// <param name="lastAlive">When the process was last alive, in UTC.</param>
    public static bool IsLater(Workspace workspace, FileChange change, DateTimeOffset lastAlive)
    {
        // The process told once a second that it was alive, and may have written until the next time it would have; twice that allows for a slow disk.
        var limit = lastAlive.UtcDateTime + TimeSpan.FromSeconds(2);
        var path = Path.Combine(workspace.Root, change.Path);

        // A file that is gone has no time of its own; that of its folder says when something in it was last added or removed.
        return change.Kind == ChangeKind.Deleted
            ? Directory.Exists(Path.GetDirectoryName(path)) && Directory.GetLastWriteTimeUtc(Path.GetDirectoryName(path)!) > limit
            : new FileInfo(path).LastWriteTimeUtc > limit;
    }
}
