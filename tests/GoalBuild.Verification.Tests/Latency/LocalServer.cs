using System.Net;

namespace GoalBuild.Verification.Tests.Latency;

/// <summary>An HTTP server on a free port of this machine, in this process.</summary>
public sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers one request; several may be under way.</param>
    public LocalServer(Func<HttpListenerContext, Task> answer)
    {
        Address = Start();
        _ = ServeAsync(answer);
    }

    /// <summary>Its address, ending in <c>/</c>.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    private Uri Start()
    {
        // HttpListener takes no port 0; a port that somebody else gets in between is given up.
        for (var tries = 0; ; tries++)
        {
            using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            free.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            free.Stop();
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(address);
            try
            {
                _listener.Start();
                return new Uri(address);
            }
            catch (HttpListenerException) when (tries < 10)
            {
            }
        }
    }

    private async Task ServeAsync(Func<HttpListenerContext, Task> answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            _ = answer(context);
        }
    }
}
