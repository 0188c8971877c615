namespace GoalBuild.Tasks;

/// <summary>The environment of the tool: the one that the user gave the build, without what the build has put into it.</summary>
internal static class ToolEnvironment
{
    // What 'dotnet' sets for the MSBuild that it starts. The tool hosts an MSBuild of its own, which would take them for its settings.
    private static readonly string[] Names = ["DOTNET_HOST_PATH", "DOTNET_CLI_TELEMETRY_SESSIONID", "VSTEST_CONSOLE_PATH"];

    // Set by people, never by MSBuild.
    private static readonly string[] Kept = ["MSBUILDDISABLENODEREUSE"];

    /// <summary>Removes what MSBuild and the SDK put into the environment of every child.</summary>
    /// <param name="environment">The variables; changed in place.</param>
    public static void Strip(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(IsInherited).ToList())
        {
            environment.Remove(name);
        }
    }

    private static bool IsInherited(string name) =>
        (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && !Kept.Contains(name, StringComparer.OrdinalIgnoreCase))
        || Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
