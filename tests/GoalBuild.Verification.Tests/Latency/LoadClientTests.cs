using System.Net;
using System.Net.Sockets;
using GoalBuild.Verification.Latency;

namespace GoalBuild.Verification.Tests.Latency;

public class LoadClientTests
{
    [Test]
    public async Task No_more_requests_are_under_way_than_asked_and_all_are_sent()
    {
        var (under, most, all) = (0, 0, 0);
        using var server = new LocalServer(async context =>
        {
            Interlocked.Increment(ref all);
            var now = Interlocked.Increment(ref under);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref under);
            context.Response.Close();
        });
        using var client = new LoadClient(HttpMethod.Get, server.Address, 3);

        var samples = await client.RunAsync(40, CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(samples.Select(sample => sample.Failure), Is.All.Null);
            Assert.That(samples, Has.Count.EqualTo(40));
            Assert.That(all, Is.EqualTo(40));
            Assert.That(most, Is.LessThanOrEqualTo(3));
        });

        static void InterlockedMax(ref int most, int value)
        {
            for (var seen = Volatile.Read(ref most); value > seen;)
            {
                var found = Interlocked.CompareExchange(ref most, value, seen);
                if (found == seen)
                {
                    return;
                }

                seen = found;
            }
        }
    }

    [Test]
    public async Task The_method_and_the_whole_address_are_sent()
    {
        var seen = "";
        using var server = new LocalServer(context =>
        {
            seen = $"{context.Request.HttpMethod} {context.Request.RawUrl}";
            context.Response.Close();
            return Task.CompletedTask;
        });
        using var client = new LoadClient(HttpMethod.Post, new Uri(server.Address, "search?q=shoes%20x"), 1);

        await client.RunAsync(1, CancellationToken.None);

        Assert.That(seen, Is.EqualTo("POST /search?q=shoes%20x"));
    }

    [TestCase(404, "answered 404 NotFound")]
    [TestCase(302, "answered 302 Found")]
    [TestCase(599, "answered 599")]
    public async Task An_answer_that_is_no_success_is_a_failure(int status, string failure)
    {
        using var server = new LocalServer(context =>
        {
            context.Response.StatusCode = status;
            context.Response.AddHeader("Location", "/elsewhere");
            context.Response.Close();
            return Task.CompletedTask;
        });
        using var client = new LoadClient(HttpMethod.Get, server.Address, 1);

        Assert.That((await client.RunAsync(2, CancellationToken.None)).Select(sample => sample.Failure), Is.EqualTo(new[] { failure, failure }));
    }

    [Test]
    public async Task Faults_of_connections_are_told_apart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        using var client = new LoadClient(HttpMethod.Get, address, 1, TimeSpan.FromMilliseconds(200));

        var unanswered = await client.SendAsync(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        var sending = client.SendAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        while (!sending.IsCompleted)
        {
            // The first that waits is the one that was given up; and a client may try again.
            var accepting = listener.AcceptTcpClientAsync();
            if (await Task.WhenAny(accepting, sending) == accepting)
            {
                (await accepting).Close();
            }
        }

        var closed = await sending;
        listener.Stop();
        var refused = await client.SendAsync(TimeSpan.FromSeconds(20), CancellationToken.None);

        Assert.Multiple(() =>
        {
            Assert.That(unanswered.Failure, Is.EqualTo("no answer within 200 ms"));
            Assert.That(closed.Failure, Does.StartWith("connection failed ("));
            Assert.That(refused.Failure, Is.EqualTo("connection refused"));
        });
    }

    [Test]
    public async Task A_server_that_answers_nothing_is_given_up_soon()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new LoadClient(HttpMethod.Get, new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), 2, TimeSpan.FromMilliseconds(50));

        var samples = await client.RunAsync(1000, CancellationToken.None);

        Assert.That(samples, Has.Count.InRange(5, 6));
    }

    [Test]
    public async Task Failures_without_end_are_given_up_too()
    {
        using var server = new LocalServer(context =>
        {
            context.Response.StatusCode = 500;
            context.Response.Close();
            return Task.CompletedTask;
        });
        using var client = new LoadClient(HttpMethod.Get, server.Address, 1);

        Assert.That(await client.RunAsync(1000, CancellationToken.None), Has.Count.EqualTo(100));
    }
}
