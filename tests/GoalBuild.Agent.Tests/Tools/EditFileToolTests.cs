using System.Text;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EditFileToolTests : IDisposable
{
    private readonly ToolFolder _tree = new(new ProtectConstraint([new Text("db/**")]));
    private readonly EditFileTool _tool = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task A_text_that_stands_once_is_replaced_and_the_edit_is_announced()
    {
        _tree.Folder.With("a.cs", "one\ntwo\nthree\n");
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "a.cs", old = "two", @new = "2\n2b" }), Is.EqualTo("Replaced line 2 on in a.cs (4 lines now)."));
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo("one\n2\n2b\nthree\n"));
        Assert.That(_tree.Intents.Single().Path, Is.EqualTo("a.cs"));
    }

    [Test]
    public async Task A_text_that_stands_several_times_is_replaced_only_when_all_are_meant()
    {
        _tree.Folder.With("a.cs", "x = 1;\ny = 2;\nx = 1;\n");
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.cs", old = "x = 1;", @new = "x = 3;" }), Does.Contain("2 times").And.Contain("lines 1, 3").And.Contain("all=true"));
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo("x = 1;\ny = 2;\nx = 1;\n"));
        await _tree.AnswerAsync(_tool, new { path = "a.cs", old = "x = 1;", @new = "x = 3;", all = true });
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo("x = 3;\ny = 2;\nx = 3;\n"));
    }

    [Test]
    public async Task A_text_that_is_not_there_shows_the_nearest_lines()
    {
        _tree.Folder.With("a.cs", "class A\n{\n    int Count() => 1;\n    int Size() => 2;\n}\n");
        var error = await _tree.ErrorAsync(_tool, new { path = "a.cs", old = "    int Sizes() => 2;", @new = "" });
        Assert.That(error, Does.Contain("not in 'a.cs'").And.Contain("4\t    int Size() => 2;"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.cs", old = "4\t    int Size() => 2;", @new = "" }), Does.Contain("Leave out the line numbers"));
        Assert.That(_tree.Intents, Is.Empty);
    }

    [Test]
    public async Task Line_endings_and_byte_order_mark_stay_as_they_are()
    {
        File.WriteAllText(_tree.Folder["a.cs"], "one\r\ntwo\r\nthree", new UTF8Encoding(true));
        await _tree.AnswerAsync(_tool, new { path = "a.cs", old = "one\ntwo\n", @new = "1\n2\n" });
        Assert.That(File.ReadAllBytes(_tree.Folder["a.cs"]), Is.EqualTo(Encoding.UTF8.GetPreamble().Concat("1\r\n2\r\nthree"u8.ToArray())));
        await _tree.AnswerAsync(_tool, new { path = "a.cs", @new = "all\nnew\n" });
        Assert.That(File.ReadAllBytes(_tree.Folder["a.cs"]), Is.EqualTo(Encoding.UTF8.GetPreamble().Concat("all\r\nnew\r\n"u8.ToArray())));
    }

    [Test]
    public async Task White_space_at_ends_of_lines_need_not_agree()
    {
        _tree.Folder.With("a.cs", "if (x)  \n{\t\n    y();\n}\n");
        await _tree.AnswerAsync(_tool, new { path = "a.cs", old = "if (x)\n{\n    y();  ", @new = "while (x)\n{\n    z();" });
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo("while (x)\n{\n    z();\n}\n"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.cs", old = "  z();\n  }", @new = "" }), Does.Contain("not in 'a.cs'"), "white space in front is part of the text");
    }

    [Test]
    public async Task Without_an_old_text_a_file_is_created_or_replaced([Values(null, "")] string? old)
    {
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "src/new/a.cs", old, @new = "one\n" }), Is.EqualTo("Created src/new/a.cs (1 line now)."));
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "src/new/a.cs", old, @new = "two\n" }), Is.EqualTo("Wrote src/new/a.cs (1 line now)."));
        Assert.That(_tree.Folder.Text("src/new/a.cs"), Is.EqualTo("two\n"));
    }

    [Test]
    public async Task Other_encodings_stay_and_what_they_cannot_hold_is_refused()
    {
        File.WriteAllBytes(_tree.Folder["a.txt"], Encoding.Latin1.GetBytes("größe ist 1\n"));
        await _tree.AnswerAsync(_tool, new { path = "a.txt", old = "ist 1", @new = "wäre 2" });
        Assert.That(File.ReadAllBytes(_tree.Folder["a.txt"]), Is.EqualTo(Encoding.Latin1.GetBytes("größe wäre 2\n")));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.txt", old = "2", @new = "→" }), Does.Contain("Latin-1, which has no '→'"));
    }

    [Test]
    public async Task What_changes_nothing_is_an_error()
    {
        _tree.Folder.With("a.txt", "one\n");
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.txt", old = "one", @new = "one" }), Does.Contain("Nothing would change"));
        Assert.That(_tree.Intents, Is.Empty);
    }

    [Test]
    public async Task What_may_not_be_written_is_refused_whatever_leads_there()
    {
        _tree.Folder.With("db/a.sql", "x");
        Directory.CreateSymbolicLink(_tree.Folder["innocent"], _tree.Folder["db"]);
        foreach (var path in new[] { "db/a.sql", "innocent/a.sql", "src/../db/new.sql", _tree.Folder["db/a.sql"] })
        {
            Assert.That(await _tree.ErrorAsync(_tool, new { path, @new = "y" }), Does.Contain("protect \"db/**\""), path);
        }

        Assert.That(await _tree.ErrorAsync(_tool, new { path = "../x", @new = "y" }), Does.Contain("out of the repository"));
        Assert.That(_tree.Folder.Text("db/a.sql"), Is.EqualTo("x"));
        Assert.That(_tree.Folder["db/new.sql"], Does.Not.Exist);
    }

    [Test]
    public async Task Folders_binary_files_and_missing_files_are_refused()
    {
        _tree.Folder.With("src/a.cs", "");
        File.WriteAllBytes(_tree.Folder["a.dll"], [0, 1]);
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "src", @new = "y" }), Does.Contain("is a folder"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.dll", @new = "y" }), Does.Contain("is no text"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "b.cs", old = "x", @new = "y" }), Does.Contain("no file 'b.cs'"));
    }

    [Test]
    public async Task The_placeholder_of_a_secret_is_never_written()
    {
        _tree.Folder.With("a.txt", "key = abc\n");
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.txt", @new = $"key = {SecretMask.Opening}]\n" }), Does.Contain("stands for a secret"));
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("key = abc\n"));
    }
}
