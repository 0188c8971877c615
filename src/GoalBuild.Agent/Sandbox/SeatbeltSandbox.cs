using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Sandbox;

/// <summary>Contains commands with macOS's <c>sandbox-exec</c>. Process numbers and memory are not contained there.</summary>
internal sealed class SeatbeltSandbox : ICommandSandbox
{
    private readonly string _program;
    private readonly string _profile;
    private readonly Dictionary<string, string?> _environment;
    private readonly SandboxPolicy _policy;

    /// <summary>Writes the profile; makes the private folders.</summary>
    /// <param name="program">Absolute path of <c>sandbox-exec</c>.</param>
    /// <param name="policy">What commands may reach.</param>
    /// <param name="host">What they see of the rest of the machine.</param>
    public SeatbeltSandbox(string program, SandboxPolicy policy, HostFolders host)
    {
        _program = program;
        _policy = policy;
        PrivateFolders.Make(policy, host.Home);
        _environment = SandboxEnvironment.Create(policy.Root, policy.ReachesHosts, policy.Proxy);
        _environment["HOME"] = policy.Home;
        _environment["TMPDIR"] = policy.Temporary;
        _environment["NUGET_PACKAGES"] = host.Packages;
        _profile = SeatbeltProfile.Write(policy, host, policy.Protected.Find().Paths);
    }

    /// <inheritdoc/>
    public string Description =>
        $"Commands run under sandbox-exec: they write only in the repository and in private folders, not to .git, .goal or protected files; the home folder is hidden from them; {_policy.NetworkInWords}. They see other processes, and their memory is not bounded.";

    /// <inheritdoc/>
    public bool IsContained => true;

    /// <inheritdoc/>
    public SandboxLimits? Limits => null;

    /// <inheritdoc/>
    public ProcessRequest Request(string commandLine, string directory, bool takesInput, bool keepsApart = false) =>
        new(_program, ["-p", _profile, .. CommandShell.Arguments(commandLine, takesInput, null, keepsApart)]) { WorkingDirectory = directory, Environment = _environment };
}
