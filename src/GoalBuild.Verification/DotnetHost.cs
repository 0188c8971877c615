using System.Collections;
using GoalBuild.Verification.Environments;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification;

/// <summary>Starts programs of the SDK: the test platform, the formatter and test applications.</summary>
/// <param name="sdkDirectory">Absolute path of the SDK, the folder that holds <c>MSBuild.dll</c>.</param>
/// <param name="variables">Environment variables to set; null takes one away.</param>
public sealed class DotnetHost(string sdkDirectory, IReadOnlyDictionary<string, string?> variables)
{
    /// <summary>The property of MSBuild that holds <see cref="SdkDirectory"/> of the SDK that it runs from.</summary>
    public const string SdkProperty = "$(MSBuildToolsPath)";

    /// <summary>Most characters that are kept of what a program prints; a file gets the whole.</summary>
    private const int KeptCharacters = 64 * 1024;

    // What a test host or the user's shell sets would mislead the program; some of it takes failures for success (TESTINGPLATFORM_EXITCODE_IGNORE).
    private static readonly string[] Misleading = ["VSTEST", "TESTINGPLATFORM_", "MICROSOFT_TESTING_", "COVERLET_", "DOTNET_STARTUP_HOOKS", "CORECLR_PROFILER", "CORECLR_ENABLE_PROFILING"];

    /// <summary>The container that programs run in, with the <c>dotnet</c> of its image; null for this machine.</summary>
    internal Container? Container { get; init; }

    /// <summary>Absolute paths of folders outside of the tree that programs in a container write to.</summary>
    internal IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Absolute path of the SDK.</summary>
    public string SdkDirectory { get; } = sdkDirectory;

    /// <summary>Absolute path of the SDK's <c>vstest.console.dll</c>.</summary>
    public string TestConsole => Path.Combine(SdkDirectory, "vstest.console.dll");

    /// <summary>Absolute path of the SDK's <c>dotnet-format.dll</c>.</summary>
    public string Formatter => Path.Combine(SdkDirectory, "DotnetTools", "dotnet-format", "dotnet-format.dll");

    /// <summary>Absolute path of the <c>dotnet</c> that the SDK belongs to.</summary>
    public string Executable
    {
        get
        {
            // <root>/sdk/<version>
            var root = Path.GetDirectoryName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(SdkDirectory)));
            return Path.Combine(root ?? "", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        }
    }

    /// <summary>Runs <c>dotnet</c> with the arguments to its end. Nothing that it starts outlives it.</summary>
    /// <param name="arguments">The arguments, not quoted.</param>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="cancellation">Kills the process and all its descendants, then throws.</param>
    /// <param name="outputPath">Absolute path of a file that gets what it prints, or null.</param>
    /// <param name="onLine">Told each line as it comes, from any thread; or null. Unlike the result, it misses nothing.</param>
    /// <exception cref="CommandNotFoundException">There is no <c>dotnet</c>, or no such folder.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; no process is left.</exception>
    public async Task<DotnetResult> RunAsync(IReadOnlyList<string> arguments, string workingDirectory, CancellationToken cancellation, string? outputPath = null, Action<string>? onLine = null)
    {
        var request = new ProcessRequest(Executable, arguments)
        {
            WorkingDirectory = workingDirectory,
            Environment = Environment(),
            OutputPath = outputPath,
            KeptCharacters = KeptCharacters,
            OnLine = onLine,
        };
        var result = Container is null
            ? await ProcessRunner.RunAsync(request, cancellation).ConfigureAwait(false)
            : await Container.RunAsync(request with { FileName = "dotnet", Arguments = InImage(arguments), Environment = Own() }, Folders, cancellation).ConfigureAwait(false);
        return new DotnetResult(result.ExitCode, string.Join('\n', new[] { result.StandardOutput.Text.TrimEnd(), result.StandardError.Text.TrimEnd() }.Where(text => text.Length > 0)));
    }

    // The SDK of the image has its own test platform; this machine's is not there.
    private IReadOnlyList<string> InImage(IReadOnlyList<string> arguments) => arguments is ["exec", var program, ..] && program == TestConsole ? ["vstest", .. arguments.Skip(2)] : arguments;

    private Dictionary<string, string?> Own() => new(variables) { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["TESTINGPLATFORM_TELEMETRY_OPTOUT"] = "1", ["TESTINGPLATFORM_NOBANNER"] = "1" };

    private Dictionary<string, string?> Environment()
    {
        var environment = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (Misleading.Any(prefix => ((string)variable.Key).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                environment[(string)variable.Key] = null;
            }
        }

        // No build node outlives the clause; messages that are read stay English.
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_HOST_PATH"] = Executable;
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["TESTINGPLATFORM_TELEMETRY_OPTOUT"] = "1";
        environment["TESTINGPLATFORM_NOBANNER"] = "1";
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }
}

/// <summary>How a program of the SDK ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to standard output, then what it wrote to standard error; the middle of a long text is missing.</param>
public sealed record DotnetResult(int ExitCode, string Output);
