using System.Net;
using System.Net.Sockets;
using GoalBuild.Agent.Sandbox.Network;

namespace GoalBuild.Agent.Tests.Sandbox;

internal sealed class ConnectionsTests
{
    [Test]
    public async Task A_connection_that_cannot_be_taken_in_does_not_close_the_door_to_the_next_one()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var faults = new Queue<SocketError>([SocketError.TooManyOpenSockets, SocketError.ConnectionReset]);
        var taken = new TaskCompletionSource<Socket>();
        var taking = Connections.TakeAsync(
            cancellation => faults.TryDequeue(out var fault) ? ValueTask.FromException<Socket>(new SocketException((int)fault)) : listener.AcceptSocketAsync(cancellation),
            taken.SetResult,
            CancellationToken.None);

        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var socket = await taken.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.That((faults.Count, socket.RemoteEndPoint), Is.EqualTo((0, client.Client.LocalEndPoint)));

        listener.Stop();
        await taking.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Test]
    public async Task It_ends_when_it_is_cancelled_and_when_its_socket_is_closed()
    {
        using var cancellation = new CancellationTokenSource();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Start();
        closed.Dispose();
        var cancelled = Connections.TakeAsync(listener.AcceptSocketAsync, _ => { }, cancellation.Token);

        Assert.That(cancelled.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        await cancelled.WaitAsync(TimeSpan.FromMinutes(1));
        await Connections.TakeAsync(closed.AcceptAsync, _ => { }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
    }
}
