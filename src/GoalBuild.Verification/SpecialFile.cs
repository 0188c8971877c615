using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Verification;

/// <summary>Tells what is no file with content, so that to open it could wait for ever.</summary>
public static class SpecialFile
{
    /// <summary>Whether a pipe, a socket or a device stands at a path, links followed.</summary>
    /// <param name="path">Absolute path.</param>
    public static bool Is(string path) => FileStat.KindOf(path) == EntryKind.Other;
}
