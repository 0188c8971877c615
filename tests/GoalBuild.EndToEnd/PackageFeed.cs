namespace GoalBuild.EndToEnd;

/// <summary>Packs both packages once, as a version that no cache knows, into a feed of its own.</summary>
[SetUpFixture]
internal sealed class PackageFeed
{
    private static TempFolder? _folder;

    /// <summary>The version of this run's packages.</summary>
    public static string Version { get; } = $"0.1.0-e2e.{Guid.NewGuid():N}";

    /// <summary>
    /// A NuGet configuration for projects that use the packages: our feed only, our packages into a folder that goes away, and
    /// everything else from where restoring this repository has put it.
    /// </summary>
    public static string NuGetConfig => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="goalbuild" value="{_folder!.Path.Replace("&", "&amp;", StringComparison.Ordinal)}" />
          </packageSources>
          <config>
            <add key="globalPackagesFolder" value="{_folder["packages"].Replace("&", "&amp;", StringComparison.Ordinal)}" />
          </config>
          <fallbackPackageFolders>
            <add key="machine" value="{MachinePackages}" />
          </fallbackPackageFolders>
        </configuration>
        """;

    private static string MachinePackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [OneTimeSetUp]
    public async Task Pack()
    {
        _folder = new TempFolder();
        foreach (var project in new[] { "GoalBuild.Tasks", "GoalBuild.Tool" })
        {
            var outcome = await Shell.DotNetAsync(
                Repository.Root,
                "pack",
                Path.Combine("src", project),
                "--no-build",
                "--configuration",
                Repository.Configuration,
                "--output",
                _folder.Path,
                $"-p:PackageVersion={Version}",
                "-v:q");
            Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        }
    }

    [OneTimeTearDown]
    public void Remove() => _folder?.Dispose();
}
