using System.Reflection;

namespace GoalBuild.Tool;

/// <summary>The version of this tool.</summary>
internal static class ToolVersion
{
    /// <summary>As the package has it, without the commit that SDKs append after <c>+</c>.</summary>
    public static string Value { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
