using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Acp;
using GoalBuild.Agent.Executors.Agents.Streams;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Agents;

/// <summary>The Agent Client Protocol without a process: the test is the agent, line by line.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AcpSessionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<AgentEvent> _events = [];
    private readonly List<string> _refused = [];
    private readonly List<string> _unclear = [];
    private readonly Queue<JsonElement> _sent = new();
    private readonly AcpSession _session;

    public AcpSessionTests()
    {
        var guard = new FileGuard(new Workspace(_folder.Path, _folder.State), path => path.EndsWith("kept.txt", StringComparison.Ordinal) ? "'kept.txt' is protected by 'protect \"kept.txt\"' (line 3)" : null);
        var rules = new CommandRules([new CommandConstraint(false, [new Text("git push")])], _ => 7);
        var network = new NetworkConstraint(NetworkAccess.Hosts, [new Text("example.com")]);
        _session = new AcpSession(
            line =>
            {
                _sent.Enqueue(JsonDocument.Parse(line).RootElement);
                return Task.FromResult(true);
            },
            new AcpFiles(guard, new FileEdits(_folder.Path, Path.Combine(_folder.State, "edits"), _ => { })),
            new AcpPermissions(guard, rules, network),
            _events.Add,
            (what, isForbidden) => (isForbidden ? _refused : _unclear).Add(what));
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_request_that_does_not_say_again_what_was_announced_is_judged_by_it()
    {
        Tell(new { sessionUpdate = "tool_call", toolCallId = "c", kind = "execute", title = "push", status = "pending", rawInput = new { command = "git push origin" } });
        var asked = Ask("session/request_permission", new { sessionId = "s", toolCall = new { toolCallId = "c" }, options = new[] { new { optionId = "yes", kind = "allow_once" }, new { optionId = "no", kind = "reject_once" } } });
        var unknown = Ask("session/request_permission", new { sessionId = "s", toolCall = new { toolCallId = "other", title = "something" }, options = new[] { new { optionId = "yes", kind = "allow_once" }, new { optionId = "no", kind = "reject_once" } } });

        Assert.Multiple(() =>
        {
            Assert.That(asked.TextAt("result", "outcome", "optionId"), Is.EqualTo("no"));
            Assert.That(unknown.TextAt("result", "outcome", "optionId"), Is.EqualTo("no"));
            Assert.That(_refused.Single(), Does.Contain("git push"));
            Assert.That(_unclear.Single(), Is.EqualTo("something: it does not say what is to be done"));
        });

        void Tell(object update) => _session.Take(JsonSerializer.Serialize(new { jsonrpc = "2.0", method = "session/update", @params = new { sessionId = "s", update } }));
    }

    private Task<string> Begin()
    {
        var prompting = _session.PromptAsync(_folder.Path, "do it", CancellationToken.None);
        Answer("initialize", """{"protocolVersion":1}""");
        Answer("session/new", """{"sessionId":"s"}""");
        return prompting;
    }

    // Answers come on whatever thread continues; what is next to be answered is waited for.
    private void Answer(string method, string result)
    {
        Assert.That(() => _sent.Count, Is.GreaterThan(0).After(5000, 5), method);
        var call = _sent.Dequeue();
        Assert.That(call.TextAt("method"), Is.EqualTo(method));
        _session.Take($$"""{"jsonrpc":"2.0","id":{{call.At("id").GetRawText()}},"result":{{result}}}""");
    }

    private JsonElement Ask(string method, object parameters)
    {
        _session.Take(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = "q", method, @params = parameters }));
        return _sent.Dequeue();
    }

    private string? Permitted(object toolCall, params string[] kinds) =>
        Ask("session/request_permission", new { sessionId = "s", toolCall, options = (kinds.Length > 0 ? kinds : ["allow_always", "allow_once", "reject_once", "reject_always"]).Select(kind => new { optionId = $"id-{kind}", name = kind, kind }) })
            .At("result", "outcome") is var outcome ? outcome.TextAt("optionId") ?? outcome.TextAt("outcome") : null;

    [Test]
    public async Task A_prompt_is_answered_with_words_calls_and_what_they_cost()
    {
        var prompting = Begin();
        foreach (var update in new[]
        {
            """{"sessionUpdate":"agent_thought_chunk","content":{"type":"text","text":"hm"}}""",
            """{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"I loo"}}""",
            """{"sessionUpdate":"agent_message_chunk","content":{"type":"text","text":"k."}}""",
            """{"sessionUpdate":"tool_call","toolCallId":"1","title":"bash","kind":"execute","status":"pending","rawInput":{"cwd":"/work"}}""",
            """{"sessionUpdate":"tool_call_update","toolCallId":"1","title":"ls","kind":"execute","status":"in_progress","rawInput":{"command":"ls"}}""",
            """{"sessionUpdate":"tool_call_update","toolCallId":"1","status":"in_progress"}""",
            """{"sessionUpdate":"tool_call_update","toolCallId":"1","status":"completed","content":[{"type":"content","content":{"type":"text","text":"a.txt"}}]}""",
            """{"sessionUpdate":"usage_update","used":10,"size":100,"cost":{"amount":0.5,"currency":"USD"}}""",
            """{"sessionUpdate":"usage_update","used":20,"size":100,"cost":{"amount":0.75,"currency":"USD"}}""",
            """{"sessionUpdate":"of a later version"}""",
        })
        {
            _session.Take($$$"""{"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s","update":{{{update}}}}}""");
        }

        Answer("session/prompt", """{"stopReason":"end_turn","usage":{"inputTokens":50,"cachedReadTokens":30,"outputTokens":7}}""");
        Assert.That(await prompting, Is.EqualTo("end_turn"));
        Assert.That(_events, Is.EqualTo(new AgentEvent[]
        {
            new AgentSaid("I look."),
            new AgentCalled("1", "execute", """{"command":"ls"}"""),
            new AgentReturned("1", "execute", "a.txt", false),
            new AgentSpent(new Spending(0, 0, 0, 0.5m)),
            new AgentSpent(new Spending(0, 0, 0, 0.25m)),
            new AgentSpent(new Spending(80, 30, 7, 0)),
        }));
    }

    [Test]
    public void A_line_that_is_no_message_is_none_and_ends_nothing([Values("", "hello", "{\"jsonrpc\":", "[]", "{}", "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}")] string line)
    {
        var prompting = _session.PromptAsync(_folder.Path, "do it", CancellationToken.None);
        Assert.That(_session.Take(line), Is.EqualTo(line.Contains("77", StringComparison.Ordinal)));
        Assert.That(prompting.IsCompleted, Is.False);
    }

    [Test]
    public void An_agent_of_another_version_and_one_that_is_gone_are_told_apart()
    {
        var other = _session.PromptAsync(_folder.Path, "do it", CancellationToken.None);
        Answer("initialize", """{"protocolVersion":2}""");
        Assert.That(() => other, Throws.TypeOf<RpcFaultException>().With.Message.Contains("version 2").And.Property("Code").Not.Zero);
        var gone = _session.PromptAsync(_folder.Path, "do it", CancellationToken.None);
        _session.Close();
        Assert.That(() => gone, Throws.TypeOf<RpcFaultException>().With.Property("Code").Zero);
    }

    [Test]
    public void What_the_constraints_allow_is_allowed_once()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Permitted(new { kind = "edit", title = "Edit a.txt", locations = new[] { new { path = _folder["a.txt"] } } }), Is.EqualTo("id-allow_once"));
            Assert.That(Permitted(new { kind = "read", rawInput = new { path = _folder["kept.txt"] } }), Is.EqualTo("id-allow_once"));
            Assert.That(Permitted(new { kind = "execute", rawInput = new { command = "git status" }, locations = new[] { new { path = _folder.Path } } }), Is.EqualTo("id-allow_once"));
            Assert.That(Permitted(new { kind = "fetch", rawInput = new { url = "https://example.com/a" } }), Is.EqualTo("id-allow_once"));
            Assert.That(_refused, Is.Empty);
        });
    }

    [Test]
    public void What_they_do_not_is_rejected_once_and_told()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Permitted(new { kind = "edit", title = "Edit kept.txt", locations = new[] { new { path = _folder["kept.txt"] } } }), Is.EqualTo("id-reject_once"));
            Assert.That(Permitted(new { kind = "edit", content = new[] { new { type = "diff", path = _folder["kept.txt"] } } }), Is.EqualTo("id-reject_once"));
            Assert.That(Permitted(new { rawInput = new { file_path = _folder["kept.txt"] } }), Is.EqualTo("id-reject_once"));
            Assert.That(Permitted(new { kind = "execute", rawInput = new { command = "true && git push --force" } }), Is.EqualTo("id-reject_once"));
            Assert.That(Permitted(new { kind = "execute", rawInput = new { command = new[] { "bash", "-lc", "git push" } } }), Is.EqualTo("id-reject_once"));
            Assert.That(Permitted(new { kind = "fetch", rawInput = new { url = "https://example.org/" } }), Is.EqualTo("id-reject_once"));
            Assert.That(_refused, Has.Count.EqualTo(6));
            Assert.That(_refused[0], Is.EqualTo("Edit kept.txt: 'kept.txt' is protected by 'protect \"kept.txt\"' (line 3)"));
        });
    }

    [TestCase("reject_once", new[] { "allow_always", "reject_once" })]
    [TestCase(null, new[] { "allow_always", "reject_always" })]
    public void Nothing_is_allowed_for_always_which_no_constraint_is_blamed_for(string? kind, string[] kinds)
    {
        Assert.That(Permitted(new { kind = "edit", locations = new[] { new { path = _folder["a.txt"] } } }, kinds), Is.EqualTo(kind is null ? "cancelled" : $"id-{kind}"));
        Assert.That((_refused.Count, _unclear.Single()), Is.EqualTo((0, "a call: it can be allowed only for always, and permission is given once at a time")));
    }

    [Test]
    public void Of_writes_that_fail_only_those_are_refused_that_the_constraints_forbid()
    {
        Directory.CreateDirectory(_folder["folder"]);
        Assert.Multiple(() =>
        {
            Assert.That(Fault(new { sessionId = "s", content = "x" }), Does.Contain("'path' is missing"));
            Assert.That(Fault(new { sessionId = "s", path = _folder["a.txt"] }), Does.Contain("'content' is missing"));
            Assert.That(Fault(new { sessionId = "s", path = _folder["folder"], content = "x" }), Is.Not.Empty, "a folder is no file");
            Assert.That(Fault(new { sessionId = "s", path = _folder["kept.txt"], content = "x" }), Does.Contain("protect"));
            Assert.That(_refused, Is.EqualTo(new[] { "'kept.txt' is protected by 'protect \"kept.txt\"' (line 3)" }));
            Assert.That(_unclear, Is.Empty);
        });

        string? Fault(object parameters) => Ask("fs/write_text_file", parameters).TextAt("error", "message");
    }

    [Test]
    public void Files_are_written_and_read_within_the_constraints()
    {
        File.WriteAllBytes(_folder["marked.txt"], [0xEF, 0xBB, 0xBF, (byte)'a']);
        Assert.Multiple(() =>
        {
            Assert.That(Ask("fs/write_text_file", new { sessionId = "s", path = _folder["new/a.txt"], content = "one\ntwo\nthree\n" }).At("result").ValueKind, Is.EqualTo(JsonValueKind.Object));
            Assert.That(Ask("fs/read_text_file", new { sessionId = "s", path = _folder["new/a.txt"] }).TextAt("result", "content"), Is.EqualTo("one\ntwo\nthree\n"));
            Assert.That(Ask("fs/read_text_file", new { sessionId = "s", path = _folder["new/a.txt"], line = 2, limit = 1 }).TextAt("result", "content"), Is.EqualTo("two"));
            Assert.That(Ask("fs/read_text_file", new { sessionId = "s", path = _folder["missing"] }).At("error").CountAt("code"), Is.Zero);
            Assert.That(Ask("fs/read_text_file", new { sessionId = "s", path = "/etc/passwd" }).TextAt("error", "message"), Does.Contain("leads out of the repository"));
            Assert.That(Ask("fs/write_text_file", new { sessionId = "s", path = _folder["kept.txt"], content = "x" }).TextAt("error", "message"), Does.Contain("protect"));
            Assert.That(Ask("fs/write_text_file", new { sessionId = "s", content = "x" }).TextAt("error", "message"), Does.Contain("'path' is missing"));
            Ask("fs/write_text_file", new { sessionId = "s", path = _folder["marked.txt"], content = "b" });
            Assert.That(File.ReadAllBytes(_folder["marked.txt"]), Is.EqualTo(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'b' }), "the mark stays");
            Assert.That(File.Exists(_folder["kept.txt"]), Is.False);
        });
    }

    [Test]
    public void Within_a_sandbox_no_file_is_served_and_that_is_said_from_the_start()
    {
        File.WriteAllText(_folder["a.txt"], "one");
        var session = new AcpSession(
            line =>
            {
                _sent.Enqueue(JsonDocument.Parse(line).RootElement);
                return Task.FromResult(true);
            },
            files: null,
            new AcpPermissions(new FileGuard(new Workspace(_folder.Path, _folder.State), _ => null), new CommandRules([], _ => 1), null),
            _events.Add,
            (what, isForbidden) => (isForbidden ? _refused : _unclear).Add(what));
        _ = session.PromptAsync(_folder.Path, "do it", CancellationToken.None);
        var offered = _sent.Dequeue().At("params", "clientCapabilities", "fs");

        Assert.Multiple(() =>
        {
            Assert.That(offered.At("readTextFile").ValueKind, Is.EqualTo(JsonValueKind.False));
            Assert.That(offered.At("writeTextFile").ValueKind, Is.EqualTo(JsonValueKind.False));
            Assert.That(Refusal("fs/read_text_file", new { sessionId = "s", path = _folder["a.txt"] }), Is.EqualTo((-32602, "Files are not served here: read and write them in the tree itself.")));
            Assert.That(Refusal("fs/write_text_file", new { sessionId = "s", path = _folder["a.txt"], content = "two" }), Is.EqualTo((-32602, "Files are not served here: read and write them in the tree itself.")));
            Assert.That(File.ReadAllText(_folder["a.txt"]), Is.EqualTo("one"));
        });

        (int, string?) Refusal(string method, object parameters)
        {
            session.Take(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = "q", method, @params = parameters }));
            var answer = _sent.Dequeue();
            return (answer.At("error", "code").GetInt32(), answer.TextAt("error", "message"));
        }
    }

    [Test]
    public void What_is_not_offered_is_no_method() =>
        Assert.That(Ask("terminal/create", new { sessionId = "s", command = "ls" }).At("error", "code").GetInt32(), Is.EqualTo(-32601));
}
