using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using CliWrap;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// Starts git with an environment of its own: nothing that the caller's environment says of a repository reaches it. Whatever a repository's configuration
/// says, git starts neither hooks nor a file system monitor, and fetches nothing: each of these is a command that whoever wrote the configuration chose. Filters
/// and the like have names that cannot be listed; they are kept away by never letting git work on the configuration of a repository that an executor may
/// write (<see cref="NestedRepositories"/>).
/// </summary>
/// <param name="directory">The working directory.</param>
/// <param name="environment">Variables to set.</param>
internal sealed class GitCommand(string directory, IReadOnlyDictionary<string, string?> environment)
{
    // These go before any file, and git hands them on to the processes that it starts in repositories within.
    private static readonly (string Key, string Value)[] StartsNothing =
        [("core.hooksPath", OperatingSystem.IsWindows() ? "NUL" : "/dev/null"), ("core.fsmonitor", "false")];

    private readonly IReadOnlyList<(string Key, string Value)> _settings = StartsNothing;

    private GitCommand(string directory, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<(string Key, string Value)> settings)
        : this(directory, environment) => _settings = settings;

    /// <summary>Git on the user's own repository, with the user's own configuration, and without writing an index by the way.</summary>
    /// <param name="directory">A folder in the repository.</param>
    public static GitCommand OnUserRepository(string directory) => new(directory, new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0" });

    /// <summary>The same command with one more variable.</summary>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    public GitCommand With(string name, string value) => new(directory, new Dictionary<string, string?>(environment) { [name] = value }, _settings);

    /// <summary>The same command in another folder.</summary>
    /// <param name="folder">Absolute path of the working directory.</param>
    public GitCommand In(string folder) => new(folder, environment, _settings);

    /// <summary>
    /// The same command, which may fetch what a partial clone lacks. Only for the user's own repository, whose configuration no executor can write.
    /// </summary>
    public GitCommand WithFetching() => new(directory, new Dictionary<string, string?>(environment) { ["GIT_NO_LAZY_FETCH"] = null, ["GIT_ALLOW_PROTOCOL"] = null }, _settings);

    /// <summary>The same command with one more setting, which goes before what files say.</summary>
    /// <param name="key">Such as <c>core.excludesFile</c>.</param>
    /// <param name="value">Its value.</param>
    public GitCommand WithSetting(string key, string value) => new(directory, environment, [.. _settings, (key, value)]);

    /// <summary>Runs git and gives its standard output as text; fails unless it exits with 0.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <param name="input">Standard input, or null for none.</param>
    /// <exception cref="GitException">It exits with another code.</exception>
    /// <exception cref="GoalFaultException">GOAL0010: git was not found.</exception>
    public async Task<string> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
    {
        var output = await TryAsync(arguments, cancellation, input).ConfigureAwait(false);
        return output.ExitCode == 0 ? output.Text : throw new GitException(arguments, output.ExitCode, output.Error);
    }

    /// <summary>Runs git, whatever it exits with.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <param name="input">Standard input, or null for none.</param>
    /// <exception cref="GoalFaultException">GOAL0010: git was not found.</exception>
    public async Task<GitOutput> TryAsync(IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
    {
        var (code, bytes, error) = await BytesAsync(arguments, input, cancellation).ConfigureAwait(false);
        return new GitOutput(code, Encoding.UTF8.GetString(bytes), error);
    }

    /// <summary>Runs git and gives its standard output, byte for byte; fails unless it exits with 0.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <param name="input">Standard input, or null for none.</param>
    /// <exception cref="GitException">It exits with another code.</exception>
    public async Task<byte[]> RunToBytesAsync(IReadOnlyList<string> arguments, CancellationToken cancellation, string? input = null)
    {
        var (code, bytes, error) = await BytesAsync(arguments, input, cancellation).ConfigureAwait(false);
        return code == 0 ? bytes : throw new GitException(arguments, code, error);
    }

    private async Task<(int Code, byte[] Bytes, string Error)> BytesAsync(IReadOnlyList<string> arguments, string? input, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        PipeTarget Fresh()
        {
            bytes.SetLength(0);
            return PipeTarget.ToStream(bytes);
        }

        var (code, error) = await RunToAsync(arguments, Fresh, input, cancellation).ConfigureAwait(false);
        return (code, bytes.ToArray(), error);
    }

    /// <summary>Runs git and writes its standard output, byte for byte, to a file; fails unless it exits with 0.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="path">Absolute path of the file; it is replaced.</param>
    /// <param name="cancellation">Kills git.</param>
    public async Task RunToFileAsync(IReadOnlyList<string> arguments, string path, CancellationToken cancellation)
    {
        var (code, error) = await RunToAsync(arguments, () => PipeTarget.ToFile(path), null, cancellation).ConfigureAwait(false);
        if (code != 0)
        {
            throw new GitException(arguments, code, error);
        }
    }

    // A terminal's Ctrl+C reaches git too, and sooner than the cancellation: whoever is cancelled hears of that, and nothing else. What must not be
    // cancelled, such as an undo, goes on with another try.
    private async Task<(int Code, string Error)> RunToAsync(IReadOnlyList<string> arguments, Func<PipeTarget> target, string? input, CancellationToken cancellation)
    {
        for (var isLast = false; ; isLast = true)
        {
            var (code, error) = await StartAsync(arguments, target(), input, cancellation).ConfigureAwait(false);
            if (code != 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (!DiedOfSignal(code) || isLast)
            {
                return (code, error);
            }
        }
    }

    private async Task<(int Code, string Error)> StartAsync(IReadOnlyList<string> arguments, PipeTarget target, string? input, CancellationToken cancellation)
    {
        // An index that is named is ours alone; a git that was killed, with us or by a cancellation, leaves its lock, and each later one would refuse.
        if (environment.TryGetValue("GIT_INDEX_FILE", out var index) && index is not null)
        {
            File.Delete($"{index}.lock");
        }

        var error = new StringBuilder();
        var command = Cli.Wrap("git")
            .WithWorkingDirectory(directory)
            .WithArguments(arguments)
            .WithEnvironmentVariables(Environment())
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input, new UTF8Encoding(false)))
            .WithStandardOutputPipe(target)
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(error));
        try
        {
            var result = await command.ExecuteAsync(cancellation).ConfigureAwait(false);
            return (result.ExitCode, error.ToString().Trim());
        }
        catch (Win32Exception exception)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.GitNotFound,
                $"git could not be started ({exception.Message}); snapshots and isolation need it. Install git, or put it on the PATH.",
                exception);
        }
    }

    // 128 is git's own "fatal", 129 its "usage"; a signal counts from 128 on, and on Windows Ctrl+C has a code of its own.
    private static bool DiedOfSignal(int code) => OperatingSystem.IsWindows() ? code == unchecked((int)0xC000013A) : code > 129;

    private Dictionary<string, string?> Environment()
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            // GIT_DIR and its like, as a hook of the user's repository would hand them on, would send us to another repository. No secret is needed:
            // git never leaves this machine, and filters and helpers of the user's configuration run below it.
            if (variable.Key is string name && (name.StartsWith("GIT_", StringComparison.Ordinal) || ChildEnvironment.IsSecret(name)))
            {
                all[name] = null;
            }
        }

        // An object that is missing would be fetched, by a command that the configuration names: newer versions know the first, all know the second.
        all["GIT_NO_LAZY_FETCH"] = "1";
        all["GIT_ALLOW_PROTOCOL"] = "none";
        foreach (var (name, value) in environment)
        {
            all[name] = value;
        }

        all["GIT_CONFIG_COUNT"] = _settings.Count.ToString(CultureInfo.InvariantCulture);
        foreach (var (index, (key, value)) in _settings.Index())
        {
            all[$"GIT_CONFIG_KEY_{index}"] = key;
            all[$"GIT_CONFIG_VALUE_{index}"] = value;
        }

        // Messages are parsed nowhere, but shown in ours.
        all["LC_ALL"] = "C";
        all["GIT_TERMINAL_PROMPT"] = "0";
        return all;
    }
}

/// <summary>What git answered.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Text">Its standard output.</param>
/// <param name="Error">Its standard error, trimmed.</param>
internal sealed record GitOutput(int ExitCode, string Text, string Error)
{
    /// <summary>The items of a <c>-z</c> listing.</summary>
    public IReadOnlyList<string> Items => Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Git exited with an error.</summary>
/// <param name="arguments">What it was asked for.</param>
/// <param name="exitCode">Its exit code.</param>
/// <param name="error">Its standard error.</param>
internal sealed class GitException(IReadOnlyList<string> arguments, int exitCode, string error)
    : Exception($"git {string.Join(' ', arguments.Take(3))} exited with {exitCode}: {error.ReplaceLineEndings(" ")}");
