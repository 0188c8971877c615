using System.Text.Json;
using GoalBuild.Editor.Tests.Support;

namespace GoalBuild.Editor.Tests;

public sealed class DiagnosticTests
{
    private const string Good = "goal \"a\" {\n    objective \"It builds.\"\n    verify { build \"App.sln\" }\n    constrain { only \"src/**\" }\n}\n";

    [Test]
    public async Task An_opened_file_gets_the_diagnostics_of_check()
    {
        using var repository = new Repository("App.sln");
        await using var editor = await EditorClient.StartAsync();
        var text = Good.Replace("build", "biuld", StringComparison.Ordinal);
        await editor.OpenAsync(repository.Goal, text, 7);
        var found = await editor.DiagnosticsAsync(7);
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var expected = EditorClient.Check(stream, Path.Combine(repository.Root, "a.goal")).Diagnostics;
        Assert.That(found.EnumerateArray().Select(one => (one.GetProperty("code").GetString(), one.GetProperty("message").GetString())), Is.EqualTo(expected.Select(one => (one.Code, one.Message))));
        Assert.That(found[0].GetProperty("range").ToString(), Is.EqualTo("""{"start":{"line":2,"character":13},"end":{"line":2,"character":18}}"""));
        Assert.That(found[0].GetProperty("severity").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Each_change_is_checked_on_the_text_that_the_ones_before_it_left()
    {
        using var repository = new Repository("App.sln");
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, Good);
        Assert.That((await editor.DiagnosticsAsync(1)).GetArrayLength(), Is.Zero);
        await ChangeAsync(editor, repository.Goal, 2, (2, 13, 2, 18, "buil"), (2, 17, 2, 17, "ds"));
        Assert.That(Codes(await editor.DiagnosticsAsync(2)), Is.EqualTo(new[] { "GOAL1002" }));
        await ChangeAsync(editor, repository.Goal, 3, (2, 18, 2, 19, ""));
        Assert.That((await editor.DiagnosticsAsync(3)).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_whole_text_may_be_sent_as_a_change()
    {
        using var repository = new Repository("App.sln");
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, "goal");
        Assert.That((await editor.DiagnosticsAsync(1)).GetArrayLength(), Is.GreaterThan(0));
        await editor.TellAsync("textDocument/didChange", new { textDocument = new { uri = repository.Goal, version = 2 }, contentChanges = new[] { new { text = Good } } });
        Assert.That((await editor.DiagnosticsAsync(2)).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Positions_count_UTF_16_code_units()
    {
        using var repository = new Repository("App.sln");
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, "/* 🧭é */ gaol x {}\r\n");
        var range = (await editor.DiagnosticsAsync(1))[0].GetProperty("range");
        Assert.That(range.GetProperty("start").GetProperty("character").GetInt32(), Is.EqualTo("/* 🧭é */ ".Length));

        // Behind the emoji, whose two code units are one character.
        await ChangeAsync(editor, repository.Goal, 2, (0, 5, 0, 6, "e"), (0, "/* 🧭e */ ".Length, 0, "/* 🧭e */ gaol".Length, "goal"));
        Assert.That(Codes(await editor.DiagnosticsAsync(2)), Does.Not.Contain("GOAL1002"));
    }

    [Test]
    public async Task Of_a_burst_of_changes_the_last_one_is_told_whatever_becomes_of_the_others()
    {
        using var repository = new Repository("App.sln");
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, "");
        for (var version = 2; version <= 1 + Good.Length; version++)
        {
            await editor.TellAsync("textDocument/didChange", new { textDocument = new { uri = repository.Goal, version }, contentChanges = new[] { new { text = Good[..(version - 1)] } } });
        }

        Assert.That((await editor.DiagnosticsAsync(1 + Good.Length)).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_project_that_appears_on_disk_takes_its_diagnostic_away()
    {
        using var repository = new Repository();
        await using var editor = await EditorClient.StartAsync(watches: true);
        var (method, message) = await editor.ToldAsync();
        Assert.That(method, Is.EqualTo("client/registerCapability"));
        Assert.That(message.ToString(), Does.Contain("csproj").And.Contain("evidence.json"));
        await editor.OpenAsync(repository.Goal, Good);
        Assert.That(Codes(await editor.DiagnosticsAsync(1)), Is.EqualTo(new[] { "GOAL2009" }));
        repository.Write("App.sln", "");
        await editor.TellAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = "file:///x", type = 1 } } });
        Assert.That((await editor.DiagnosticsAsync(1)).GetArrayLength(), Is.Zero);
        Assert.That((await editor.ToldAsync()).Method, Is.EqualTo("workspace/codeLens/refresh"));
    }

    [Test]
    public async Task A_closed_file_has_no_diagnostics_any_more()
    {
        using var repository = new Repository();
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, "gaol");
        await editor.DiagnosticsAsync(1);
        await editor.TellAsync("textDocument/didClose", new { textDocument = new { uri = repository.Goal } });
        Assert.That((await editor.DiagnosticsAsync()).GetProperty("diagnostics").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_document_that_was_never_saved_is_checked_too()
    {
        await using var editor = await EditorClient.StartAsync();
        await editor.OpenAsync("untitled:Untitled-1", "gaol");
        Assert.That(Codes(await editor.DiagnosticsAsync(1)), Does.Contain("GOAL1002"));
    }

    private static IEnumerable<string?> Codes(JsonElement diagnostics) => diagnostics.EnumerateArray().Select(one => one.GetProperty("code").GetString());

    private static Task ChangeAsync(EditorClient editor, string uri, int version, params (int, int, int, int, string)[] changes) => editor.TellAsync("textDocument/didChange", new
    {
        textDocument = new { uri, version },
        contentChanges = changes.Select(change => new
        {
            range = new { start = new { line = change.Item1, character = change.Item2 }, end = new { line = change.Item3, character = change.Item4 } },
            text = change.Item5,
        }),
    });
}
