using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GoalBuild.Agent.Sandbox.Network;

/// <summary>
/// The other end of a <see cref="HostProxy"/>, within a sandbox that has no network: it listens on the loopback that the sandbox has of its own, hands each
/// connection to the proxy's socket, which is all that is let in, and runs the command with variables that say so.
/// </summary>
public static class Relay
{
    /// <summary>The verb that makes a program one; nobody types it.</summary>
    public const string Verb = "__relay";

    /// <summary>Runs a command beside the relay.</summary>
    /// <param name="arguments"><see cref="Verb"/>, the proxy's socket, what the goal allows of this machine with <c>,</c> between, then the command's program and its arguments.</param>
    /// <returns>The command's exit code; 127 where it cannot be started.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [Verb, var path, var local, var program, .. var rest])
        {
            await Console.Error.WriteLineAsync("This is a part of GoalBuild's sandbox, and nothing to be called by hand.").ConfigureAwait(false);
            return 2;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Connections.TakeAsync(listener.AcceptSocketAsync, socket => _ = CarryAsync(socket, path), CancellationToken.None);
        var proxied = new LocalDoors(() => ConnectedAsync(path)).Open(new AllowedHosts(local.Split(',', StringSplitOptions.RemoveEmptyEntries)));
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in rest)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in ProxyVariables.Of(((IPEndPoint)listener.LocalEndpoint).Port, ProxyVariables.Direct(proxied)))
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception exception)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{program}: {exception.Message}")).ConfigureAwait(false);
            return 127;
        }
    }

    private static async Task CarryAsync(Socket accepted, string path)
    {
        try
        {
            using var client = new NetworkStream(accepted, ownsSocket: true);
            using var proxy = await ConnectedAsync(path).ConfigureAwait(false);
            await Streams.JoinAsync(client, proxy, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The command sees its connection closed.
        }
    }

    private static async Task<NetworkStream> ConnectedAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path)).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
