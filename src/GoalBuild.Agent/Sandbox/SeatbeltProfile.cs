using System.Text;

namespace GoalBuild.Agent.Sandbox;

/// <summary>
/// Writes the profile for macOS's <c>sandbox-exec</c>: a rule further down wins. The language is Apple's own and not documented; this keeps to what its
/// system profiles use (<c>subpath</c>, <c>literal</c>, <c>file-read*</c>, <c>file-write*</c>, <c>network*</c>).
/// </summary>
internal static class SeatbeltProfile
{
    /// <summary>The profile.</summary>
    /// <param name="policy">What commands may reach.</param>
    /// <param name="host">What they see of the rest of the machine.</param>
    /// <param name="guarded">Absolute paths in the tree that may not be written to.</param>
    public static string Write(SandboxPolicy policy, HostFolders host, IReadOnlyList<string> guarded)
    {
        var text = new StringBuilder("(version 1)\n(allow default)\n(deny file-write*)\n");
        if (host.CanHideHome(policy.Root))
        {
            // Programs look at the folders on the way to what they may read, so those can be seen, and nothing beside them.
            text.Append($"(deny file-read* {Below(host.Home)})\n(allow file-read-metadata {Below(host.Home)})\n");
        }

        foreach (var path in host.Visible([host.Home], [.. GitFolders.Elsewhere(policy.Root), .. policy.Visible]))
        {
            text.Append($"(allow file-read* {Below(path)})\n");
        }

        foreach (var path in new[] { policy.Root, policy.Home, policy.Temporary })
        {
            text.Append($"(allow file-read* {Below(path)})\n(allow file-write* {Below(path)})\n");
        }

        foreach (var path in guarded)
        {
            text.Append($"(deny file-write* {Below(path)})\n");
        }

        // The private folders lie in .goal, which has just been closed.
        foreach (var path in new[] { policy.Home, policy.Temporary })
        {
            text.Append($"(allow file-write* {Below(path)})\n");
        }

        text.Append("(allow file-write* (literal \"/dev/null\") (literal \"/dev/tty\") (literal \"/dev/stdout\") (literal \"/dev/stderr\") (subpath \"/dev/fd\"))\n");
        if (!policy.HasNetwork)
        {
            // Test hosts and their runner talk over loopback; there is no loopback of their own to give them.
            text.Append("(deny network*)\n(allow network* (local ip \"localhost:*\"))\n(allow network-outbound (remote ip \"localhost:*\"))\n");
        }

        return text.ToString();
    }

    private static string Below(string path) => $"(subpath \"{path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\")";
}
