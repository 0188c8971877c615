using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tests.Tools;
using GoalBuild.Agent.Tools;
using GoalBuild.Ledger;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MemoryTests : IDisposable
{
    private readonly ToolFolder _tree = new();

    private TempFolder Folder => _tree.Folder;

    private Memory Memory => new(Folder.State, new SecretMask([KeyValuePair.Create("A_KEY", "very secret value")]), new Day());

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task Nothing_is_there_until_something_is_remembered_and_then_git_sees_that_file_alone()
    {
        Folder.With("a.txt", "a").Committed();
        StateFolder.Ensure(Folder.State);
        Assert.That(Memory.Read(), Is.Empty);
        Assert.That(Folder.Git("status", "--porcelain", "--untracked-files=all"), Is.Empty);
        Assert.That(await Memory.AddAsync("Build with  `make`,\nnot dotnet.", default));
        Assert.That(Folder.Text(".goal/memory.md"), Does.StartWith("# What was learnt").And.EndWith("\n- 2026-11-03: Build with `make`, not dotnet.\n"));
        Assert.That(Folder.Git("status", "--porcelain", "--untracked-files=all"), Is.EqualTo("?? .goal/memory.md\n"));
    }

    [Test]
    public async Task An_ignore_file_of_an_older_version_is_brought_up_to_date_and_one_that_a_person_wrote_stays()
    {
        Folder.With(".goal/.gitignore", "*\n");
        await Memory.AddAsync("one", default);
        Assert.That(Folder.Text(".goal/.gitignore"), Is.EqualTo(StateFolder.IgnoreText));
        Folder.With(".goal/.gitignore", "*\n# none of it\n");
        await Memory.AddAsync("two", default);
        Assert.That(Folder.Text(".goal/.gitignore"), Is.EqualTo("*\n# none of it\n"));
    }

    [Test]
    public async Task What_is_known_is_not_noted_twice()
    {
        Assert.That(await Memory.AddAsync("The tests need Docker.", default));
        Assert.That(await Memory.AddAsync("the tests  need docker", default), Is.False);
        Assert.That(Memory.Read().Split("Docker"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Secrets_are_masked_when_written_and_when_read()
    {
        await Memory.AddAsync("The key is very secret value.", default);
        Assert.That(Folder.Text(".goal/memory.md"), Does.Contain("The key is [masked secret A_KEY]."));
        File.AppendAllText(Folder[".goal/memory.md"], "- by hand: very secret value\n");
        Assert.That(Memory.Read(), Does.Contain("- by hand: [masked secret A_KEY]"));
    }

    [Test]
    public async Task The_oldest_notes_are_folded_together_and_the_file_stays_small()
    {
        for (var i = 0; i < 120; i++)
        {
            await Memory.AddAsync($"Fact {i}: {new string((char)('a' + (i % 26)), 200)}", default);
            Assert.That(Memory.Read(), Has.Length.LessThanOrEqualTo(Memory.MostCharacters));
        }

        var text = Memory.Read();
        Assert.That(text, Does.Contain("\n- 2026-11-03: Fact 119: ").And.Contain("\n- Earlier: "));
        Assert.That(text.Split("- Earlier: "), Has.Length.EqualTo(2), "one paragraph");
        Assert.That(text.Split("\n- 2026")[0], Does.Contain("Fact 90:"), "what was folded last is still there in short");
    }

    [Test]
    public async Task What_people_write_into_the_file_stays()
    {
        Folder.With(".goal/memory.md", "# Ours\n\nRead this first.\n\n- A fact\n  with a second line\n");
        await Memory.AddAsync("new", default);
        Assert.That(Memory.Read(), Is.EqualTo("# Ours\n\nRead this first.\n\n- A fact\n  with a second line\n- 2026-11-03: new\n"));
    }

    [Test]
    public async Task Concurrent_writers_lose_no_note()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => new Memory(Folder.State, new SecretMask([]), TimeProvider.System).AddAsync($"Note number {i}.", default))));
        var text = Memory.Read();
        Assert.That(Enumerable.Range(0, 20).Where(i => !text.Contains($"Note number {i}.", StringComparison.Ordinal)), Is.Empty);
        Assert.That(Directory.GetFiles(Folder.State, "*.tmp"), Is.Empty);
    }

    [Test]
    public async Task The_tool_answers_what_became_of_a_note()
    {
        var tool = new RememberTool(Memory);
        Assert.That(await _tree.AnswerAsync(tool, new { note = "One thing." }), Is.EqualTo("Noted."));
        Assert.That(await _tree.AnswerAsync(tool, new { note = "One thing." }), Is.EqualTo("That is noted already."));
        Assert.That(await _tree.ErrorAsync(tool, new { note = " " }), Does.Contain("0 characters"));
        Assert.That(await _tree.ErrorAsync(tool, new { note = new string('x', 501) }), Does.Contain("501 characters; expected 1 to 500"));
    }

    private sealed class Day : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 3, 12, 0, 0, TimeSpan.Zero);
    }
}
