using System.Collections;
using System.Collections.Frozen;

namespace GoalBuild.Verification.Processes;

/// <summary>
/// The environment that child processes get: this process's own, without secrets, without what an MSBuild or <c>dotnet</c> above has set
/// for itself and would mislead another, and with the mark of a verification.
/// </summary>
public static class ChildEnvironment
{
    /// <summary>Set to <c>1</c> in everything that runs inside a verification, so that a build in it does not verify goals again.</summary>
    public const string VerifyingVariable = "GOALBUILD_VERIFYING";

    /// <summary>What the SDK's command line and the test platform set for their own children; each misleads a second one that runs below (a task host that takes the outer SDK for its own, a test host that writes to the outer's results).</summary>
    private static readonly FrozenSet<string> HostVariables = FrozenSet.ToFrozenSet(
        [
            "DOTNET_CLI_TELEMETRY_SESSIONID", "DOTNET_HOST_PATH", "DOTNET_MSBUILD_SDK_RESOLVER_CLI_DIR", "DOTNET_MSBUILD_SDK_RESOLVER_SDKS_DIR",
            "DOTNET_MSBUILD_SDK_RESOLVER_SDKS_VER", "VSTEST_CONSOLE_PATH", "VSTEST_HOST_DEBUG", "VSTEST_RUNNER_DEBUG", "TESTINGPLATFORM_UI_LANGUAGE",
            "NUGET_RESTORE_MSBUILD_ARGS",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What people set of MSBuild's for their machine: without it their own builds would go wrong.</summary>
    private static readonly FrozenSet<string> MachineVariables = FrozenSet.ToFrozenSet(
        ["MSBuildEnableWorkloadResolver", "MSBUILDDISABLEFEATURESFROMVERSION"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a variable holds a secret; see <see cref="Secrets"/>.</summary>
    /// <param name="name">The variable's name.</param>
    public static bool IsSecret(string name) => Secrets.Contains(name);

    /// <summary>Whether a variable was set by a build host above for itself; all of MSBuild's own are taken for such, but for those that a machine may need.</summary>
    /// <param name="name">The variable's name.</param>
    public static bool IsOfHost(string name) =>
        HostVariables.Contains(name) || (IsOfMSBuild(name) && !MachineVariables.Contains(name));

    /// <summary>Whether a variable is one of MSBuild's own.</summary>
    /// <param name="name">The variable's name.</param>
    internal static bool IsOfMSBuild(string name) => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);

    /// <summary>The environment for a child process.</summary>
    public static Dictionary<string, string?> Create()
    {
        var variables = new Dictionary<string, string?>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!IsSecret(name) && !IsOfHost(name))
            {
                variables[name] = (string?)variable.Value;
            }
        }

        variables[VerifyingVariable] = "1";

        // Build nodes and servers that stay behind would be killed as leftovers; they are not started in the first place.
        variables["MSBUILDDISABLENODEREUSE"] = "1";
        variables["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        variables["DOTNET_NOLOGO"] = "1";
        return variables;
    }
}
