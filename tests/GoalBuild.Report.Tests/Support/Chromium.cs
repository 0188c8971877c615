using Microsoft.Playwright;

namespace GoalBuild.Report.Tests.Support;

/// <summary>A real browser: one that the machine has, since none comes with the package that drives it.</summary>
internal static class Chromium
{
    private const string Variable = "GOAL_CHROMIUM";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

    /// <summary>Starts it; the test is skipped where there is none.</summary>
    /// <param name="driver">Drives it.</param>
    public static Task<IBrowser> StartAsync(IPlaywright driver)
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Found();
        if (path is null)
        {
            Assert.Ignore($"No Chromium is on the PATH ({string.Join(", ", Names)}). Install one, on Debian with 'apt-get install chromium', or name one in {Variable}.");
        }

        // Its own sandbox needs what a container does not give; it opens nothing but our own page, which may load nothing.
        return driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    }

    private static string? Found() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
