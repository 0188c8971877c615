using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Latency;

/// <summary>The request of a latency clause, and the command that serves it, with a port in the place of <c>{port}</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">The absolute address.</param>
/// <param name="Serve">The command line, or null.</param>
/// <param name="PortIsFree">Whether the port was chosen here, so that nobody else is known to listen on it.</param>
internal sealed record ServedAddress(HttpMethod Method, Uri Address, string? Serve, bool PortIsFree)
{
    /// <summary>What stands for the port in a goal.</summary>
    public const string Placeholder = LatencyClause.Port;

    /// <summary>The variable that gives the server a port that was chosen here, besides <see cref="Placeholder"/> in its command.</summary>
    public const string PortVariable = "PORT";

    // Another process that listens on this machine accepts at once.
    private static TimeSpan ConnectLimit => TimeSpan.FromSeconds(2);

    /// <summary>Reads a request, and finds a free port where it asks for one.</summary>
    /// <param name="request">Method, a space and an address.</param>
    /// <param name="serve">The command line, or null.</param>
    /// <exception cref="FormatException">It is no such request.</exception>
    public static ServedAddress Of(string request, string? serve)
    {
        var parts = request.Split(' ', 2);
        var wantsPort = request.Contains(Placeholder, StringComparison.Ordinal);
        var port = wantsPort ? FreePort() : "";
        if (parts.Length != 2 || !Uri.TryCreate(parts[1].Replace(Placeholder, port, StringComparison.Ordinal), UriKind.Absolute, out var address))
        {
            throw new FormatException($"'{request}' is no request; write a method, a space and an address, such as \"GET http://127.0.0.1:{Placeholder}/\".");
        }

        // A fixed port need not be written twice.
        return new ServedAddress(HttpMethod.Parse(parts[0]), address, serve?.Replace(Placeholder, wantsPort ? port : Text(address.Port), StringComparison.Ordinal), wantsPort);
    }

    /// <summary>Whether somebody accepts connections at the address.</summary>
    /// <param name="cancellation">Gives up.</param>
    public async Task<bool> IsTakenAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ConnectLimit);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address.DnsSafeHost, Address.Port, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return Text(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
