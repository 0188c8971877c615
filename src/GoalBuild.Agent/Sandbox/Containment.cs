using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Sandbox;

/// <summary>What this machine has to contain commands with.</summary>
/// <param name="Kind">Which of those there are.</param>
/// <param name="Program">Absolute path of the program that contains; empty where there is none.</param>
/// <param name="Why">Where there is none: why, as half a sentence.</param>
internal sealed record Containment(ContainmentKind Kind, string Program, string Why)
{
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10);

    // Not one that a project brings along: only folders that every user of the machine relies on.
    private static readonly string[] Bubblewrap = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap", "/run/current-system/sw/bin/bwrap"];

    // Kernel settings and containers decide whether it works; that does not change while a process runs.
    private static readonly Lazy<Task<Containment>> Found = new(ProbeAsync);

    /// <summary>Finds out, once in a process: by running it, because a program that is installed may still not be allowed to do its work.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public static Task<Containment> FindAsync(CancellationToken cancellation) => Found.Value.WaitAsync(cancellation);

    /// <summary>The sandbox for one turn.</summary>
    /// <param name="mode">Whether commands are contained.</param>
    /// <param name="policy">What they may reach.</param>
    /// <exception cref="GoalFaultException">GOAL0024: containment is required, and there is none.</exception>
    public ICommandSandbox Create(SandboxMode mode, SandboxPolicy policy)
    {
        Check(mode);
        var host = new HostFolders(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable);
        return mode == SandboxMode.Off ? new PlainShell(policy, "--sandbox off was given") : Kind switch
        {
            ContainmentKind.Bubblewrap => new BubblewrapSandbox(Program, policy, host),
            ContainmentKind.Seatbelt => new SeatbeltSandbox(Program, policy, host),
            _ => new PlainShell(policy, Why),
        };
    }

    /// <summary>Refuses a run whose containment is required where there is none: before anything is asked of a model.</summary>
    /// <param name="mode">Whether commands are contained.</param>
    /// <exception cref="GoalFaultException">GOAL0024.</exception>
    public void Check(SandboxMode mode)
    {
        if (mode == SandboxMode.Required && Kind == ContainmentKind.None)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotContained, $"Commands cannot be contained here: {Why}. Put that right, or run with '--sandbox auto', where the run goes on and says so.");
        }
    }

    private static async Task<Containment> ProbeAsync()
    {
        if (OperatingSystem.IsMacOS())
        {
            const string Seatbelt = "/usr/bin/sandbox-exec";
            return !File.Exists(Seatbelt)
                ? new Containment(ContainmentKind.None, "", $"'{Seatbelt}' is not there")
                : await TryAsync(ContainmentKind.Seatbelt, Seatbelt, ["-p", "(version 1)(allow default)", "/usr/bin/true"]).ConfigureAwait(false);
        }

        if (!OperatingSystem.IsLinux())
        {
            return new Containment(ContainmentKind.None, "", "there is nothing for this system that contains them");
        }

        var program = Bubblewrap.FirstOrDefault(File.Exists);
        return program is null
            ? new Containment(ContainmentKind.None, "", "bubblewrap (bwrap) is not installed")
            : await TryAsync(ContainmentKind.Bubblewrap, program, [.. BubblewrapSandbox.Begin(hasNetwork: false), "--", "/bin/sh", "-c", ":"]).ConfigureAwait(false);
    }

    private static async Task<Containment> TryAsync(ContainmentKind kind, string program, IReadOnlyList<string> arguments)
    {
        try
        {
            var result = await ProcessRunner.RunAsync(new ProcessRequest(program, arguments) { WorkingDirectory = "/", Timeout = ProbeTime }, CancellationToken.None).ConfigureAwait(false);
            var said = result.StandardError.Text.Trim().ReplaceLineEndings("; ");
            return result is { ExitCode: 0, TimedOut: false }
                ? new Containment(kind, program, "")
                : new Containment(ContainmentKind.None, "", $"'{program}' does not work here ({(result.TimedOut ? "it did not end" : said.Length > 0 ? said : $"exit code {result.ExitCode}")})");
        }
        catch (CommandNotFoundException exception)
        {
            return new Containment(ContainmentKind.None, "", $"'{program}' cannot be run ({exception.InnerException?.Message})");
        }
    }
}

/// <summary>What contains commands.</summary>
internal enum ContainmentKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Bubblewrap, on Linux.</summary>
    Bubblewrap,

    /// <summary><c>sandbox-exec</c>, on macOS.</summary>
    Seatbelt,
}
