namespace GoalBuild.Verification.Environments;

/// <summary>The user of this process, as the kernel counts users.</summary>
internal static class UserId
{
    /// <summary><c>uid:gid</c>; null where there is none, or where containers run in a machine of their own that maps it.</summary>
    public static string? Current { get; } = OperatingSystem.IsLinux() ? Read() : null;

    // "Uid:	real	effective	saved	file system"
    private static string? Read()
    {
        try
        {
            var lines = File.ReadAllLines("/proc/self/status");
            return Of("Uid:") is { } user && Of("Gid:") is { } group ? $"{user}:{group}" : null;

            string? Of(string name) => lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split('\t') is [_, _, var effective, ..] ? effective : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
