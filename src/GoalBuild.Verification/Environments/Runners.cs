namespace GoalBuild.Verification.Environments;

/// <summary>
/// Whether this machine is the runner that an environment asks for. It says so in <c>GOALBUILD_RUNNER</c>; on GitHub Actions, which sets
/// <c>GITHUB_ACTIONS</c>, <c>RUNNER_OS</c> and <c>ImageOS</c>, the labels of its hosted runners need no such word.
/// </summary>
/// <param name="variable">Gives an environment variable, or null.</param>
internal sealed class Runners(Func<string, string?> variable)
{
    /// <summary>The variable by which a machine says which runner it is; several names stand with <c>,</c> between.</summary>
    public const string Variable = "GOALBUILD_RUNNER";

    // RUNNER_OS and the beginning of ImageOS on GitHub's own images: "ubuntu24", "win22", "macos15".
    private static readonly (string Label, string System, string Image)[] Hosted = [("ubuntu", "Linux", "ubuntu"), ("windows", "Windows", "win"), ("macos", "macOS", "macos")];

    /// <summary>What this process runs on.</summary>
    public static Runners OfThisProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Whether it is here.</summary>
    /// <param name="runner">The name, as it stands in the goal.</param>
    public bool IsHere(string runner) =>
        (variable(Variable) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Contains(runner, StringComparer.OrdinalIgnoreCase)
        || (variable("GITHUB_ACTIONS") == "true" && IsHosted(runner));

    // "ubuntu-latest", "ubuntu-24.04", "windows-2022", "macos-15"
    private bool IsHosted(string label)
    {
        var parts = label.Split('-', 2);
        var hosted = Hosted.FirstOrDefault(entry => entry.Label.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        return parts.Length == 2 && hosted.Label is not null && hosted.System.Equals(variable("RUNNER_OS"), StringComparison.OrdinalIgnoreCase)
            && (parts[1].Equals("latest", StringComparison.OrdinalIgnoreCase)
                || $"{hosted.Image}{Short(parts[1])}".Equals(variable("ImageOS"), StringComparison.OrdinalIgnoreCase));
    }

    // 24.04 is ubuntu24, 2022 is win22, 15 is macos15.
    private static string Short(string version) => version.Split('.')[0] is { Length: 4 } year ? year[2..] : version.Split('.')[0];
}
