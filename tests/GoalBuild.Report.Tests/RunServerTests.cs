using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Report.Serving;
using GoalBuild.Report.Tests.Support;

namespace GoalBuild.Report.Tests;

public sealed class RunServerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ended = new();
    private readonly RunFolder _folder = new();
    private readonly RunServer _server;
    private readonly HttpClient _browser;
    private readonly Task _serving;

    public RunServerTests()
    {
        _server = new RunServer(_folder.Workspace, 0, TimeProvider.System, "1.0");
        _serving = _server.RunAsync(_ended.Token);
        _browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = _server.Address, Timeout = Patience };
    }

    public void Dispose()
    {
        _browser.Dispose();
        _server.Dispose();
        _folder.Dispose();
        _ended.Dispose();
    }

    [OneTimeTearDown]
    public async Task It_ends_at_once()
    {
        await _ended.CancelAsync();
        Assert.That(async () => await _serving.WaitAsync(Patience), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Nothing_is_told_without_the_token()
    {
        var root = new Uri(_server.Address, "/");
        foreach (var path in new[] { "/", "/events", "/favicon.ico", _server.Address.AbsolutePath[..^2] + "/", "/../" + _server.Address.AbsolutePath[1..^3] })
        {
            using var answer = await _browser.GetAsync(new Uri(root, path));
            Assert.That((answer.StatusCode, await answer.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.Forbidden, "The address is without its token. 'dotnet goal serve' has printed the whole one.\n")), path);
        }
    }

    [TestCase("example.org")]
    [TestCase("127.0.0.1")]
    [TestCase("")]
    public async Task A_page_that_names_this_machine_otherwise_is_refused(string host)
    {
        var answer = await SayAsync($"GET {_server.Address.AbsolutePath} HTTP/1.1\r\n{(host.Length == 0 ? "" : $"Host: {host}\r\n")}\r\n");
        Assert.That(answer, Does.StartWith("HTTP/1.1 403 Forbidden\r\n").And.Not.Contain("<html"));
    }

    [TestCase("nonsense\r\n\r\n")]
    [TestCase("GET http://127.0.0.1/ HTTP/1.1\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\n folded\r\n\r\n")]
    public async Task What_is_no_request_is_refused(string request) => Assert.That(await SayAsync(request), Does.StartWith("HTTP/1.1 400 Bad Request\r\n"));

    [Test]
    public async Task The_history_has_all_runs_with_their_cost_and_outcome_and_each_leads_to_its_report()
    {
        var run = _folder.Begin();
        _folder.Take(run, 1, 2, "I look at <script>.");
        _folder.End(run, Ledger.RunState.Met);
        using var answer = await _browser.GetAsync("");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.That(page, Does.Contain($"href=\"runs/{run}/\"").And.Contain("Met").And.Contain("2 of 2 hold").And.Contain("$0.031, 20.9 k tokens"));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'; ").And.Contain("connect-src 'self'").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
        Assert.That(answer.Headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("no-referrer"));
        Assert.That(answer.Headers.GetValues("Cache-Control").Single(), Is.EqualTo("no-store"));
        Assert.That(answer.Headers.Contains("Access-Control-Allow-Origin"), Is.False);

        var live = await _browser.GetStringAsync($"runs/{run}/");
        Assert.That(live, Does.Contain("it is there").And.Contain("I look at &lt;script&gt;.").And.Not.Contain("<button"));
        Assert.That(await _browser.GetStringAsync($"runs/{run}/report"), Does.Contain("<strong>Met</strong>").And.Contain("Time line"));
        using var missing = await _browser.GetAsync("runs/20260101-000000-000-abcd/report");
        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_history_has_verifications_too_marked_as_such_each_with_its_report()
    {
        var run = _folder.Begin();
        _folder.End(run, Ledger.RunState.Met);
        var folder = _folder.Verified("webhooks", "20261122-103000-000-verify", "not-met");
        var page = await _browser.GetStringAsync("");
        var address = Regex.Match(page, "href=\"(verifications/goal-[0-9a-f]+/20261122-103000-000-verify/report)\">webhooks</a> <span class=\"tag\">verification</span>").Groups[1].Value;
        Assert.That(address, Is.Not.Empty, page);
        Assert.That(page, Does.Contain($"href=\"runs/{run}/\"").And.Contain("1 verification, which edited nothing.").And.Contain("Not met").And.Contain("1 of 2 hold"));
        Assert.That(await _browser.GetStringAsync(address), Does.Contain("<strong>Not met</strong>").And.Contain("not yet"));

        // What is damaged is left out; what was written anew is read anew.
        File.WriteAllText(Path.Combine(folder, "evidence.json"), "{");
        Assert.That(await _browser.GetStringAsync(""), Does.Not.Contain("-verify/report").And.Contain($"href=\"runs/{run}/\""));
        foreach (var path in new[] { address, address.Replace("20261122", "20261123", StringComparison.Ordinal), "verifications/goal-0/20261122-103000-000-verify/report", "verifications/../../report" })
        {
            using var missing = await _browser.GetAsync(path);
            Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound).Or.EqualTo(HttpStatusCode.Forbidden), path);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Who_looks_at_the_history_sees_a_verification_when_it_is_over()
    {
        using var events = new StreamReader(await _browser.GetStreamAsync("events"), Encoding.UTF8);
        await UntilAsync(events, "data: ");
        var folder = _folder.Verified("webhooks", "20261122-113000-000-verify", "met");
        Assert.That(await UntilAsync(events, "20261122-113000-000-verify"), Does.Contain("class=\"tag\">verification<"));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task The_report_of_a_run_under_way_shows_what_its_turns_have_changed_so_far()
    {
        using var snapshots = new SnapshotStore(_folder.Workspace.StateDirectory, _folder.Path, "test");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "kept.txt"), "as it was\n");
        var start = await snapshots.TakeAsync("test/0", default);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "kept.txt"), "as it <is>\n");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "new.txt"), "one\ntwo\n");
        var after = await snapshots.TakeAsync("test/1", default);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "unfinished.txt"), "of the turn that is taken now\n");

        var run = _folder.Begin(start);
        using var held = RunLock.Acquire(_folder.Workspace.StateDirectory, RunLock.KeyOf(RunFolder.Goal), new LockHolder(1, "host", "webhooks", DateTimeOffset.UnixEpoch, "dotnet goal run"));
        held.Announce();
        Assert.That(await _browser.GetStringAsync($"runs/{run}/report"), Does.Contain("Under way").And.Contain("Nothing was changed."));
        _folder.Take(run, 1, 1, after: after);
        var report = await _browser.GetStringAsync($"runs/{run}/report");
        Assert.That(report, Does.Contain("2 files: 3 lines added, 1 line deleted.").And.Contain("<del>-as it was\n</del><ins>+as it &lt;is&gt;\n</ins>").And.Contain("<code>new.txt</code>").And.Not.Contain("unfinished.txt"));

        // What is undone again is no part of it.
        _folder.Ledger.EndTurn(_folder.Ledger.TurnsOf(run)[0], Ledger.TurnState.Undone, "fewer clauses held", DateTimeOffset.UtcNow);
        Assert.That(await _browser.GetStringAsync($"runs/{run}/report"), Does.Contain("Nothing was changed."));
    }

    [Test]
    public async Task A_viewer_sees_what_happens_and_is_forgotten_when_it_goes()
    {
        var run = _folder.Begin();
        using (var events = new StreamReader(await _browser.GetStreamAsync($"runs/{run}/events"), Encoding.UTF8))
        {
            Assert.That(await UntilAsync(events, "not yet"), Does.Not.Contain("turn 1"));
            _folder.Take(run, 1, 1, "news of <b>it</b>");
            Assert.That(await UntilAsync(events, "news of &lt;b&gt;"), Does.Contain("1 of 2 clauses holds"));
            Assert.That(_server.Viewers, Is.EqualTo(1));
        }

        Assert.That(() => _server.Viewers, Is.Zero.After(30_000, 20));
    }

    [Test]
    public async Task Only_a_pause_can_be_asked_for_with_the_token_and_from_these_pages()
    {
        var run = _folder.Begin();
        using var nobody = await _browser.PostAsync($"runs/{run}/pause", null);
        Assert.That(nobody.StatusCode, Is.EqualTo(HttpStatusCode.Conflict), "No process works on it.");

        using var held = RunLock.Acquire(_folder.Workspace.StateDirectory, RunLock.KeyOf(RunFolder.Goal), new LockHolder(1, "host", "webhooks", DateTimeOffset.UnixEpoch, "dotnet goal run"));
        held.Announce();
        using var foreign = new HttpRequestMessage(HttpMethod.Post, $"runs/{run}/pause");
        foreign.Headers.Add("Origin", "https://example.org");
        using var cross = new HttpRequestMessage(HttpMethod.Post, $"runs/{run}/pause");
        cross.Headers.Add("Sec-Fetch-Site", "cross-site");
        foreach (var request in new[] { foreign, cross, new HttpRequestMessage(HttpMethod.Post, $"/runs/{run}/pause") })
        {
            using var refused = await _browser.SendAsync(request);
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        }

        foreach (var (method, path) in new[] { (HttpMethod.Put, $"runs/{run}/pause"), (HttpMethod.Delete, ""), (HttpMethod.Post, $"runs/{run}/") })
        {
            using var refused = await _browser.SendAsync(new HttpRequestMessage(method, path));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        }

        Assert.That(held.Paused.IsCancellationRequested, Is.False);
        Assert.That(await _browser.GetStringAsync($"runs/{run}/"), Does.Contain("<button"));
        using var asked = await _browser.PostAsync($"runs/{run}/pause", null);
        Assert.That((asked.StatusCode, asked.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.SeeOther, "./")));
        Assert.That(() => held.Paused.IsCancellationRequested, Is.True.After(30_000, 20));
    }

    private static async Task<string> UntilAsync(StreamReader events, string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        var all = new StringBuilder();
        while (!all.ToString().Contains(text, StringComparison.Ordinal))
        {
            all.AppendLine(await events.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException(all.ToString()));
        }

        return all.ToString();
    }

    private async Task<string> SayAsync(string request)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(Patience);
        await client.ConnectAsync(IPAddress.Loopback, _server.Address.Port, limit.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(limit.Token);
    }
}
