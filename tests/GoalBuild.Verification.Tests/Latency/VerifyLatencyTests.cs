using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Latency;

[Category("Slow")]
[Platform("Linux,MacOsX")]
public class VerifyLatencyTests
{
    private static readonly string ServerAssembly = Path.Combine(AppContext.BaseDirectory, "GoalBuild.Verification.TestServer.dll");

    private static LatencyClause Latency(string serve, Comparison comparison = Comparison.LessThan, int milliseconds = 20_000) =>
        new(new Text("GET http://127.0.0.1:{port}/search?q=shoes"), 95, comparison, TimeSpan.FromMilliseconds(milliseconds))
        {
            Requests = 30,
            Concurrency = 2,
            Serve = new Text($"exec dotnet '{ServerAssembly}' {serve}"),
        };

    [Test]
    public async Task A_server_is_started_measured_and_stopped()
    {
        using var sample = new SampleWorkspace("mit Raum é");
        var clause = Latency("--port {port} --pid .goal/pid");

        var verdict = (await sample.VerifyAsync(clause)).Verdicts.Single();

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
            Assert.That(verdict.Reason, Does.Match(@"^p95 [\d.]+ ms of 30 requests, 2 at once, asked for < 20000 ms\.$"));
            Assert.That(verdict.Figures.Select(figure => figure.Name), Is.EqualTo(new[] { "p95", "p50", "p99", "p100", "requests", "failed" }));
            Assert.That(verdict.Figures[0].Threshold, Is.EqualTo(20_000));
            Assert.That(verdict.Fingerprint, Is.Not.Empty);
            Assert.That(RunningProcess.IsRunning(File.ReadAllText(sample.Folder.At(".goal/pid"))), Is.False);
            using var evidence = JsonDocument.Parse(File.ReadAllText(Path.Combine(sample.LastEvidence, verdict.Artifacts[0])));
            Assert.That(evidence.RootElement.GetProperty("sorted").GetArrayLength(), Is.EqualTo(30));
            Assert.That(evidence.RootElement.GetProperty("percentiles").GetProperty("p95").GetDecimal(), Is.EqualTo(verdict.Figures[0].Value));
            Assert.That(File.ReadAllText(Path.Combine(sample.LastEvidence, verdict.Artifacts[1])), Does.Contain("listening"));
        });
    }

    [Test]
    public async Task Whatever_becomes_of_the_server_is_told()
    {
        using var sample = new SampleWorkspace(isWarm: false);
        var rows = new (LatencyClause Clause, VerdictStatus Status, string Reason)[]
        {
            // The port comes in a variable where the command does not name it.
            (Latency(""), VerdictStatus.Holds, "of 30 requests"),
            (Latency("--delay 30", milliseconds: 5), VerdictStatus.Fails, "asked for < 5 ms."),
            (Latency("--delay 5", Comparison.AtLeast, 4), VerdictStatus.Holds, "asked for >= 4 ms."),
            (Latency("--starting 3"), VerdictStatus.Holds, "of 30 requests"),
            (Latency("--fail-every 10"), VerdictStatus.Fails, "3 of 30 requests failed: 3 × answered 500 InternalServerError."),
            (Latency("--exit 7"), VerdictStatus.Fails, "The server did not start: it exited with 7 before it answered. It last printed: cannot start: the settings are missing"),
            (Latency("--die-after 30"), VerdictStatus.Fails, "The server exited with 3 meanwhile. It last printed: out of memory"),
            (Latency("--silent") with { Timeout = TimeSpan.FromSeconds(3) }, VerdictStatus.Unknown, "The server runs and did not answer at http://127.0.0.1:"),
            (Latency("") with { Serve = new Text("no-such-server --now") }, VerdictStatus.Unknown, "The command was not found"),
            (Latency("") with { Serve = null, Request = new Text("GET http://127.0.0.1:1/") }, VerdictStatus.Unknown, "Nothing answers at http://127.0.0.1:1/: connection refused. Start the server, or let 'serve' start it."),
        };

        var result = await sample.VerifyAsync(rows.Select(row => row.Clause with { Label = new Text(row.Reason) }));

        Assert.Multiple(() =>
        {
            foreach (var (row, verdict) in rows.Zip(result.Verdicts))
            {
                Assert.That(verdict.Status, Is.EqualTo(row.Status), $"{row.Clause.Serve}: {verdict.Reason}");
                Assert.That(verdict.Reason, Does.Contain(row.Reason), row.Clause.Serve?.Value);
            }

            Assert.That(result.Verdicts[5].Findings.Single().Message, Is.EqualTo("cannot start: the settings are missing"));
            Assert.That(result.Verdicts[4].Figures.Single(figure => figure.Name == "failed").Value, Is.EqualTo(3));
        });
    }

    [Test]
    public async Task A_port_that_another_process_holds_is_not_measured()
    {
        using var sample = new SampleWorkspace();
        using var foreign = new TcpListener(IPAddress.Loopback, 0);
        foreign.Start();
        var port = ((IPEndPoint)foreign.LocalEndpoint).Port;
        var clause = Latency("--port {port} --pid .goal/pid") with { Request = new Text(string.Create(CultureInfo.InvariantCulture, $"GET http://127.0.0.1:{port}/")) };

        var verdict = (await sample.VerifyAsync(clause)).Verdicts.Single();

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(verdict.Reason, Does.StartWith(string.Create(CultureInfo.InvariantCulture, $"Something else listens on 127.0.0.1:{port} already")));
            Assert.That(File.Exists(sample.Folder.At(".goal/pid")), Is.False);
        });
    }

    [Test]
    public async Task A_running_server_is_measured_and_its_verdict_is_never_reused()
    {
        using var sample = new SampleWorkspace();
        using var server = new LocalServer(context =>
        {
            context.Response.Close();
            return Task.CompletedTask;
        });
        var clause = Latency("") with { Serve = null, Request = new Text($"GET {server.Address}") };

        var first = (await sample.VerifyAsync(clause)).Verdicts.Single();
        var second = (await sample.VerifyAsync(clause)).Verdicts.Single();

        Assert.Multiple(() =>
        {
            Assert.That(first.Status, Is.EqualTo(VerdictStatus.Holds), first.Reason);
            Assert.That(first.Fingerprint, Is.Empty);
            Assert.That(second.Reused, Is.False);
        });
    }

    [Test]
    public async Task A_clause_whose_time_runs_out_while_it_measures_leaves_no_server()
    {
        using var sample = new SampleWorkspace(isWarm: false);
        var clause = Latency("--pid .goal/pid --delay 100") with { Requests = 1000, Timeout = TimeSpan.FromSeconds(3) };

        var verdict = (await sample.VerifyAsync(clause)).Verdicts.Single();

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Reason, Does.StartWith("It took longer than 3 seconds"));
            Assert.That(RunningProcess.IsRunning(File.ReadAllText(sample.Folder.At(".goal/pid"))), Is.False);
        });
    }

    [Test]
    public async Task Time_is_measured_when_no_other_clause_runs()
    {
        using var sample = new SampleWorkspace(isWarm: false);
        using var server = new LocalServer(context =>
        {
            context.Response.Close();
            return Task.CompletedTask;
        });
        var clause = Latency("") with { Serve = null, Request = new Text($"GET {server.Address}"), Label = new Text("measured") };
        var under = new HashSet<string>();
        var beside = new List<string>();
        sample.OnEvent = told =>
        {
            lock (under)
            {
                if (told is ClauseFinished)
                {
                    return;
                }

                if (told.Clause == "measured" && told is ClauseStarted)
                {
                    beside.AddRange(under);
                }
                else if (told is ClauseStarted && told.Clause != "measured")
                {
                    under.Add(told.Clause);
                }
            }
        };

        await sample.VerifyAsync(clause, new RunClause(new Text("true")) { Label = new Text("command") }, new FileClause(new Text("a"), FileCondition.Missing) { Label = new Text("file") });

        // The others had all begun, and those run one after another before it.
        Assert.That(beside, Is.EquivalentTo(new[] { "command", "file" }));
    }

    [TestCase(50, 200)]
    [TestCase(95, 200)]
    [TestCase(99, 1000)]
    [TestCase(99.9, 10_000)]
    [TestCase(100, 200)]
    public void Enough_requests_are_sent_that_some_are_slower_than_the_percentile(decimal percentile, int requests)
    {
        using var folder = new TempFolder();
        var goal = new Goal(new Text("x")) { Verify = [new LatencyClause(new Text("GET http://127.0.0.1/"), percentile, Comparison.LessThan, TimeSpan.FromSeconds(1))] };
        var compiled = GoalCompiler.Compile(new Language.Syntax.SourceText(folder.At("x.goal"), ""), goal, new Workspace(folder.Path, folder.At(".goal")));

        Assert.Multiple(() =>
        {
            Assert.That(compiled.Clauses.Single().Element.Elements().Single().Attribute("Requests")?.Value, Is.EqualTo(requests.ToString(CultureInfo.InvariantCulture)));
            Assert.That(compiled.Clauses.Single().OutputUse, Is.EqualTo(OutputUse.Alone));
        });
    }
}
