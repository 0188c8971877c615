using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Sandbox;

/// <summary>Starts commands as they are, with nothing that holds them but the stripped environment.</summary>
/// <param name="policy">What they work in.</param>
/// <param name="why">Why they are not contained, as half a sentence.</param>
internal sealed class PlainShell(SandboxPolicy policy, string why) : ICommandSandbox
{
    /// <inheritdoc/>
    public string Description { get; } = $"Commands are not contained: {why}. They can write wherever you can and reach the network{(policy.Network?.Access == NetworkAccess.Hosts ? $" ('{policy.Network.Description}' is advisory: commands are told of a proxy that refuses all else, and nothing makes them use it)" : "")}; what they change in the tree is judged after each turn, what they change elsewhere is not.";

    /// <inheritdoc/>
    public bool IsContained => false;

    /// <inheritdoc/>
    public SandboxLimits? Limits => null;

    /// <inheritdoc/>
    public ProcessRequest Request(string commandLine, string directory, bool takesInput, bool keepsApart = false)
    {
        var request = OperatingSystem.IsWindows() ? ProcessRequest.Shell(commandLine) : Start(CommandShell.Arguments(commandLine, takesInput, null, keepsApart));
        return request with { WorkingDirectory = directory, Environment = SandboxEnvironment.Create(policy.Root, hasNetwork: true, policy.Proxy) };
    }

    private static ProcessRequest Start(IReadOnlyList<string> arguments) => new(arguments[0], [.. arguments.Skip(1)]);
}
