using System.Reflection;

namespace GoalBuild.EndToEnd;

/// <summary>This repository, as it was when the tests were built.</summary>
internal static class Repository
{
    /// <summary>Absolute path of its root.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>The configuration that everything was built in.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>Absolute path of the tool's assembly.</summary>
    public static string Tool { get; } = Path.Combine(Root, "src", "GoalBuild.Tool", "bin", Configuration, "net10.0", "dotnet-goal.dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
