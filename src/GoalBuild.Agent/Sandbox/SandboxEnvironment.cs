using GoalBuild.Agent.Sandbox.Network;

namespace GoalBuild.Agent.Sandbox;

/// <summary>What is set and taken away in the environment of commands, on top of what every child process gets, which holds no secrets.</summary>
internal static class SandboxEnvironment
{
    // Ways to somebody who acts for the user outside: agents that sign, buses, displays.
    private static readonly string[] Agents =
        ["SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_ASKPASS", "GIT_ASKPASS", "GPG_AGENT_INFO", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DOCKER_HOST", "VSCODE_IPC_HOOK_CLI", "TMUX"];

    /// <summary>The variables; null takes one away.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="hasNetwork">Whether commands reach the network.</param>
    /// <param name="proxy">The proxy that they are given, on the loopback that they share with this process; null where they get none, or another way to it.</param>
    public static Dictionary<string, string?> Create(string root, bool hasNetwork, HostProxy? proxy = null)
    {
        var variables = new Dictionary<string, string?>
        {
            // Nobody is there to page, to answer or to see colours.
            ["TERM"] = "dumb",
            ["NO_COLOR"] = "1",
            ["PAGER"] = "cat",
            ["GIT_PAGER"] = "cat",
            ["GIT_TERMINAL_PROMPT"] = "0",

            // Git would write to its index to remember what it saw.
            ["GIT_OPTIONAL_LOCKS"] = "0",

            // A compiler server would outlive the command that started it, and one outside would act without containment.
            ["UseSharedCompilation"] = "false",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        foreach (var name in Agents)
        {
            variables[name] = null;
        }

        if (Environment.GetEnvironmentVariable("GIT_CONFIG_COUNT") is null)
        {
            // The user's own settings are not seen, and with them which trees of other owners git may trust.
            variables["GIT_CONFIG_COUNT"] = "1";
            variables["GIT_CONFIG_KEY_0"] = "safe.directory";
            variables["GIT_CONFIG_VALUE_0"] = root;
        }

        if (!hasNetwork)
        {
            // A restore would ask the feed for known vulnerabilities, wait, and fail a project that takes warnings for errors.
            variables["NuGetAudit"] = "false";
            foreach (var name in ProxyVariables.Names)
            {
                variables[name] = null;
            }
        }

        if (proxy is not null)
        {
            foreach (var (name, value) in ProxyVariables.Of(proxy.ListenOnLoopback(), ProxyVariables.Direct(proxy.Allowed.Local.Select(local => local.Name))))
            {
                variables[name] = value;
            }
        }

        return variables;
    }
}
