using System.Text;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ApplyPatchToolTests : IDisposable
{
    private const string Sample = "class A\n{\n    int One()\n    {\n        return 1;\n    }\n\n    int Two()\n    {\n        return 1;\n    }\n}\n";

    private readonly ToolFolder _tree = new(new ProtectConstraint([new Text("db/**")]));
    private readonly ApplyPatchTool _tool = new();

    public void Dispose() => _tree.Dispose();

    private Task<string> ApplyAsync(string body) => _tree.AnswerAsync(_tool, new { patch = $"*** Begin Patch\n{body}\n*** End Patch\n" });

    private Task<string> FailAsync(string body) => _tree.ErrorAsync(_tool, new { patch = $"*** Begin Patch\n{body}\n*** End Patch\n" });

    [Test]
    public async Task Files_are_added_changed_moved_and_deleted_at_once()
    {
        _tree.Folder.With("a.cs", "one\ntwo\n").With("old.sh", "echo\n").With("gone.txt", "x");
        _tree.Folder.SetExecutable("old.sh", true);
        var answer = await ApplyAsync("""
            *** Add File: src/new.cs
            +first
            +
            +third
            *** Update File: a.cs
            @@
             one
            -two
            +2
            *** Update File: old.sh
            *** Move to: bin/new.sh
            *** Delete File: gone.txt
            """);
        Assert.That(answer.ReplaceLineEndings("\n"), Is.EqualTo("Added src/new.cs (3 lines)\nUpdated a.cs (1 hunk, at line 1)\nUpdated old.sh, moved to bin/new.sh\nDeleted gone.txt"));
        Assert.That(_tree.Folder.Text("src/new.cs"), Is.EqualTo("first\n\nthird\n"));
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo("one\n2\n"));
        Assert.That(_tree.Folder.Text("bin/new.sh"), Is.EqualTo("echo\n"));
        Assert.That(_tree.Folder.Files().Keys, Is.EquivalentTo(new[] { "src/new.cs", "a.cs", "bin/new.sh" }));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(_tree.Folder["bin/new.sh"]).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [Test]
    public async Task Markers_say_which_of_several_places_is_meant()
    {
        _tree.Folder.With("a.cs", Sample);
        Assert.That(await FailAsync("*** Update File: a.cs\n@@\n-        return 1;\n+        return 2;"), Does.Contain("Hunk 1").And.Contain("fits in 2 places, from lines 5, 10"));
        await ApplyAsync("*** Update File: a.cs\n@@ class A\n@@     int Two()\n-        return 1;\n+        return 2;");
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo(Sample[..^20] + Sample[^20..].Replace("return 1", "return 2")));
    }

    [Test]
    public async Task A_part_of_a_line_is_a_marker_where_it_is_the_only_one_and_a_repeated_one_stands()
    {
        _tree.Folder.With("a.cs", Sample);
        await ApplyAsync("*** Update File: a.cs\n@@ class A\n-    int One()\n+    int First()\n@@ class A\n@@ Two(\n     {\n-        return 1;\n+        return 2;");
        Assert.That(_tree.Folder.Text("a.cs"), Does.Contain("First()\n    {\n        return 1;").And.Contain("Two()\n    {\n        return 2;"));
    }

    [Test]
    public async Task The_order_of_hunks_decides_where_it_can()
    {
        _tree.Folder.With("a.txt", "x\nmid\nx\n");
        await ApplyAsync("*** Update File: a.txt\n@@\n mid\n@@\n-x\n+y");
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("x\nmid\ny\n"));
        await ApplyAsync("*** Update File: a.txt\n@@\n-y\n+z\n@@\n-x\n+w");
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("w\nmid\nz\n"), "out of order, but each with one place");
    }

    [Test]
    public async Task The_end_of_the_file_is_a_place()
    {
        _tree.Folder.With("a.txt", "x\ny\nx\n");
        await ApplyAsync("*** Update File: a.txt\n@@\n-x\n+z\n*** End of File");
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("x\ny\nz\n"));
        await ApplyAsync("*** Update File: a.txt\n@@\n+last");
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("x\ny\nz\nlast\n"));
    }

    [TestCase("if (a)   \n{\n    b();\n}\n", " if (a)\n {\n-    b();\n+    c();", "if (a)   \n{\n    c();\n}\n")]
    [TestCase("    if (a)\n    {\n        b();\n    }\n", " if (a)\n {\n-    b();\n+    c();\n+\n+    d();", "    if (a)\n    {\n        c();\n\n        d();\n    }\n")]
    [TestCase("if (a)\n{\n\tb();\n}\n", " if (a)\n {\n-    b();\n+    c();", "if (a)\n{\n    c();\n}\n")]
    [TestCase("say(\u201Chi\u201D) \u2013 it\u2019s\u00A0on\nend\n", " say(\"hi\") - it's on\n-end\n+END", "say(\u201Chi\u201D) \u2013 it\u2019s\u00A0on\nEND\n")]
    [TestCase("a\nb\n", "a\n-b\n+c", "a\nc\n")]
    [TestCase("a\nb\n", " a\n-b\n+c\n\n", "a\nc\n")]
    [TestCase("a\r\nb\r\n", " a\r\n-b\r\n+c\r", "a\r\nc\r\n")]
    public async Task Drift_in_white_space_and_punctuation_is_overlooked_and_the_files_own_lines_stay(string text, string hunk, string expected)
    {
        _tree.Folder.With("a.cs", text);
        await ApplyAsync($"*** Update File: a.cs\n@@\n{hunk}");
        Assert.That(_tree.Folder.Text("a.cs"), Is.EqualTo(expected));
    }

    [TestCase("```diff\n*** Begin Patch\n{0}\n*** End Patch\n```")]
    [TestCase("apply_patch <<'EOF'\n*** Begin Patch\n{0}\n*** End Patch\nEOF\n")]
    [TestCase("{0}")]
    [TestCase("{0}\n```\n")]
    [TestCase("Here it is:\n*** Begin Patch\n{0}\nEOF")]
    public async Task What_models_wrap_around_a_patch_is_taken_off(string wrap)
    {
        _tree.Folder.With("a.txt", "x\n");
        await _tree.AnswerAsync(_tool, new { patch = wrap.Replace("{0}", "*** Update File: a.txt\n@@\n-x\n+y\n*** Add File: b.txt\n+b") });
        Assert.That((_tree.Folder.Text("a.txt"), _tree.Folder.Text("b.txt")), Is.EqualTo(("y\n", "b\n")));
    }

    [Test]
    public async Task Lines_of_unified_diffs_are_understood()
    {
        _tree.Folder.With("a.txt", "x\nq\nx\n");
        await ApplyAsync("*** Update File: a.txt\n--- a/a.txt\n+++ b/a.txt\n@@ -3,1 +3,1 @@ heading\n-x\n+y\n\\ No newline at end of file");
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("x\nq\ny\n"));
    }

    [Test]
    public async Task Endings_mark_encoding_and_a_missing_last_break_stay()
    {
        File.WriteAllText(_tree.Folder["a.txt"], "ä\r\nb\r\nc", new UTF8Encoding(true));
        File.WriteAllText(_tree.Folder["b.txt"], "ä\nb\n", Encoding.Unicode);
        await ApplyAsync("*** Update File: a.txt\n@@\n b\n-c\n+d\n+e\n*** Update File: b.txt\n@@\n-b\n+ß");
        Assert.That(File.ReadAllBytes(_tree.Folder["a.txt"]), Is.EqualTo(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("ä\r\nb\r\nd\r\ne"))));
        Assert.That(File.ReadAllBytes(_tree.Folder["b.txt"]), Is.EqualTo(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("ä\nß\n"))));
    }

    [Test]
    public async Task A_hunk_that_does_not_fit_is_named_with_what_stands_there_and_nothing_is_changed()
    {
        _tree.Folder.With("a.cs", Sample).With("b.txt", "b\n");
        var start = _tree.Folder.Files();
        var error = await FailAsync("*** Update File: b.txt\n@@\n-b\n+c\n*** Add File: n.txt\n+n\n*** Update File: a.cs\n@@\n-class A\n+class B\n@@\n     int Two()\n     {\n-        return 7;\n+        return 2;");
        Assert.That(error, Does.StartWith("a.cs: Hunk 2 (line 12 of the patch)").And.Contain("        return 7;").And.Contain("8\t    int Two()\n9\t    {\n10\t        return 1;").And.Contain("Nothing was changed"));
        Assert.That(_tree.Folder.Files(), Is.EqualTo(start));
        Assert.That(_tree.Intents, Is.Empty);
    }

    [TestCase("*** Update File: db/a.sql\n@@\n-x\n+y", "protect")]
    [TestCase("*** Update File: ok.txt\n*** Move to: db/b.sql", "protect")]
    [TestCase("*** Update File: db/a.sql\n*** Move to: b.sql", "protect")]
    [TestCase("*** Delete File: src/../db/a.sql", "protect")]
    [TestCase("*** Add File: ../out.txt\n+x", "out of the repository")]
    [TestCase("*** Add File: /tmp/out.txt\n+x", "out of the repository")]
    [TestCase("*** Add File: .goal/x\n+x", "belongs to GoalBuild")]
    [TestCase("*** Add File: ok.txt\n+x", "exists already")]
    [TestCase("*** Update File: ok.txt\n*** Move to: db2.txt", "exists already")]
    [TestCase("*** Update File: missing.txt\n@@\n-x\n+y", "no such file")]
    [TestCase("*** Delete File: sub", "is a folder")]
    [TestCase("*** Update File: bin.dat\n@@\n-x\n+y", "is no text")]
    [TestCase("*** Update File: ok.txt", "says nothing of what to change")]
    [TestCase("*** Update File: ok.txt\n@@\n-x\n+x", "Nothing would change")]
    [TestCase("*** Rename File: ok.txt", "names no file")]
    [TestCase("*** Update File: ok.txt\n*** Rename to: x", "begins with '***'")]
    [TestCase("*** Add File: n.txt\nx", "does not begin with '+'")]
    [TestCase("*** Delete File: ok.txt\n+x", "takes no lines")]
    [TestCase("*** Update File:", "names no path")]
    [TestCase("*** Update File: ok.txt\n@@\n x\n-y\n+1\n@@ -1,1 +1,1 @@\n-x\n+1", "changes already")]
    public async Task What_cannot_be_done_is_said_and_nothing_is_changed(string body, string message)
    {
        _tree.Folder.With("db/a.sql", "x\n").With("ok.txt", "x\ny\n").With("db2.txt", "x\n").With("sub/a.txt", "x");
        File.WriteAllBytes(_tree.Folder["bin.dat"], [0, 1]);
        var start = _tree.Folder.Files();
        var before = message is "names no file" or "Nothing would change" ? "" : "*** Add File: first.txt\n+1\n";
        Assert.That(await FailAsync(before + body), Does.Contain(message));
        Assert.That(_tree.Folder.Files(), Is.EqualTo(start));
        Assert.That(_tree.Intents, Is.Empty);
    }

    [Test]
    public async Task Parts_of_a_patch_on_one_file_follow_each_other()
    {
        _tree.Folder.With("a.txt", "1\n");
        await ApplyAsync("*** Update File: a.txt\n@@\n-1\n+2\n*** Update File: a.txt\n@@\n-2\n+3\n*** Delete File: a.txt\n*** Add File: a.txt\n+4");
        Assert.That(_tree.Folder.Text("a.txt"), Is.EqualTo("4\n"));
        Assert.That(_tree.Intents.Select(intent => intent.Path), Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public async Task A_file_may_make_room_for_a_folder_of_its_name()
    {
        _tree.Folder.With("a", "1\n");
        await ApplyAsync("*** Delete File: a\n*** Add File: a/b.txt\n+1");
        Assert.That(_tree.Folder.Text("a/b.txt"), Is.EqualTo("1\n"));
    }

    [Test]
    public async Task What_cannot_be_written_takes_back_what_was()
    {
        _tree.Folder.With("a.sh", "1\n").With("z.txt", "1\n").With("block", "a file where a folder would have to be");
        _tree.Folder.SetExecutable("a.sh", true);
        var start = _tree.Folder.Files();
        var error = await FailAsync("*** Delete File: a.sh\n*** Update File: z.txt\n@@\n-1\n+2\n*** Add File: block/new.txt\n+1");
        Assert.That(error, Does.Contain("'block/new.txt' cannot be written").And.Contain("Nothing was changed"));
        Assert.That(_tree.Folder.Files(), Is.EqualTo(start));
    }
}
