using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>The git of this machine, without its user's settings.</summary>
public static class Git
{
    public static async Task RunAsync(string folder, params string[] arguments)
    {
        var result = await ProcessRunner.RunAsync(
            new ProcessRequest("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", .. arguments])
            {
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string?> { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_SYSTEM"] = "/dev/null" },
            },
            default);
        Assert.That(result.ExitCode, Is.Zero, result.StandardError.Text);
    }
}
