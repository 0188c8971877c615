using System.Runtime.InteropServices;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>The program that a sandbox runs as <see cref="Relay"/>: this tool itself.</summary>
/// <param name="Dotnet">Absolute path of <c>dotnet</c>.</param>
/// <param name="Assembly">Absolute path of a program of .NET that knows <see cref="Relay.Verb"/>.</param>
internal sealed record RelayProgram(string Dotnet, string Assembly)
{
    private const string Tool = "dotnet-goal.dll";

    /// <summary>Finds it, or gives null where this process is something else than the tool.</summary>
    public static RelayProgram? Find()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var dotnet = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var tool = Path.Combine(AppContext.BaseDirectory, Tool);
        return File.Exists(dotnet) && File.Exists(tool) ? new RelayProgram(dotnet, tool) : null;
    }

    /// <summary>The command line of a relay, up to the command that it runs.</summary>
    /// <param name="socket">The proxy's socket, as the sandbox sees it.</param>
    /// <param name="allowed">The hosts that the goal allows; the relay has to know what is on this machine.</param>
    public IReadOnlyList<string> Command(string socket, AllowedHosts allowed) =>
        [Dotnet, "exec", Assembly, Relay.Verb, socket, string.Join(',', allowed.Local.Select(local => AllowedHosts.Written(local.Name, local.Port)))];
}
