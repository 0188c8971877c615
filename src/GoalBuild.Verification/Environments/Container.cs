using System.Globalization;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Environments;

/// <summary>
/// Runs commands in a container: the tree is mounted where it is, as the user who verifies, with no network unless it is allowed. What is cancelled or takes too long
/// is removed: a container does not end with the program that started it.
/// </summary>
/// <param name="engine">Runs it.</param>
/// <param name="image">The image.</param>
/// <param name="root">Absolute path of the tree.</param>
/// <param name="hasNetwork">Whether it reaches the network.</param>
internal sealed class Container(ContainerEngine engine, string image, string root, bool hasNetwork)
{
    /// <summary>What docker and podman exit with where the container itself could not be run.</summary>
    private const int NotRun = 125;

    private static readonly TimeSpan RemoveTime = TimeSpan.FromSeconds(20);

    /// <summary>A container for a clause.</summary>
    /// <param name="image">The image.</param>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="hasNetwork">Whether it reaches the network.</param>
    /// <exception cref="ContainerException">This machine has nothing that runs it.</exception>
    public static Container Of(string image, string root, bool hasNetwork) =>
        new(
            ContainerEngine.Find(Environment.GetEnvironmentVariable("PATH"), root)
                ?? throw new ContainerException($"It runs in a container of '{image}', and neither docker nor podman is on the PATH. Install one of them, or verify this environment where there is one, with 'dotnet goal verify --environment'."),
            image,
            root,
            hasNetwork);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="request">The command, its folder, its variables, and what becomes of its output.</param>
    /// <param name="folders">Absolute paths of more folders that it writes to.</param>
    /// <param name="cancellation">Removes the container, then throws.</param>
    /// <exception cref="ContainerException">The container could not be run.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        var name = $"goalbuild-{Guid.NewGuid():N}";
        var own = request with { FileName = engine.Program, Arguments = [.. Arguments(name, request, folders)], WorkingDirectory = root, Environment = new Dictionary<string, string?>() };
        ProcessResult result;
        try
        {
            result = await ProcessRunner.RunAsync(own, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await RemoveAsync(name).ConfigureAwait(false);
            throw;
        }

        if (result.TimedOut)
        {
            await RemoveAsync(name).ConfigureAwait(false);
        }

        return result.ExitCode == NotRun && IsOwnMessage(result.StandardError.Text)
            ? throw new ContainerException($"The container of '{image}' could not be run: {LastLine(result.StandardError.Text)} Start {Path.GetFileName(engine.Program)}, or correct the image in the environment.")
            : result;
    }

    private IEnumerable<string> Arguments(string name, ProcessRequest request, IReadOnlyList<string> folders)
    {
        IEnumerable<string> arguments = ["run", "--rm", "--init", "--name", name, "--network", hasNetwork ? "bridge" : "none"];
        if (engine.IsPodman)
        {
            // Its own labels would deny what the mount is to allow.
            arguments = arguments.Concat(["--userns", "keep-id", "--security-opt", "label=disable"]);
        }

        if (UserId.Current is { } user)
        {
            arguments = arguments.Concat(["--user", user]);
        }

        arguments = arguments.Concat(new[] { root }.Concat(folders.Where(folder => !FindingPath.IsBelow(root, folder))).Distinct().SelectMany(folder => new[] { "--volume", $"{folder}:{folder}" }));
        // A user whom the image does not know has no home.
        Dictionary<string, string?> variables = new(StringComparer.Ordinal) { ["HOME"] = "/tmp", ["DOTNET_CLI_HOME"] = "/tmp", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" };
        foreach (var (variable, value) in request.Environment)
        {
            variables[variable] = value;
        }

        arguments = arguments.Concat(variables.Where(variable => variable.Value is not null).SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" }));
        return arguments.Concat(["--workdir", request.WorkingDirectory, image, request.FileName, .. request.Arguments]);
    }

    private async Task RemoveAsync(string name)
    {
        try
        {
            await ProcessRunner.RunAsync(new ProcessRequest(engine.Program, "rm", "--force", name) { WorkingDirectory = root, Timeout = RemoveTime }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CommandNotFoundException)
        {
            // It ran a moment ago; nothing is left to stop it with.
        }
    }

    // A command in the container may end with 125 as well.
    private bool IsOwnMessage(string text) =>
        text.Contains($"{Path.GetFileNameWithoutExtension(engine.Program)}:", StringComparison.OrdinalIgnoreCase) || text.Contains("Error:", StringComparison.Ordinal) || text.Contains("daemon", StringComparison.Ordinal);

    private static string LastLine(string text) => text.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0 && !line.StartsWith("Run '", StringComparison.Ordinal) && !line.StartsWith("See '", StringComparison.Ordinal)) is { } line
        ? line.TrimEnd('.') + "."
        : string.Create(CultureInfo.InvariantCulture, $"exit code {NotRun}.");
}

/// <summary>A container could not be run: the verdict is unknown.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class ContainerException(string message) : Exception(message);
