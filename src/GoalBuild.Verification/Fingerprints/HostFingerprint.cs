using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>What verdicts depend on besides files: this version of GoalBuild, the installed SDKs and runtimes, and the environment.</summary>
internal static class HostFingerprint
{
    /// <summary>
    /// Variables that terminals, shells and sessions set and that say nothing of the machine that a build or a test runs on. Every other variable counts,
    /// since MSBuild takes each for a property and a command or test can read any; secrets do not, since nothing that runs gets them.
    /// </summary>
    private static readonly HashSet<string> Ignored = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "PWD", "OLDPWD", "SHLVL", "TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERM_SESSION_ID", "COLUMNS", "LINES", "LS_COLORS", "PS1", "PS2",
        "WINDOWID", "DISPLAY", "WAYLAND_DISPLAY", "SESSION_MANAGER", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_ID", "XDG_VTNR", "XDG_SEAT", "GPG_TTY", "TMUX", "TMUX_PANE", "STY",
        "SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "WT_SESSION", "WT_PROFILE_ID", "INVOCATION_ID", "JOURNAL_STREAM", "NO_COLOR", "FORCE_COLOR",

        // Set in this process by the engine or by a build above, and stripped from what runs.
        "MSBUILDDISABLENODEREUSE", "MSBUILDLOGIMPORTS", "DOTNET_CLI_USE_MSBUILD_SERVER", "DOTNET_NOLOGO", "MSBUILDUSESERVER",
        ChildEnvironment.VerifyingVariable, ProcessTree.MarkVariable,
    };

    /// <summary>Adds the version of GoalBuild.</summary>
    public static void AddTool(StringBuilder text) => text.Append("tool ").Append(typeof(HostFingerprint).Module.ModuleVersionId).Append('\n');

    /// <summary>Adds the names, which are versions, of the SDKs and runtimes beside the one that runs this.</summary>
    public static void AddSdks(StringBuilder text)
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        foreach (var folder in new[] { "sdk", "shared/Microsoft.NETCore.App", "shared/Microsoft.AspNetCore.App", "sdk-manifests" })
        {
            var path = Path.Combine(root, folder);
            if (Directory.Exists(path))
            {
                text.Append(folder).Append(' ').AppendJoin(' ', Directory.EnumerateDirectories(path).Select(Path.GetFileName).Order(StringComparer.Ordinal)).Append('\n');
            }
        }
    }

    /// <summary>The environment that counts, in lines.</summary>
    public static string Environment()
    {
        var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!Ignored.Contains(name) && !ChildEnvironment.IsSecret(name) && !ChildEnvironment.IsOfHost(name))
            {
                variables[name] = (string?)variable.Value;
            }
        }

        var text = new StringBuilder();
        foreach (var (name, value) in variables)
        {
            text.Append("env ").Append(name).Append('=').Append(value).Append('\n');
        }

        return text.ToString();
    }
}
