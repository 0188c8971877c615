using System.Globalization;
using System.Runtime.CompilerServices;
using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Tool;
using GoalBuild.Tool.Commands;

// Answered before anything else is loaded: scripts ask for the version often.
if (args is ["--version"])
{
    Console.Out.WriteLine(ToolVersion.Value);
    return ExitCode.Met;
}

if (args is [Relay.Verb, ..])
{
    return await RelayAsync(args).ConfigureAwait(false);
}

return await RunAsync(args).ConfigureAwait(false);

// A method of its own, so that the fast path above does not load what its body names.
[MethodImpl(MethodImplOptions.NoInlining)]
static Task<int> RunAsync(string[] args)
{
    // What is written is the same on every machine, and so is what MSBuild's messages and numbers are read by; what cultures there are is the machine's.
    CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    return CommandLine.RunAsync(args, ToolHost.OfThisProcess());
}

[MethodImpl(MethodImplOptions.NoInlining)]
static Task<int> RelayAsync(string[] args) => Relay.RunAsync(args);
