using System.Text;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SearchTextToolTests : IDisposable
{
    private readonly ToolFolder _tree = new();
    private readonly SearchTextTool _tool = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task Matching_lines_come_with_their_files_and_numbers()
    {
        _tree.Folder.With("b.cs", "int x;\r\nint total;\r\n").With("a.cs", "none\nTotal += 1;\n").With("c.md", "total");
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = @"\btotal\b", glob = "*.cs" }), Is.EqualTo("b.cs:2: int total;"));
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = @"\btotal\b", ignore_case = true }), Is.EqualTo("a.cs:2: Total += 1;\nb.cs:2: int total;\nc.md:1: total"));
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "total", path = "c.md" }), Is.EqualTo("c.md:1: total"));
    }

    [Test]
    public async Task Lines_around_are_shown_once_and_told_from_matches()
    {
        _tree.Folder.With("a.txt", "1\nx\n3\nx\n5\n6\n7\n8\nx\n");
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "x", context = 1 }), Is.EqualTo("a.txt-1- 1\na.txt:2: x\na.txt-3- 3\na.txt:4: x\na.txt-5- 5\n--\na.txt-8- 8\na.txt:9: x"));
    }

    [Test]
    public async Task Ignored_and_binary_files_are_left_out_but_a_file_can_be_named()
    {
        _tree.Folder.With(".gitignore", "*.log\n").With("a.log", "needle").With("a.txt", "hay").Committed();
        File.WriteAllBytes(_tree.Folder["b.bin"], [0, .. "needle"u8]);
        File.WriteAllText(_tree.Folder["u.txt"], "needle", Encoding.Unicode);
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "needle" }), Is.EqualTo("u.txt:1: needle"));
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "needle", path = "a.log" }), Is.EqualTo("a.log:1: needle"));
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "absent" }), Is.EqualTo("Nothing in 4 files matches."));
    }

    [Test]
    public async Task An_invalid_expression_is_explained_and_its_escaped_form_given()
    {
        Assert.That(await _tree.ErrorAsync(_tool, new { pattern = "Foo(" }), Does.Contain("Not enough )").And.Contain("escape it: Foo\\("));
    }

    [TestCase(@"(?<=a)b", "ab")]
    [TestCase(@"(\w)\1", "aa")]
    public async Task Expressions_that_look_around_or_back_work(string pattern, string text)
    {
        _tree.Folder.With("a.txt", text);
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern }), Is.EqualTo($"a.txt:1: {text}"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Expressions_that_backtrack_without_end_are_stopped_or_take_linear_time(CancellationToken cancellation)
    {
        _tree.Folder.With("a.txt", new string('a', 5_000) + "!");
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "^(a+)+$" }), Does.StartWith("Nothing"));
        Assert.That(await _tree.ErrorAsync(_tool, new { pattern = @"^(?=a)(a+)+$" }), Does.Contain("takes too long on 'a.txt'"));
        Assert.That(cancellation.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Many_matches_are_counted_and_named_by_file()
    {
        for (var i = 0; i < 8; i++)
        {
            _tree.Folder.With($"{i}.txt", string.Concat(Enumerable.Repeat("x\n", 30 + i)));
        }

        var answer = await _tree.AnswerAsync(_tool, new { pattern = "x" });
        Assert.That(answer.Split('\n'), Has.Length.EqualTo(SearchTextTool.MostMatches + 1));
        Assert.That(answer, Does.Contain("… 168 more matching lines in 8 files: 7.txt (37), 6.txt (36)"));
    }

    [Test]
    public async Task Long_lines_are_cut_around_the_match()
    {
        _tree.Folder.With("a.js", new string('a', 10_000) + "needle" + new string('b', 10_000));
        var answer = await _tree.AnswerAsync(_tool, new { pattern = "needle" });
        Assert.That(answer, Does.StartWith("a.js:1: …aaa").And.Contain("aneedleb"));
        Assert.That(answer, Has.Length.LessThan(300));
    }

    [Test]
    public async Task A_link_that_leads_out_is_not_followed()
    {
        using var other = new TempFolder().With("secret.txt", "needle");
        File.CreateSymbolicLink(_tree.Folder["a.txt"], other["secret.txt"]);
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "needle" }), Does.StartWith("Nothing"));
        Assert.That(await _tree.ErrorAsync(_tool, new { pattern = "needle", path = "a.txt" }), Does.Contain("out of the repository"));
    }

    [Test]
    public async Task A_pattern_with_a_line_break_is_told_that_lines_are_searched()
    {
        _tree.Folder.With("a.txt", "a\nb");
        Assert.That(await _tree.AnswerAsync(_tool, new { pattern = "a\\nb" }), Does.Contain("line by line"));
    }
}
