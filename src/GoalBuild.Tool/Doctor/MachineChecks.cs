using System.Text.RegularExpressions;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Doctor;

/// <summary>Looks at the machine: SDK, git, sandbox, containers, room and terminal.</summary>
/// <param name="host">Gives the current folder and the terminal.</param>
/// <param name="start">Runs a program.</param>
internal sealed partial class MachineChecks(ToolHost host, Func<ProcessRequest, CancellationToken, Task<ProcessResult>> start)
{
    /// <summary>The SDK that the tool is made for.</summary>
    private const int SdkMajor = 10;

    private const long Gigabyte = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The first git that takes configuration from the environment (its release notes of 2.31), as snapshots need it.</summary>
    private static readonly Version OldestGit = new(2, 31);

    /// <summary>The SDK that <c>dotnet</c> takes here; a <c>global.json</c> above has its say.</summary>
    public async Task<DoctorFinding> SdkAsync()
    {
        const string Cure = "Install the .NET 10 SDK (https://dotnet.microsoft.com/download), or correct global.json.";
        var pinned = Above("global.json") is { } file ? $"; {host.Show(file)} has its say" : "";
        var (code, text) = await RunAsync("dotnet", "--version").ConfigureAwait(false);
        var version = Number().Match(text);
        return code is null ? DoctorFinding.Fault("sdk", "'dotnet' was not found.", Cure)
            : code != 0 || !version.Success ? DoctorFinding.Fault("sdk", $"'dotnet --version' exits with {code}{pinned}: {Phrasing.Cut(Phrasing.Line(text), 300)}", Cure)
            : int.Parse(version.Value.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) < SdkMajor ? DoctorFinding.Fault("sdk", $"The SDK is {version.Value}{pinned}; at least {SdkMajor}.0 is needed.", Cure)
            : DoctorFinding.Ok("sdk", $"{text.Trim()}{pinned}");
    }

    /// <summary>Git, which keeps snapshots and knows what was changed.</summary>
    public async Task<DoctorFinding> GitAsync()
    {
        var (code, text) = await RunAsync("git", "--version").ConfigureAwait(false);
        return code is null ? DoctorFinding.Fault("git", "'git' was not found; runs and clauses about changes need it.", "Install git, and have it on the PATH.")
            : !Version.TryParse(Number().Match(text).Value, out var version) ? DoctorFinding.Warning("git", $"'git --version' says: {Phrasing.Cut(Phrasing.Line(text), 200)}", $"Install git {OldestGit} or newer.")
            : version < OldestGit ? DoctorFinding.Fault("git", $"git is {version}; at least {OldestGit} is needed.", $"Install git {OldestGit} or newer.")
            : DoctorFinding.Ok("git", version.ToString());
    }

    /// <summary>What contains the commands of models.</summary>
    /// <param name="probe">Finds out.</param>
    public async Task<DoctorFinding> SandboxAsync(Func<CancellationToken, Task<SandboxProbe>> probe)
    {
        var found = await probe(host.Cancellation).ConfigureAwait(false);
        return found.Program.Length > 0
            ? DoctorFinding.Ok("sandbox", $"{found.Program} works")
            : DoctorFinding.Warning("sandbox", $"Commands of models are not contained here: {found.Why}.", "On Linux install bubblewrap, and allow unprivileged user namespaces; or work in a container or a machine that may be lost.");
    }

    /// <summary>The program for containers.</summary>
    /// <param name="images">Images that goals name; none where no container is needed.</param>
    public async Task<DoctorFinding?> ContainersAsync(IReadOnlyList<string> images)
    {
        if (images.Count == 0)
        {
            return null;
        }

        foreach (var program in new[] { "docker", "podman" })
        {
            // 'info' asks the engine itself: the program alone may be there while nothing answers it.
            var (code, text) = await RunAsync(program, "info").ConfigureAwait(false);
            if (code is not null)
            {
                return code == 0
                    ? DoctorFinding.Ok("containers", $"{program} answers; asked for by {string.Join(", ", images)}")
                    : DoctorFinding.Fault("containers", $"'{program} info' exits with {code}: {Phrasing.Cut(Phrasing.Line(text), 300)}", $"Start {program}, and give yourself permission to use it.");
            }
        }

        return DoctorFinding.Fault("containers", $"Neither docker nor podman was found; a goal asks for {string.Join(", ", images)}.", "Install docker or podman.");
    }

    /// <summary>Room on the disk.</summary>
    /// <param name="free">Free bytes there, or null where nobody knows.</param>
    public static DoctorFinding Disk(long? free) => free switch
    {
        null => DoctorFinding.Warning("disk", "How much room there is cannot be found out.", "Look yourself: builds, snapshots and evidence need some."),
        < Gigabyte / 10 => DoctorFinding.Fault("disk", $"{free / (1 << 20)} MB are free.", "Free some space: builds, snapshots and evidence need it."),
        < Gigabyte => DoctorFinding.Warning("disk", $"{free / (1 << 20)} MB are free.", "Free some space: builds, snapshots and evidence need it."),
        _ => DoctorFinding.Ok("disk", $"{free / Gigabyte} GB are free"),
    };

    /// <summary>Free bytes at the current folder, or null.</summary>
    public long? Free()
    {
        try
        {
            return new DriveInfo(host.Directory).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The terminal.</summary>
    public DoctorFinding Terminal() => DoctorFinding.Ok("terminal", host.IsTerminal
        ? $"{host.Width} columns, {(string.IsNullOrEmpty(host.Variable("NO_COLOR")) ? "colours" : "no colours (NO_COLOR)")}, {(host.IsUnicode ? "Unicode" : "ASCII only")}"
        : "the output is no terminal: plain lines, no colours");

    // Null where there is no such program.
    private async Task<(int? ExitCode, string Text)> RunAsync(string program, params string[] arguments)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(host.Cancellation);
        late.CancelAfter(Patience);
        try
        {
            var result = await start(new ProcessRequest(program, arguments) { WorkingDirectory = host.Directory }, late.Token).ConfigureAwait(false);
            return (result.ExitCode, result.ExitCode == 0 ? result.StandardOutput.Text : $"{result.StandardError.Text} {result.StandardOutput.Text}".Trim());
        }
        catch (CommandNotFoundException)
        {
            return (null, "");
        }
        catch (OperationCanceledException) when (!host.Cancellation.IsCancellationRequested)
        {
            return (-1, $"it did not answer within {Patience.TotalSeconds:0} seconds");
        }
    }

    private string? Above(string name)
    {
        for (var folder = new DirectoryInfo(host.Directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, name)))
            {
                return Path.Combine(folder.FullName, name);
            }
        }

        return null;
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}
