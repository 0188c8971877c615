using System.Globalization;
using System.Net.Sockets;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Report.Serving;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>serve</c>: shows the runs of this repository in a browser, on this machine alone.</summary>
internal static class ServeCommand
{
    /// <summary>Serves until it is interrupted.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="port">The port, or 0 for one that is free.</param>
    public static async Task<int> RunAsync(CommandContext context, int port)
    {
        // As for a goal file that lies here.
        var workspace = Workspace.ForGoalFile(Path.Combine(context.Host.Directory, "serve.goal"));
        using var server = Open(context, workspace, port);
        context.Reporter.Say($"Runs of {workspace.Root}: {server.Address}");
        context.Reporter.Say("Whoever has this address can look, and pause. Ctrl+C ends it.");
        context.Reporter.Tell(new JsonEvent("serving") { File = workspace.Root, Output = server.Address.AbsoluteUri });
        await context.Host.Out.FlushAsync(context.Cancellation).ConfigureAwait(false);
        await server.RunAsync(context.Cancellation).ConfigureAwait(false);
        return ExitCode.Met;
    }

    private static RunServer Open(CommandContext context, Workspace workspace, int port)
    {
        if (port is < 0 or > ushort.MaxValue)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, string.Create(CultureInfo.InvariantCulture, $"'--port' is {port}; expected a number from 0 (one that is free) to {ushort.MaxValue}."));
        }

        try
        {
            return new RunServer(workspace, port, context.Host.Clock, ToolVersion.Value);
        }
        catch (SocketException error)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, string.Create(CultureInfo.InvariantCulture, $"Port {port} of 127.0.0.1 cannot be used: {error.Message} Name another one with '--port', or leave it out for one that is free."), error);
        }
    }
}
