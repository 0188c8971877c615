using System.Net;
using System.Net.Sockets;
using System.Text;
using GoalBuild.Agent.Sandbox.Network;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class HostProxyTests : IAsyncDisposable
{
    private readonly LoopbackServer _server = new();
    private readonly List<string> _refused = [];
    private readonly List<HostProxy> _proxies = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private HostProxy Proxy(string[] hosts, Func<string, IPAddress[]>? resolve = null)
    {
        var proxy = new HostProxy(
            new AllowedHosts(hosts),
            text =>
            {
                lock (_refused)
                {
                    _refused.Add(text);
                }
            },
            resolve is null ? null : (host, _) => Task.FromResult(resolve(host)));
        _proxies.Add(proxy);
        return proxy;
    }

    private static HttpClient Client(HostProxy proxy) => new(new SocketsHttpHandler { Proxy = new WebProxy($"http://127.0.0.1:{proxy.ListenOnLoopback()}"), UseProxy = true }) { Timeout = TimeSpan.FromSeconds(30) };

    [Test]
    public async Task A_request_to_an_allowed_host_goes_through_with_its_body_and_in_the_form_that_servers_expect()
    {
        using var client = Client(Proxy([$"127.0.0.1:{_server.Port}"]));
        using var body = new StringContent("sent");
        using var answer = await client.PostAsync(new Uri($"http://127.0.0.1:{_server.Port}/a%20b?c=d"), body);

        Assert.Multiple(async () =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("served"));
            Assert.That(_server.Requests.Single(), Does.StartWith("POST /a%20b?c=d HTTP/1.1\r\n").And.Contain($"Host: 127.0.0.1:{_server.Port}\r\n").And.EndWith("\r\n\r\nsent"));
            Assert.That(_refused, Is.Empty);
        });
    }

    [Test]
    public async Task Through_a_tunnel_bytes_go_both_ways_as_they_are()
    {
        var (status, answer) = await TalkAsync(Proxy([$"localhost:{_server.Port}"]), $"CONNECT localhost:{_server.Port} HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");

        Assert.That(status, Is.EqualTo("HTTP/1.1 200 Connection established"));
        Assert.That(answer, Does.EndWith("served"));
    }

    [Test]
    public async Task What_is_not_allowed_is_refused_without_a_connection_and_told_once_for_each_host()
    {
        var proxy = Proxy([$"127.0.0.1:{_server.Port + 1}", "example.org"]);
        using var client = Client(proxy);
        var first = await client.GetAsync(new Uri($"http://127.0.0.1:{_server.Port}/"));
        var again = await client.GetAsync(new Uri($"http://127.0.0.1:{_server.Port}/other"));
        var (tunnel, _) = await TalkAsync(proxy, $"CONNECT localhost:{_server.Port} HTTP/1.1\r\n\r\n");

        Assert.Multiple(() =>
        {
            Assert.That((first.StatusCode, again.StatusCode, tunnel), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, "HTTP/1.1 403 Forbidden")));
            Assert.That(_server.Requests, Is.Empty);
            Assert.That(_refused, Is.EqualTo(new[]
            {
                $"A command asked for 127.0.0.1:{_server.Port} and was refused: no 'network' constraint of the goal names it.",
                $"A command asked for localhost:{_server.Port} and was refused: no 'network' constraint of the goal names it.",
            }));
        });
    }

    [Test]
    public async Task A_name_that_leads_into_this_machine_is_refused_and_one_that_leads_to_a_second_address_is_tried_there()
    {
        var rebound = Proxy([$"rebind.test:{_server.Port}"], _ => [IPAddress.Loopback]);
        var (refused, _) = await TalkAsync(rebound, $"CONNECT rebind.test:{_server.Port} HTTP/1.1\r\n\r\n");
        var named = Proxy([$"rebind.test:{_server.Port}", $"127.0.0.1:{_server.Port}"], _ => [IPAddress.Parse("10.255.255.1"), IPAddress.Loopback]);
        var (allowed, _) = await TalkAsync(named, $"CONNECT rebind.test:{_server.Port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n");

        Assert.Multiple(() =>
        {
            Assert.That(refused, Is.EqualTo("HTTP/1.1 403 Forbidden"));
            Assert.That(_refused.Single(), Does.Contain("rebind.test").And.Contain("127.0.0.1, on this machine"));
            Assert.That(allowed, Is.EqualTo("HTTP/1.1 200 Connection established"));
        });
    }

    [Test]
    public async Task Where_the_machine_itself_has_a_proxy_both_forms_go_through_that_one_with_its_name_and_password()
    {
        var outer = Proxy([$"127.0.0.1:{_server.Port}", $"named.test:{_server.Port}"], _ => [IPAddress.Loopback]);
        var proxies = new WebProxy($"http://127.0.0.1:{outer.ListenOnLoopback()}") { Credentials = new NetworkCredential("user", "word") };
        var inner = new HostProxy(new AllowedHosts([$"named.test:{_server.Port}"]), _refused.Add, (_, _) => throw new InvalidOperationException("Names are resolved upstream."), proxies);
        _proxies.Add(inner);

        var (tunnel, served) = await TalkAsync(inner, $"CONNECT named.test:{_server.Port} HTTP/1.1\r\n\r\nGET /t HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        var (plain, _) = await TalkAsync(inner, $"GET http://named.test:{_server.Port}/p HTTP/1.1\r\nContent-Length: 0\r\n\r\n");
        var (other, _) = await TalkAsync(inner, $"CONNECT 127.0.0.1:{_server.Port} HTTP/1.1\r\n\r\n");

        Assert.Multiple(() =>
        {
            Assert.That((tunnel, plain, other), Is.EqualTo(("HTTP/1.1 200 Connection established", "HTTP/1.1 200 OK", "HTTP/1.1 403 Forbidden")));
            Assert.That(served, Does.EndWith("served"));
            Assert.That(_server.Requests.Select(request => request.Split(' ')[1]), Is.EqualTo(new[] { "/t", "/p" }));
            Assert.That(_server.Requests, Has.None.Contain("Proxy-Authorization"), "the password is the proxy's and not the host's");
        });
    }

    [Test]
    public async Task A_proxy_of_the_machine_that_refuses_is_a_bad_gateway_with_its_answer()
    {
        var inner = new HostProxy(new AllowedHosts(["named.test"]), _refused.Add, upstream: new WebProxy($"http://127.0.0.1:{Proxy([]).ListenOnLoopback()}"));
        _proxies.Add(inner);
        var (status, whole) = await TalkAsync(inner, "CONNECT named.test:443 HTTP/1.1\r\n\r\n");

        Assert.That((status, whole.Split('\n')[^2]), Is.EqualTo(("HTTP/1.1 502 Bad Gateway", "GoalBuild: The proxy of this machine refuses named.test: HTTP/1.1 403 Forbidden")));
    }

    [TestCase("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n")]
    [TestCase("GET ftp://example.org/ HTTP/1.1\r\n\r\n")]
    [TestCase("GET https://example.org/ HTTP/1.1\r\n\r\n")]
    [TestCase("CONNECT example.org HTTP/1.1\r\n\r\n")]
    [TestCase("CONNECT example.org:99999 HTTP/1.1\r\n\r\n")]
    [TestCase("\u0016\u0003\u0001 nonsense\r\n\r\n")]
    [TestCase("GET http://example.org/ HTTP/1.1\r\nX: y\n\nGET http://other.test/ HTTP/1.1\r\n\r\n", Description = "a line feed alone")]
    [TestCase("GET http://example.org/ HTTP/1.1\r\nX: y\rHost: other.test\r\n\r\n", Description = "a carriage return alone")]
    [TestCase("GET http://example.org/ HTTP/1.1\r\nX: y\0z\r\n\r\n")]
    [TestCase("G\nET http://example.org/ HTTP/1.1\r\n\r\n")]
    [TestCase("G(T http://example.org/ HTTP/1.1\r\n\r\n")]
    [TestCase("GET http://example.org/ HTTP/1.1\nX:\r\n\r\n")]
    [TestCase("GET http://example.org/ HTTP/1.10\r\n\r\n")]
    [TestCase("GET http://example.org/ HTTP/1.1\r\nX: y\r\n folded\r\n\r\n")]
    [TestCase("GET http://example.org/ HTTP/1.1\r\nContent-Length : 4\r\n\r\n")]
    [TestCase("GET http://example.org/ HTTP/1.1\r\nwithout colon\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.1\r\nContent-Length: 4, 4\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.1\r\nContent-Length: +4\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n")]
    [TestCase("POST http://example.org/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task What_is_no_request_to_a_proxy_is_a_bad_request(string text) =>
        Assert.That((await TalkAsync(Proxy(["example.org"]), text)).Status, Is.EqualTo("HTTP/1.1 400 Bad Request"));

    [Test]
    public async Task The_host_is_told_of_the_name_that_was_asked_for_and_of_nothing_between()
    {
        await TalkAsync(Proxy([$"127.0.0.1:{_server.Port}"]), $"GET http://127.0.0.1:{_server.Port}/ HTTP/1.1\r\nHost: inner.test\r\nProxy-Authorization: Basic x\r\nX-Own: kept\r\nContent-Length: 0\r\n\r\n");

        Assert.That(_server.Requests.Single(), Does.Contain($"Host: 127.0.0.1:{_server.Port}\r\n").And.Contain("X-Own: kept").And.Not.Contain("inner.test").And.Not.Contain("Proxy-Authorization"));
    }

    [Test]
    public async Task What_follows_a_request_and_its_body_does_not_reach_the_proxy_of_the_machine()
    {
        // It answers the first request only: had it been sent more, that would stand behind the body.
        var proxies = new WebProxy($"http://127.0.0.1:{_server.Port}");
        var inner = new HostProxy(new AllowedHosts(["named.test"]), _refused.Add, upstream: proxies);
        _proxies.Add(inner);
        const string Second = "GET http://other.test/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n";

        var (first, _) = await TalkAsync(inner, $"POST http://named.test/ HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody{Second}");
        var (chunked, _) = await TalkAsync(inner, $"POST http://named.test/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Second}");

        Assert.That((first, chunked), Is.EqualTo(("HTTP/1.1 200 OK", "HTTP/1.1 411 Length Required")));
        Assert.That(_server.Requests.Single(), Does.StartWith("POST http://named.test/ HTTP/1.1\r\n").And.EndWith("\r\n\r\nbody"));
    }

    [Test]
    public async Task A_body_in_chunks_goes_to_an_allowed_host()
    {
        var (status, _) = await TalkAsync(Proxy([$"127.0.0.1:{_server.Port}"]), $"POST http://127.0.0.1:{_server.Port}/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");

        Assert.That(status, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(_server.Requests.Single(), Does.Contain("Transfer-Encoding: chunked\r\n"));
    }

    [Test]
    public async Task A_host_that_is_not_there_is_a_bad_gateway_and_no_refusal()
    {
        await _server.DisposeAsync();
        var (status, _) = await TalkAsync(Proxy([$"127.0.0.1:{_server.Port}"]), $"CONNECT 127.0.0.1:{_server.Port} HTTP/1.1\r\n\r\n");

        Assert.That((status, _refused.Count), Is.EqualTo(("HTTP/1.1 502 Bad Gateway", 0)));
    }

    private static async Task<(string Status, string Whole)> TalkAsync(HostProxy proxy, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.ListenOnLoopback(), limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), limit.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(limit.Token);
        return (answer.Split("\r\n")[0], answer);
    }
}
