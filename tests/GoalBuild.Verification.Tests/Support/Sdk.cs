using Microsoft.Build.Locator;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>The SDK of this machine.</summary>
public static class Sdk
{
    /// <summary>Absolute path of its folder.</summary>
    public static string Directory { get; } = MSBuildLocator.QueryVisualStudioInstances().OrderByDescending(instance => instance.Version).First().MSBuildPath;

    /// <summary>Starts its programs.</summary>
    public static DotnetHost Host { get; } = new(Directory, new Dictionary<string, string?>());
}
