using System.Text;
using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class AgentsFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Read(params string[] folders) => AgentsFiles.Read(_folder.Path, folders);

    [Test]
    public void The_folders_lead_from_the_root_to_the_goal_and_to_what_its_context_names()
    {
        var goal = new Goal(new Text("g")) { Context = [new Text("../src/Api/**/*.cs"), new Text("!../old/**"), new Text("../../out/**"), new Text("notes.md")] };
        Assert.That(
            AgentsFiles.FoldersOf(new Workspace(_folder.Path, _folder.State), _folder["goals"], goal),
            Is.EqualTo(new[] { "", "goals", "src", "src/Api", "goals/notes.md" }));
    }

    [Test]
    public void Files_come_from_the_root_down_each_under_its_path()
    {
        _folder.With("AGENTS.md", "root\r\n").With("src/Api/AGENTS.md", "near");
        Assert.That(Read("", "src", "src/Api"), Is.EqualTo("## AGENTS.md\nroot\n## src/Api/AGENTS.md\nnear\n"));
        Assert.That(Read("src"), Is.Empty);
    }

    [Test]
    public void What_is_too_long_in_all_is_cut_at_a_line_and_says_where()
    {
        var line = new string('ä', 49) + "\n";
        _folder.With("AGENTS.md", string.Concat(Enumerable.Repeat(line, 300))).With("a/AGENTS.md", string.Concat(Enumerable.Repeat(line, 50))).With("a/b/AGENTS.md", "last");
        var text = Read("", "a", "a/b");
        Assert.That(text, Does.Contain("(… a/AGENTS.md goes on for ").And.Contain("(a/b/AGENTS.md is left out"));
        Assert.That(text.Split('\n').Where(found => found.StartsWith('ä')), Has.All.EqualTo(line.TrimEnd()));
        Assert.That(Encoding.UTF8.GetByteCount(text), Is.LessThan(AgentsFiles.MostBytes + 500));
    }

    [Test]
    public void One_endless_line_is_cut_between_characters()
    {
        _folder.With("AGENTS.md", "x" + new string('€', 20_000));
        Assert.That(Read(""), Does.Not.Contain("\uFFFD").And.Contain("goes on for"));
    }

    [Test]
    public void Links_out_of_the_repository_are_not_followed_and_links_within_are()
    {
        using var other = new TempFolder().With("AGENTS.md", "foreign");
        _folder.With("docs/rules.md", "ours").With(".goal/x.md", "state");
        Directory.CreateDirectory(_folder["a"]);
        Directory.CreateDirectory(_folder["c"]);
        File.CreateSymbolicLink(_folder["AGENTS.md"], other["AGENTS.md"]);
        Directory.CreateSymbolicLink(_folder["b"], other.Path);
        File.CreateSymbolicLink(_folder["a/AGENTS.md"], "../docs/rules.md");
        File.CreateSymbolicLink(_folder["c/AGENTS.md"], "../.goal/x.md");
        Assert.That(Read("", "a", "b", "c"), Is.EqualTo("## a/AGENTS.md\nours\n"));
    }
}
