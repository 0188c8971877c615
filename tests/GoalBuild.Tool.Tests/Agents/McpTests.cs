using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using GoalBuild.Tool.Agents;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace GoalBuild.Tool.Tests.Agents;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class McpTests : IDisposable
{
    private const string Goal = """
        goal "a" {
            objective "It runs."
            require "it is made" { run "make it" }
            verify { run "check it" }
            constrain { limit files 3 "be brief" }
            budget { turns 4 }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public McpTests() => _folder.Write("a.goal", Goal);

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Four_tools_are_offered_and_only_verify_does_more_than_read()
    {
        await using var served = await ServeAsync(ScriptedRooms.Create());
        var tools = await served.Client.ListToolsAsync();
        Assert.That(tools.Select(tool => (tool.Name, tool.ProtocolTool.Annotations!.ReadOnlyHint, tool.ProtocolTool.Annotations.DestructiveHint)), Is.EqualTo(new (string, bool?, bool?)[]
        {
            ("goal", true, false), ("status", true, false), ("verify", false, false), ("evidence", true, false),
        }));
    }

    [Test]
    public async Task The_goal_is_told_with_its_clauses_constraints_and_budget()
    {
        await using var served = await ServeAsync(ScriptedRooms.Create());
        var told = JsonNode.Parse(await served.CallAsync("goal"))!["goals"]![0]!;
        Assert.That((string?)told["objective"], Is.EqualTo("It runs."));
        Assert.That((string?)told["requirements"]![0], Is.EqualTo("it is made"));
        Assert.That((string?)told["clauses"]![0]!["proves"], Is.EqualTo("it is made"));
        Assert.That((string?)told["clauses"]![1]!["clause"], Is.EqualTo("run \"check it\""));
        Assert.That(told["constraints"]!.AsArray().Select(constraint => (string?)constraint), Is.EqualTo(new[] { "limit files 3", "\"be brief\"" }));
        Assert.That((string?)told["budget"], Does.Contain("turns 4"));
    }

    [Test]
    public async Task Verifying_tells_progress_then_what_fails_and_leaves_evidence()
    {
        var told = new ConcurrentBag<string?>();
        await using var served = await ServeAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Fails))));
        Assert.That(await served.CallAsync("evidence", isError: true), Does.Contain("There is no evidence of goal 'a' yet."));

        // The client forgets who listens to a call when its answer is there, whatever it has not handed on by then: this one listens to all.
        await using var listening = served.Client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, (news, _) =>
        {
            told.Add((string?)news.Params?["message"]);
            return default;
        });
        var answer = await served.CallAsync("verify", progress: new Relay<ProgressNotificationValue>(_ => { }));
        Assert.That(answer, Does.Contain("a: not met").And.Contain("VERDICTS: 0 of 2 clauses hold."));
        Assert.That(() => told.Count, Is.EqualTo(2).After(5000, 10));
        Assert.That(told, Has.Some.Contain("run check it: fails").And.Some.Contain("(2 of 2 done)"));
        Assert.That(await served.CallAsync("evidence"), Does.StartWith("# "));
        Assert.That((string?)JsonNode.Parse(await served.CallAsync("evidence", arguments: new() { ["format"] = "json" }))!["outcome"], Is.EqualTo("not-met"));
        Assert.That(await served.CallAsync("status"), Does.Contain("a: not met"));
    }

    [Test]
    public async Task Only_the_clauses_that_are_named_are_verified()
    {
        IReadOnlyCollection<string>? asked = null;
        await using var served = await ServeAsync(ScriptedRooms.Create(verify: (request, _) =>
        {
            asked = request.Clauses;
            return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
        }));
        await served.CallAsync("verify", arguments: new() { ["clauses"] = new[] { "run check it" } });
        Assert.That(asked, Is.EqualTo(new[] { "run check it" }));
        Assert.That(await served.CallAsync("verify", isError: true, arguments: new() { ["clauses"] = new[] { "run chek it" } }), Does.Contain("GOAL0030").And.Contain("did you mean 'run check it'?"));
    }

    [Test]
    public async Task Errors_are_told_as_the_command_line_tells_them()
    {
        await using var served = await ServeAsync(ScriptedRooms.Create(verify: (_, _) => throw new InvalidOperationException("oops")));
        Assert.That(await served.CallAsync("verify", isError: true), Does.Contain("GoalBuild made a mistake").And.Contain("oops"));
        Assert.That(await served.CallAsync("status", isError: true, arguments: new() { ["goal"] = "b" }), Does.Contain("No goal is named 'b'"));
        Assert.That(await served.CallAsync("status", isError: true, arguments: new() { ["gaol"] = "a" }), Does.Contain("There is no argument 'gaol'"));
        Assert.That(await served.CallAsync("goal", isError: true, arguments: new() { ["goal"] = 7 }), Does.Contain("'goal' is no string"));
        Assert.That(await served.CallAsync("approve", isError: true), Does.Contain("There is no tool 'approve'"));
        _folder.Write("a.goal", "goal \"a\" { biuld }");
        Assert.That(await served.CallAsync("goal", isError: true), Does.StartWith("a.goal(1,12): error GOAL1002: "));
    }

    [Test]
    public async Task A_call_that_is_cancelled_ends_the_verification()
    {
        var (started, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var served = await ServeAsync(ScriptedRooms.Create(verify: async (_, cancellation) =>
        {
            started.SetResult();
            using var registration = cancellation.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("It was not cancelled.");
        }));
        using var cancelled = new CancellationTokenSource();
        var call = served.Client.CallToolAsync("verify", cancellationToken: cancelled.Token).AsTask();
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await cancelled.CancelAsync();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await served.CallAsync("status"), Does.Contain("never verified"));
    }

    [Test]
    public async Task Evidence_that_is_too_long_is_cut_and_says_where_the_rest_is()
    {
        var reason = string.Join(' ', Enumerable.Repeat("lengthy", 20_000));
        await using var served = await ServeAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(
            new VerificationResult("a", [.. GoalLines(request).Select(name => new Verdict(name, VerdictStatus.Fails, reason))], TimeSpan.Zero))));
        await served.CallAsync("verify");
        Assert.That(await served.CallAsync("evidence"), Has.Length.LessThanOrEqualTo(GoalTools.MostBytes + 500).And.Contains("cut here: all of it is in .goal"));
        Assert.That(await served.CallAsync("evidence", isError: true, arguments: new() { ["format"] = "json" }), Does.Contain("evidence.json"));
    }

    private static IEnumerable<string> GoalLines(VerificationRequest request) => Language.Model.GoalClause.Of(request.Goal).Select(clause => clause.Name);

    private async Task<Served> ServeAsync(Rooms rooms)
    {
        var (up, down) = (new Pipe(), new Pipe());
        var host = new TestHost(_folder.Path).Host;
        var options = new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false);
        var context = new CommandContext(host, options, new TextReporter(host, options), rooms);
        var server = new GoalMcpServer(new GoalTools(context, []));
        var serving = server.RunAsync(up.Reader.AsStream(), down.Writer.AsStream(), "1.0", CancellationToken.None);
        var client = await McpClient.CreateAsync(new StreamClientTransport(up.Writer.AsStream(), down.Reader.AsStream()));
        return new Served(client, server, serving, up);
    }

    private sealed record Served(McpClient Client, GoalMcpServer Server, Task Serving, Pipe Up) : IAsyncDisposable
    {
        public async Task<string> CallAsync(string tool, bool isError = false, Dictionary<string, object?>? arguments = null, IProgress<ProgressNotificationValue>? progress = null)
        {
            var result = await Client.CallToolAsync(tool, arguments, progress);
            var text = ((TextContentBlock)result.Content.Single()).Text;
            Assert.That(result.IsError ?? false, Is.EqualTo(isError), text);
            return text;
        }

        public async ValueTask DisposeAsync()
        {
            await Client.DisposeAsync();
            await Up.Writer.CompleteAsync();
            await Serving.WaitAsync(TimeSpan.FromSeconds(20));
            Server.Dispose();
        }
    }
}
