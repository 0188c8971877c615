using CliWrap;
using CliWrap.Buffered;

namespace GoalBuild.EndToEnd;

/// <summary>Starts real programs in an environment like a user's.</summary>
internal static class Shell
{
    /// <summary>Nothing here takes as long; what does is ended with all that it has started.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>
    /// What the test host inherited from the build that started it, or a build server would set; a user's terminal has none of it.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> CleanEnvironment { get; } = Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE")
            || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("GOALBUILD", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("OPENAI", StringComparison.OrdinalIgnoreCase)
            || name is "CI" or "DOTNET_HOST_PATH" or "TESTINGPLATFORM_UI_LANGUAGE" or "GITHUB_ACTIONS")
        .ToDictionary(name => name, _ => (string?)null);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="directory">The current folder.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set, or to remove where null.</param>
    public static async Task<Outcome> RunAsync(string directory, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        var variables = CleanEnvironment.Concat(environment ?? new Dictionary<string, string?>())
            .GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        var result = await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(directory)
            .WithEnvironmentVariables(variables)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
        return new Outcome(result.ExitCode, result.StandardOutput, result.StandardError);
    }

    /// <summary>Runs <c>dotnet</c>.</summary>
    /// <param name="directory">The current folder.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<Outcome> DotNetAsync(string directory, params string[] arguments) => RunAsync(directory, "dotnet", arguments);

    /// <summary>Runs the tool.</summary>
    /// <param name="directory">The current folder.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<Outcome> GoalAsync(string directory, params string[] arguments) =>
        RunAsync(directory, "dotnet", ["exec", Repository.Tool, .. arguments]);
}
