using System.Globalization;
using System.Net;
using System.Net.Sockets;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;
using GoalBuild.ModelScripts;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>Endpoints that fail, over real HTTP, on both wires: what should pass is waited out, and what will not is said at once.</summary>
[TestFixture(ModelWire.Responses)]
[TestFixture(ModelWire.Chat)]
internal sealed class ModelFaultTests(ModelWire wire)
{
    private static readonly Reply Good = Reply.Say("Here I am.");

    [Test]
    public async Task A_wait_that_the_endpoint_asks_for_is_kept()
    {
        await using var asking = await Asking.Of(wire, Reply.RateLimited("3"), Good);
        Assert.That((await asking.Ask()).Text, Is.EqualTo("Here I am."));
        Assert.That(asking.Clock.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(3) }));
        Assert.That(asking.Said[0], Is.EqualTo("the endpoint answered 429: Rate limit reached for requests (rate_limit_exceeded); waiting 3 s, try 2 of 6"));
    }

    [Test]
    public async Task A_wait_may_be_a_date()
    {
        var clock = new ManualClock();
        await using var asking = await Asking.Of(wire, Reply.RateLimited((clock.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("R", CultureInfo.InvariantCulture)), Good);
        await asking.Ask();
        Assert.That(asking.Clock.Waits, Is.EqualTo(new[] { TimeSpan.FromSeconds(90) }));
    }

    [Test]
    public async Task A_wait_may_be_in_milliseconds()
    {
        await using var asking = await Asking.Of(wire, Reply.RateLimited("1") with { Headers = new Dictionary<string, string> { ["retry-after-ms"] = "250", ["Retry-After"] = "1" } }, Good);
        await asking.Ask();
        Assert.That(asking.Clock.Waits, Is.EqualTo(new[] { TimeSpan.FromMilliseconds(250) }));
    }

    [Test]
    public async Task A_wait_that_is_too_long_is_refused_at_once()
    {
        await using var asking = await Asking.Of(wire, Reply.RateLimited("3600"));
        var fault = await asking.Fault();
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.Unavailable));
        Assert.That(fault.Message, Does.Contain("asks to wait 60 min, and 10 min is the most (GOALBUILD_MODEL_WAIT)"));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    public async Task What_should_pass_is_tried_six_times_with_growing_waits(int status)
    {
        await using var asking = await Asking.Of(wire, Script.Of(_ => Reply.Error(status, "server_error", "Not now.")));
        var fault = await asking.Fault();
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.Unavailable));
        Assert.That(fault.Message, Is.EqualTo($"Model 'test-model' at 127.0.0.1: the endpoint answered {status}: Not now (server_error), and so did the 5 tries before. Resume the run when it answers again."));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(6));
        Assert.That(asking.Clock.Waits, Has.Count.EqualTo(5));
        foreach (var (wait, middle) in asking.Clock.Waits.Zip(new[] { 500, 1_000, 2_000, 4_000, 8_000 }))
        {
            Assert.That(wait.TotalMilliseconds, Is.InRange(middle * 0.9, middle * 1.1));
        }
    }

    [Test]
    public async Task A_page_of_a_proxy_is_not_repeated_to_people()
    {
        await using var asking = await Asking.Of(wire, Script.Of(_ => Reply.Raw(502, "<html><body>Bad gateway</body></html>", "text/html")));
        Assert.That((await asking.Fault()).Message, Does.Contain("the endpoint answered 502, and so did the 5 tries before"));
    }

    [Test]
    public async Task A_page_with_status_200_is_no_answer()
    {
        await using var asking = await Asking.Of(wire, Reply.Raw(200, "<html><body>Sign in</body></html>", "text/html"), Good);
        Assert.That((await asking.Ask()).Text, Is.EqualTo("Here I am."));
    }

    [Test]
    public async Task A_refused_connection_is_tried_again_and_then_said()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var asking = await Asking.Of(wire, Script.InOrder(), url: $"http://127.0.0.1:{port}/v1");
        var fault = await asking.Fault();
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.Unavailable));
        Assert.That(fault.Message, Does.Contain("the endpoint cannot be reached: Connection refused"));
        Assert.That(asking.Clock.Waits, Has.Count.EqualTo(5));
    }

    [TestCase(ReplyFault.Drop)]
    [TestCase(ReplyFault.DropMidway)]
    [TestCase(ReplyFault.EndEarly)]
    [TestCase(ReplyFault.HalfEvent)]
    public async Task An_answer_that_breaks_off_is_asked_for_again_and_never_taken(ReplyFault fault)
    {
        await using var asking = await Asking.Of(wire, Reply.Say("A beginning of something longer than a few pieces, which never gets to its end.").But(fault), Good);
        Assert.That((await asking.Ask()).Text, Is.EqualTo("Here I am."));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(2));
        Assert.That(asking.Server.Requests[0].IsEnded, Is.False);

        // A reset throws away what had come and was not read yet: such a connection may look as if no answer had begun.
        var next = asking.Said.Single(line => line.Contains("; waiting "));
        Assert.That(next, fault is ReplyFault.EndEarly or ReplyFault.HalfEvent ? Does.EndWith("try 2 of 5") : Does.Match("try 2 of [56]$"));
    }

    [TestCase(ReplyFault.DropMidway)]
    [TestCase(ReplyFault.EndEarly)]
    [TestCase(ReplyFault.HalfEvent)]
    public async Task A_call_in_an_answer_that_breaks_off_is_not_made(ReplyFault fault)
    {
        await using var asking = await Asking.Of(wire, Reply.Calls(("echo", """{"text":"one"}"""), ("echo", """{"text":"two"}""")).But(fault), Good);
        Assert.That((await asking.Ask()).Calls, Is.Empty);
    }

    [Test]
    public async Task Streams_that_break_off_are_tried_five_times()
    {
        await using var asking = await Asking.Of(wire, Script.Of(_ => Good.But(ReplyFault.EndEarly)));
        var fault = await asking.Fault();
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.Unavailable));
        Assert.That(fault.Message, Does.Contain("the answer ended before its final event, and so did the 4 tries before"));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task An_empty_answer_is_asked_for_again_and_what_it_cost_is_not_forgotten()
    {
        await using var asking = await Asking.Of(wire, Reply.Empty().Costing(70, 10, 5), Reply.Say("  \n").Costing(70, 60, 1), Good.Costing(70, 60, 9));
        var answer = await asking.Ask();
        Assert.That(answer.Text, Is.EqualTo("Here I am."));
        Assert.That(answer.Usage, Is.EqualTo(new TokenUsage(70, 60, 9)));
        Assert.That(answer.Lost, Is.EqualTo(new TokenUsage(140, 70, 6)));
        Assert.That(asking.Said, Has.Some.Contains("the answer was empty; waiting"));
    }

    [Test]
    public async Task A_stream_that_stalls_is_given_up_after_two_minutes_and_asked_for_again()
    {
        await using var asking = await Asking.Of(wire, Good.But(ReplyFault.Stall), Good);
        var answer = asking.Ask();
        await asking.Server.NextRequestAsync();
        await asking.Clock.PassUntilGivenUp(answer);
        Assert.That((await answer).Text, Is.EqualTo("Here I am."));
        Assert.That(asking.Said, Has.Some.StartsWith("nothing came for 120 s; waiting "));
    }

    [Test]
    public async Task An_endpoint_that_never_answers_is_given_up()
    {
        await using var asking = await Asking.Of(wire, Script.Of(_ => Reply.Silence()), new ModelPatience { Idle = TimeSpan.FromSeconds(7), RequestTries = 1 });
        var answer = asking.Ask();
        await asking.Server.NextRequestAsync();
        await asking.Clock.PassUntilGivenUp(answer);
        var fault = (await Assert.ThrowsAsync<ModelFaultException>(() => answer))!;
        Assert.That(fault.Kind, Is.EqualTo(ModelFaultKind.Unavailable));
        Assert.That(fault.Message, Does.Contain("nothing came for 7 s"));
    }

    [Test]
    public async Task A_slow_stream_is_not_a_stalled_one()
    {
        using var gate = new Gate();
        await using var asking = await Asking.Of(wire, Reply.Say("one two three four five six seven eight nine ten").Through(gate));
        var answer = asking.Ask();
        gate.OpenWide();
        Assert.That((await answer).Text, Does.EndWith("nine ten"));
        Assert.That(asking.Clock.Waits, Is.Empty);
    }

    [TestCase("server_error", "An error occurred.")]
    [TestCase("rate_limit_exceeded", "Slow down.")]
    public async Task An_answer_that_fails_in_mid_stream_is_asked_for_again(string code, string message)
    {
        await using var asking = await Asking.Of(wire, Reply.Fail(code, message), Good);
        Assert.That((await asking.Ask()).Text, Is.EqualTo("Here I am."));
        Assert.That(asking.Said[0], Does.StartWith($"the answer failed in mid-stream: {message.TrimEnd('.')} ({code}); waiting "));
    }

    [TestCase("context_length_exceeded", ModelFaultKind.TooLong)]
    [TestCase("insufficient_quota", ModelFaultKind.Quota)]
    public async Task A_failure_in_mid_stream_that_will_not_pass_is_said_at_once(string code, ModelFaultKind kind)
    {
        await using var asking = await Asking.Of(wire, Reply.Fail(code, "No."));
        Assert.That((await asking.Fault()).Kind, Is.EqualTo(kind));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(401, "invalid_api_key", "Incorrect API key provided: sk-very-secret.", ModelFaultKind.NotAllowed)]
    [TestCase(403, "unsupported_country", "Not here.", ModelFaultKind.NotAllowed)]
    [TestCase(404, "model_not_found", "The model does not exist.", ModelFaultKind.UnknownModel)]
    [TestCase(404, "api_error", "model \"qwen9\" not found, try pulling it first", ModelFaultKind.UnknownModel)]
    [TestCase(404, "not_found", "404 page not found", ModelFaultKind.Rejected)]
    [TestCase(429, "insufficient_quota", "You exceeded your current quota, please check your plan.", ModelFaultKind.Quota)]
    [TestCase(402, "payment", "Pay.", ModelFaultKind.Quota)]
    [TestCase(400, "invalid_request_error", "Unknown parameter.", ModelFaultKind.Rejected)]
    [TestCase(501, "not_implemented", "No.", ModelFaultKind.Rejected)]
    [TestCase(400, "context_length_exceeded", "Too much.", ModelFaultKind.TooLong)]
    [TestCase(400, "exceed_context_size_error", "the request exceeds the available context size", ModelFaultKind.TooLong)]
    [TestCase(400, "BadRequestError", "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.", ModelFaultKind.TooLong)]
    [TestCase(500, "api_error", "input length exceeds context length", ModelFaultKind.TooLong)]
    public async Task What_will_not_pass_is_said_at_once_and_without_the_key(int status, string code, string message, ModelFaultKind kind)
    {
        await using var asking = await Asking.Of(wire, Reply.Error(status, code, message));
        var fault = await asking.Fault();
        Assert.That(fault.Kind, Is.EqualTo(kind));
        Assert.That(fault.Message, Does.Contain($"{status}"));
        Assert.That(fault.ToString(), Does.Not.Contain(Asking.Key));
        Assert.That(fault.Message, Does.Not.Contain('\n'));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase("""{"object":"error","message":"This model's maximum context length is 8192 tokens","type":"BadRequestError","code":400}""")]
    [TestCase("""{"error":"prompt is too long"}""")]
    [TestCase("""{"error":{"code":400,"message":"the request exceeds the available context size. try increasing it","type":"exceed_context_size_error","n_ctx":4096}}""")]
    public async Task An_overflow_is_known_in_the_words_of_local_servers(string body)
    {
        await using var asking = await Asking.Of(wire, Reply.Raw(400, body));
        Assert.That((await asking.Fault()).Kind, Is.EqualTo(ModelFaultKind.TooLong));
    }

    [Test]
    public async Task The_key_is_not_in_what_is_told_of_waits_and_lines()
    {
        await using var asking = await Asking.Of(wire, Reply.Error(503, "busy", $"No place for {Asking.Key}."), Reply.Say($"Your key is {Asking.Key}."));
        await asking.Ask();
        Assert.That(asking.Said, Has.Count.EqualTo(2));
        Assert.That(string.Join('\n', asking.Said), Does.Not.Contain(Asking.Key).And.Contain("***"));
    }

    [Test]
    public async Task All_of_it_is_bounded_even_where_faults_alternate()
    {
        await using var asking = await Asking.Of(wire, Script.Of(request => request.Ordinal % 2 == 0 ? Good.But(ReplyFault.EndEarly) : Reply.RateLimited()));
        Assert.That((await asking.Fault()).Kind, Is.EqualTo(ModelFaultKind.Unavailable));
        Assert.That(asking.Server.Requests, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Cancelling_ends_a_wait()
    {
        await using var asking = await Asking.Of(wire, Reply.RateLimited("60"));
        using var stop = new CancellationTokenSource();
        var progress = new Recorder(line => stop.Cancel());
        var answer = asking.Client.AskAsync(asking.Question() with { Waited = progress }, stop.Token);
        Assert.That(async () => await answer, Throws.InstanceOf<OperationCanceledException>());
    }

    private sealed class Recorder(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
