using System.Text.Json;
using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Tests.Support;
using StreamJsonRpc;

namespace GoalBuild.Editor.Tests;

public sealed class NameTests
{
    private const string Text = """
        goal a {
            environment release { configuration Release }
            phase one { objective "x" verify { build "App.sln" in release } }
            phase two after one { objective "y" verify { test "tests" in "release" as "release" } }
        }
        goal b after a { }
        """;

    [TestCase(2, 60, 1, 16)]
    [TestCase(3, 21, 2, 10)]
    [TestCase(5, 13, 0, 5)]
    public async Task A_name_leads_to_where_it_is_declared(int line, int character, int declaredLine, int declaredCharacter)
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, Text);
        var found = await AtAsync(editor, repository, "definition", line, character);
        Assert.That(found.GetProperty("uri").GetString(), Is.EqualTo(repository.Goal));
        Assert.That(found.GetProperty("range").GetProperty("start").ToString(), Is.EqualTo($$"""{"line":{{declaredLine}},"character":{{declaredCharacter}}}"""));
    }

    [Test]
    public async Task A_path_leads_to_the_file_and_a_folder_to_its_project()
    {
        using var repository = new Repository("App.sln", "tests/App Tests.csproj");
        await using var editor = await OpenAsync(repository, Text);
        Assert.That((await AtAsync(editor, repository, "definition", 2, 45)).GetProperty("uri").GetString(), Is.EqualTo(DocumentUri.Of(Path.Combine(repository.Root, "App.sln"))));
        Assert.That((await AtAsync(editor, repository, "definition", 3, 56)).GetProperty("uri").GetString(), Does.EndWith("/tests/App%20Tests.csproj"));
        Assert.That((await AtAsync(editor, repository, "definition", 0, 1)).ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task All_places_that_refer_to_a_name_are_found()
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, Text);
        var found = await editor.AskAsync("textDocument/references", new { textDocument = new { uri = repository.Goal }, position = new { line = 1, character = 18 }, context = new { includeDeclaration = true } });
        Assert.That(found.EnumerateArray().Select(place => place.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32()), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task An_environment_is_renamed_with_its_uses_and_with_nothing_else_that_is_called_so()
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, Text);
        var edit = await RenameAsync(editor, repository, 2, 60, "shipping");
        var expected = Text.Replace("environment release", "environment shipping", StringComparison.Ordinal).Replace("in release", "in shipping", StringComparison.Ordinal).Replace("in \"release\"", "in \"shipping\"", StringComparison.Ordinal);
        Assert.That(TextEdits.ApplyTo(repository.Goal, Text, edit), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_phase_gets_quotes_where_its_new_name_needs_them()
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, Text);
        var edit = await RenameAsync(editor, repository, 2, 11, "first step");
        Assert.That(TextEdits.ApplyTo(repository.Goal, Text, edit), Does.Contain("phase \"first step\" {").And.Contain("phase two after \"first step\" {"));
    }

    [TestCase("two", "Another phase is called 'two' already")]
    [TestCase("  ", "a name has at least one character")]
    public async Task A_name_that_cannot_be_is_refused_with_the_reason(string name, string reason)
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, Text);
        var error = await Assert.ThrowsAsync<RemoteInvocationException>(() => RenameAsync(editor, repository, 2, 11, name));
        Assert.That(error!.Message, Does.Contain(reason));
        Assert.That(error.ErrorCode, Is.EqualTo(-32803));
    }

    [Test]
    public async Task What_is_no_name_cannot_be_renamed()
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, Text);
        Assert.That((await AtAsync(editor, repository, "prepareRename", 2, 45)).ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await AtAsync(editor, repository, "prepareRename", 2, 11)).GetProperty("placeholder").GetString(), Is.EqualTo("one"));
    }

    [TestCase("file:///tmp/a%20b.goal", "file:///c%3A/a%20b.goal", "/a b.goal")]
    [TestCase("file:///tmp/%C3%A4.goal", "file:///C:/%C3%A4.goal", "/ä.goal")]
    public void Uris_are_paths_however_an_editor_escapes_them(string unix, string windows, string end) =>
        Assert.That(DocumentUri.ToPath(OperatingSystem.IsWindows() ? windows : unix)?.Replace('\\', '/'), Does.EndWith(end));

    [TestCase("untitled:Untitled-1")]
    [TestCase("file:///tmp/%00")]
    [TestCase("http://host/a.goal")]
    [TestCase("")]
    public void What_is_on_no_disk_has_no_path(string uri) => Assert.That(DocumentUri.ToPath(uri), Is.Null);

    private static async Task<EditorClient> OpenAsync(Repository repository, string text)
    {
        var editor = await EditorClient.StartAsync();
        await editor.OpenAsync(repository.Goal, text);
        return editor;
    }

    private static Task<JsonElement> AtAsync(EditorClient editor, Repository repository, string request, int line, int character) =>
        editor.AskAsync("textDocument/" + request, new { textDocument = new { uri = repository.Goal }, position = new { line, character } });

    private static Task<JsonElement> RenameAsync(EditorClient editor, Repository repository, int line, int character, string newName) =>
        editor.AskAsync("textDocument/rename", new { textDocument = new { uri = repository.Goal }, position = new { line, character }, newName });
}
