using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Coverage;

/// <summary>What measures coverage while tests run, and the words that switch it on. All of them write Cobertura.</summary>
/// <param name="Name">Its package, for messages.</param>
/// <param name="Arguments">What it adds to the command line of the tests.</param>
public sealed record CoverageCollector(string Name, IReadOnlyList<string> Arguments)
{
    /// <summary>The package that a VSTest project without a collector is advised to add, and the one for Microsoft.Testing.Platform.</summary>
    public const string VsTestCure = "dotnet add package coverlet.collector", TestingPlatformCure = "dotnet add package Microsoft.Testing.Extensions.CodeCoverage";

    /// <summary>The collector of a VSTest project, or null where it has none. The project's own choice, coverlet, goes before the one that Microsoft.NET.Test.Sdk brings.</summary>
    /// <param name="packages">What the project was restored with.</param>
    public static CoverageCollector? ForVsTest(RestoredPackages packages)
    {
        if (packages.BuildFolder("coverlet.collector") is { } coverlet)
        {
            return new CoverageCollector("coverlet.collector", [$"--TestAdapterPath:{coverlet}", "--Collect:XPlat Code Coverage;Format=cobertura"]);
        }

        if (packages.BuildFolder("Microsoft.CodeCoverage") is { } platform)
        {
            // The package has one folder for each kind of framework; the collector itself lies in this one.
            var folder = Path.Combine(Path.GetDirectoryName(platform)!, "netstandard2.0");
            return new CoverageCollector("Microsoft.CodeCoverage", [$"--TestAdapterPath:{(Directory.Exists(folder) ? folder : platform)}", "--Collect:Code Coverage;Format=cobertura"]);
        }

        return null;
    }

    /// <summary>The collector of an application of Microsoft.Testing.Platform, or null where it has none.</summary>
    /// <param name="options">The options that the application takes.</param>
    public static CoverageCollector? ForTestingPlatform(TestingPlatformOptions options)
    {
        if (options.Has("--coverlet"))
        {
            return new CoverageCollector("coverlet.MTP", ["--coverlet", "--coverlet-output-format", "cobertura"]);
        }

        return options.Has("--coverage")
            ? new CoverageCollector("Microsoft.Testing.Extensions.CodeCoverage", ["--coverage", "--coverage-output-format", "cobertura", "--coverage-output", "coverage.cobertura.xml"])
            : null;
    }
}
