using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GoalBuild.ModelScripts;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>The scripted server itself: what other tests take for granted.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ModelServerTests : IDisposable
{
    private const string Start = """{"model":"m","messages":[{"role":"user","content":"a"}]}""";
    private const string Second = """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]}""";

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Test]
    public async Task By_step_the_same_conversation_gets_the_same_reply()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(Reply.Say("one"), Reply.Say("two")));
        Assert.That(await Post(server, Second), Does.Contain("\"two\""));
        Assert.That(await Post(server, Start), Does.Contain("\"one\""));
        Assert.That(await Post(server, Second), Does.Contain("\"two\""));
    }

    [Test]
    public async Task Parallel_calls_with_thoughts_are_one_step()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(Reply.Say("one"), Reply.Say("two")));
        const string Body = """
            {"model":"m","input":[{"role":"user","content":"a"},{"type":"reasoning","summary":[]},{"type":"function_call","call_id":"1","name":"x","arguments":"{}"},
            {"type":"function_call","call_id":"2","name":"x","arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"p"},{"type":"function_call_output","call_id":"2","output":"q"}]}
            """;
        Assert.That(await Post(server, Body, "/responses"), Does.Contain("\"two\""));
        Assert.That(server.Requests.Single().NewestResults, Is.EqualTo(new[] { "p", "q" }));
        Assert.That(server.Requests.Single().ToolResults, Is.EqualTo(2));
    }

    [Test]
    public async Task Faults_come_first_and_once()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(Reply.Say("one").After(Reply.RateLimited("1"))));
        using var first = await _http.PostAsync(server.Url + "/chat/completions", Json(Start));
        Assert.That((int)first.StatusCode, Is.EqualTo(429));
        Assert.That(await Post(server, Start), Does.Contain("\"one\""));
        Assert.That(await Post(server, Start), Does.Contain("\"one\""));
    }

    [Test]
    public async Task A_call_without_its_result_is_refused_as_the_real_endpoint_does()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say("one")));
        const string Body = """{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"x","arguments":"{}"}}]},{"role":"user","content":"c"}]}""";
        Assert.That(await Post(server, Body), Does.Contain("No tool output found for function call c1."));
    }

    [Test]
    public async Task Messages_of_Anthropic_are_answered_whole_and_streamed()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(Reply.Of(new SayPart("I write it."), new CallPart("Bash", """{"command":"ls"}""")).Costing(900, 800, 40), Reply.Say("two")));
        const string Result = """
            {"model":"m","stream":true,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"b"},{"type":"tool_use","id":"t1","name":"Bash","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"p"}]},{"type":"text","text":"c"}]}]}
            """;
        using var whole = JsonDocument.Parse(await Post(server, Start, "/messages"));
        var blocks = whole.RootElement.GetProperty("content");
        Assert.That(blocks[0].GetProperty("text").GetString(), Is.EqualTo("I write it."));
        Assert.That(blocks[1].GetProperty("input").GetProperty("command").GetString(), Is.EqualTo("ls"));
        Assert.That(whole.RootElement.GetProperty("stop_reason").GetString(), Is.EqualTo("tool_use"));
        Assert.That(whole.RootElement.GetProperty("usage").GetProperty("input_tokens").GetInt32(), Is.EqualTo(100));
        Assert.That(whole.RootElement.GetProperty("usage").GetProperty("cache_read_input_tokens").GetInt32(), Is.EqualTo(800));
        var streamed = await Post(server, Result, "/messages");
        Assert.That(streamed.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line[7..]), Is.EqualTo(new[]
        {
            "message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop",
        }));
        Assert.That(streamed, Does.Contain("\"text\":\"two\"").And.Contains("\"stop_reason\":\"end_turn\""));
        Assert.That(server.Requests[1].NewestResults, Is.EqualTo(new[] { "p" }));
    }

    [Test]
    public async Task A_result_of_no_call_is_refused_in_messages_of_Anthropic_too()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say("one")));
        const string Body = """{"model":"m","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"p"}]}]}""";
        Assert.That(await Post(server, Body, "/messages"), Does.Contain("No tool call found for function call output with call_id t1."));
    }

    [Test]
    public async Task A_script_that_has_ended_says_so()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder());
        Assert.That(await Post(server, Start), Does.Contain("The script has 0 replies; this is request 1."));
    }

    [Test]
    public async Task As_a_process_it_plays_a_file_and_writes_requests_to_a_folder()
    {
        using var folder = new TempFolder();
        folder.With("script.json", """
            { "match": "order", "replies": [
              { "say": "x", "repeat": 2, "usage": { "in": 7, "cached": 3, "out": 2 } },
              { "call": { "name": "echo", "arguments": { "a": 1 } }, "think": "enc" },
              { "status": 503, "code": "busy", "message": "Later." },
              { "calls": [ { "name": "a", "arguments": "{ no" }, { "name": "b" } ] } ] }
            """);
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "exec", Path.Combine(AppContext.BaseDirectory, "GoalBuild.ModelServer.dll"), folder["script.json"], folder["requests"] })
        {
            info.ArgumentList.Add(argument);
        }

        using var process = Process.Start(info)!;
        var url = (await process.StandardOutput.ReadLineAsync())!;
        var answers = new List<string>();
        for (var request = 0; request < 5; request++)
        {
            using var answer = await _http.PostAsync(url + "/chat/completions", Json(Start));
            answers.Add(await answer.Content.ReadAsStringAsync());
        }

        process.StandardInput.Close();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(bound.Token);
        Assert.That(process.ExitCode, Is.Zero);
        Assert.That(answers[1], Does.Contain("\"x\"").And.Contains("\"cached_tokens\":3"));
        Assert.That(answers[2], Does.Contain("""{\"a\":1}""").Or.Contains("""{ \"a\": 1 }"""));
        Assert.That(answers[3], Does.Contain("Later."));
        Assert.That(answers[4], Does.Contain("{ no"));
        using var kept = JsonDocument.Parse(folder.Text("requests/000002.json"));
        Assert.That(kept.RootElement.GetProperty("body").GetProperty("model").GetString(), Is.EqualTo("m"));
        Assert.That(kept.RootElement.GetProperty("endedAt").ValueKind, Is.EqualTo(JsonValueKind.String));
    }

    [TestCase("""{ "replies": [ { "sya": "x" } ] }""")]
    [TestCase("""{ "match": "often", "replies": [] }""")]
    public void A_script_with_a_slip_is_refused(string json) => Assert.That(() => ScriptFile.Parse(json), Throws.InstanceOf<JsonException>());

    private async Task<string> Post(ModelServer server, string body, string path = "/chat/completions")
    {
        using var answer = await _http.PostAsync(server.Url + path, Json(body));
        return await answer.Content.ReadAsStringAsync();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
