using CsCheck;
using GoalBuild.Editor.Tests.Support;
using StreamJsonRpc;

namespace GoalBuild.Editor.Tests;

public sealed class RobustnessTests
{
    private static readonly string[] Requests = ["completion", "hover", "definition", "prepareRename", "documentSymbol", "foldingRange", "formatting", "codeLens"];

    [Test]
    public async Task A_document_that_is_not_open_is_answered_with_nothing()
    {
        await using var editor = await EditorClient.StartAsync();
        foreach (var request in Requests)
        {
            var answer = await editor.AskAsync("textDocument/" + request, new { textDocument = new { uri = "file:///nowhere/x.goal" }, position = new { line = 0, character = 0 } });
            Assert.That(answer.ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null), request);
        }
    }

    [Test]
    public async Task A_request_that_lacks_what_it_needs_is_an_error_and_the_next_one_is_answered()
    {
        await using var editor = await EditorClient.StartAsync();
        await Assert.ThrowsAsync<RemoteInvocationException>(() => editor.AskAsync("textDocument/hover", new { nothing = true }));
        await Assert.ThrowsAsync<RemoteMethodNotFoundException>(() => editor.AskAsync("textDocument/nonsense", new { }));
        await editor.TellAsync("$/setTrace", new { value = "off" });
        await editor.TellAsync("textDocument/didChange", new { textDocument = new { uri = "file:///never/opened.goal", version = 2 }, contentChanges = new[] { new { text = "" } } });
        await editor.OpenAsync("untitled:x", "gaol");
        Assert.That((await editor.DiagnosticsAsync(1)).GetArrayLength(), Is.GreaterThan(0));
    }

    [Test]
    public async Task Places_beyond_the_text_mean_its_end()
    {
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync("untitled:x", "goal a { ");
        foreach (var (line, character) in new[] { (0, int.MaxValue), (int.MaxValue, int.MaxValue), (99, 0) })
        {
            var answer = await editor.AskAsync("textDocument/completion", new { textDocument = new { uri = "untitled:x" }, position = new { line, character } });
            Assert.That(answer.GetProperty("items").GetArrayLength(), Is.GreaterThan(5));
        }
    }

    [Test]
    public async Task A_check_that_fails_is_told_and_the_next_one_is_made()
    {
        var fails = true;
        await using var editor = await EditorClient.StartAsync(check: (stream, path) =>
            Interlocked.Exchange(ref fails, false) ? throw new IOException("the disk is gone") : EditorClient.Check(stream, path));
        await editor.OpenAsync("untitled:x", "gaol");
        Assert.That((await editor.ToldAsync()).Message.GetProperty("message").GetString(), Does.Contain("the disk is gone"));
        await editor.TellAsync("textDocument/didChange", new { textDocument = new { uri = "untitled:x", version = 2 }, contentChanges = new[] { new { text = "gaol x" } } });
        Assert.That((await editor.DiagnosticsAsync(2)).GetArrayLength(), Is.GreaterThan(0));
    }

    [Test]
    public async Task What_is_no_message_ends_the_server()
    {
        await using var editor = await EditorClient.StartAsync();
        editor.SendRaw("Content-Length: 7\r\n\r\n{not js"u8);
        Assert.That(await editor.Server.WaitAsync(TimeSpan.FromSeconds(30)), Is.False);
    }

    [Test]
    public async Task A_request_that_is_no_longer_wanted_is_cancelled()
    {
        using var wanted = new CancellationTokenSource();
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync("untitled:x", "goal a { }");
        await wanted.CancelAsync();
        Assert.That(async () => await editor.AskAsync("textDocument/documentSymbol", new { textDocument = new { uri = "untitled:x" } }, wanted.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await editor.AskAsync("textDocument/documentSymbol", new { textDocument = new { uri = "untitled:x" } })).GetArrayLength(), Is.EqualTo(1));
    }

    /// <summary>What is typed is broken most of the time: whatever stands in a file and wherever the place is, each request is answered.</summary>
    [Test]
    public async Task Whatever_is_typed_every_request_is_answered()
    {
        const string Whole = """
            goal "a" after b { objective "x" require "r" { test "App.sln" filter "N~x" at least 3 in release, "two" } verify { run "x" in "web" never prints /e\/x/i
            measure "m" = run "s" matching /(?<value>\d+)/ < 600KB } constrain { only "src/**", "!x" "advice" } phase one after two { objective "y" } environment release { set A = "b" }
            budget { turns 60 cost $10 } agent { model "m" price $1 / $2 } } // end
            """;
        string[] pieces = ["\"", "{", "}", "goal", "verify {", ",", "/", "/*", "\"\"\"", "\\", "in", "test", "80", "🧭", "\r", "after", "="];
        var texts = Gen.Select(Gen.Int[0, Whole.Length], Gen.Int[0, Whole.Length], Gen.Int[0, pieces.Length - 1], Gen.Int[0, 400])
            .Select((from, to, piece, at) => (Text: Whole[..Math.Min(from, to)] + pieces[piece] + Whole[Math.Max(from, to)..], At: at));
        await using var editor = await EditorClient.StartAsync();
        var version = 0;
        await texts.SampleAsync(
            async sample =>
            {
                await editor.OpenAsync("untitled:x", sample.Text, Interlocked.Increment(ref version));
                var position = new { line = sample.At % 3, character = sample.At / 3 };
                foreach (var request in Requests)
                {
                    await editor.AskAsync("textDocument/" + request, new { textDocument = new { uri = "untitled:x" }, position });
                }

                await editor.AskAsync("textDocument/codeAction", new { textDocument = new { uri = "untitled:x" }, range = new { start = position, end = position } });
            },
            iter: 300,
            threads: 1);
        Assert.That(version, Is.GreaterThanOrEqualTo(300));
    }
}
