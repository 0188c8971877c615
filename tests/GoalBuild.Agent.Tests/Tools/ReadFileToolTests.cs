using System.Text;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReadFileToolTests : IDisposable
{
    private readonly ToolFolder _tree = new();
    private readonly ReadFileTool _tool = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task Lines_come_with_their_numbers_and_without_carriage_returns()
    {
        _tree.Folder.With("src/a.cs", "one\r\n\r\n  three");
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "src/a.cs" }), Is.EqualTo("1\tone\n2\t\n3\t  three\n"));
    }

    [Test]
    public async Task A_range_says_how_many_lines_there_are()
    {
        _tree.Folder.With("a.txt", "1\n2\n3\n4\n");
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "a.txt", start = 2, end = 3 }), Is.EqualTo("2\t2\n3\t3\n… of 4 lines\n"));
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "a.txt", start = 3, end = 99 }), Is.EqualTo("3\t3\n4\t4\n"));
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "a.txt", start = -3, end = 1 }), Is.EqualTo("1\t1\n… of 4 lines\n"));
    }

    [Test]
    public async Task A_range_outside_of_the_file_is_an_error_that_says_how_long_it_is([Values(5, 3)] int start)
    {
        _tree.Folder.With("a.txt", "1\n2\n3\n4\n");
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.txt", start, end = start == 3 ? 2 : 9 }), Does.Contain("it has 4 lines"));
    }

    [Test]
    public async Task A_long_file_is_read_in_parts_that_join_without_gap()
    {
        var text = string.Concat(Enumerable.Range(1, 1_234).Select(i => $"line {i}\n"));
        _tree.Folder.With("a.txt", text);
        var read = new StringBuilder();
        var parts = 0;
        for (int? start = 1; start is not null; parts++)
        {
            var answer = await _tree.AnswerAsync(_tool, new { path = "a.txt", start });
            Assert.That(answer, Has.Length.LessThan(ReadFileTool.MostCharacters + ReadFileTool.MostOfLine + 200));
            foreach (var line in answer.Split('\n').Where(line => line.Contains('\t')))
            {
                read.Append(line.Split('\t')[1]).Append('\n');
            }

            start = answer.Contains("start=") ? int.Parse(answer.Split("start=")[1]) : null;
        }

        Assert.That(read.ToString(), Is.EqualTo(text));
        Assert.That(parts, Is.EqualTo(3));
    }

    [Test]
    public async Task Long_lines_are_cut_and_many_of_them_end_the_answer()
    {
        _tree.Folder.With("a.js", string.Concat(Enumerable.Repeat(new string('x', 5_000) + "\n", 100)));
        var answer = await _tree.AnswerAsync(_tool, new { path = "a.js" });
        Assert.That(answer, Does.Contain("x… (4000 characters more)\n").And.Contain("… of 100 lines; read on with start="));
        Assert.That(answer, Has.Length.LessThan(ReadFileTool.MostCharacters + ReadFileTool.MostOfLine + 200));
    }

    [Test]
    public async Task Encodings_are_told_by_their_marks([Values("utf-8", "utf-16", "utf-16BE", "latin1")] string encoding)
    {
        var kind = Encoding.GetEncoding(encoding);
        File.WriteAllBytes(_tree.Folder["a.txt"], [.. kind.Preamble, .. kind.GetBytes("größe\n")]);
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "a.txt" }), Is.EqualTo("1\tgröße\n"));
    }

    [Test]
    public async Task What_is_no_text_is_refused_with_its_size()
    {
        File.WriteAllBytes(_tree.Folder["a.dll"], [0x4D, 0x5A, 0, 3, 0, 0]);
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "a.dll" }), Does.Contain("6 bytes of binary data"));
    }

    [Test]
    public async Task An_empty_file_is_said_to_be_empty()
    {
        _tree.Folder.With("a.txt", "");
        Assert.That(await _tree.AnswerAsync(_tool, new { path = "a.txt" }), Is.EqualTo("'a.txt' is empty."));
    }

    [Test]
    public async Task Folders_and_missing_files_lead_to_the_list_of_files()
    {
        _tree.Folder.With("src/a.cs", "");
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "src" }), Does.Contain("is a folder; list_files with path=\"src\""));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "src/b.cs" }), Does.Contain("no file 'src/b.cs'").And.Contain("list_files"));
    }

    [Test]
    public async Task What_lies_outside_is_not_read_by_any_way()
    {
        Directory.CreateSymbolicLink(_tree.Folder["out"], Path.GetTempPath());
        _tree.Folder.With(".goal/ledger.db", "x");
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "../x" }), Does.Contain("out of the repository"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = "out/x" }), Does.Contain("out of the repository"));
        Assert.That(await _tree.ErrorAsync(_tool, new { path = ".goal/ledger.db" }), Does.Contain("belongs to GoalBuild"));
    }
}
