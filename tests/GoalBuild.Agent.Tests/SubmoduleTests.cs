using System.Diagnostics;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Tests;

/// <summary>What differs from HEAD where HEAD holds commits of submodules.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SubmoduleTests : IDisposable
{
    private readonly TempFolder _inner = new();
    private readonly TempFolder _library = new();
    private readonly TempFolder _folder = new();

    public SubmoduleTests()
    {
        _inner.With("i.txt", "i").Committed();
        _library.With("one.txt", "1").With("two.txt", "2").With("deep/three.txt", "3").With(".gitignore", "*.log\n").Committed();
        Add(_library, _inner, "in ner");
        _folder.With("a.txt", "a").Committed();
        Add(_folder, _library, "libs/library");
        _folder.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive");
    }

    public void Dispose()
    {
        _inner.Dispose();
        _library.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task A_tree_as_HEAD_has_it_differs_in_nothing()
    {
        // Time stamps say nothing.
        File.SetLastWriteTimeUtc(_folder["libs/library/one.txt"], DateTime.UtcNow.AddDays(1));

        Assert.That(await ChangedAsync(), Is.Empty);
    }

    [Test]
    public async Task Edits_within_submodules_are_changes_of_their_files()
    {
        _folder.With("a.txt", "b").With("libs/library/one.txt", "!").With("libs/library/new.txt", "n").With("libs/library/x.log", "ignored").With("libs/library/in ner/i.txt", "j");
        File.Delete(_folder["libs/library/deep/three.txt"]);

        Assert.That(await ChangedAsync(), Is.EquivalentTo(new[] { "a.txt", "libs/library/one.txt", "libs/library/new.txt", "libs/library/deep/three.txt", "libs/library/in ner/i.txt" }));
    }

    [Test]
    public async Task A_change_that_is_committed_in_a_submodule_is_one_of_the_commit_and_of_the_file()
    {
        _folder.With("libs/library/two.txt", "22");
        _folder.Git("-C", "libs/library", "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "--all", "-m", "More");

        Assert.That(await ChangedAsync(), Is.EquivalentTo(new[] { "libs/library", "libs/library/two.txt" }));
    }

    [Test]
    public async Task Of_a_submodule_that_is_not_there_only_what_was_put_in_its_place_is_new()
    {
        _folder.Git("submodule", "--quiet", "deinit", "--force", "--all");
        Assert.That(await ChangedAsync(), Is.Empty);

        _folder.With("libs/library/new.txt", "n");
        Assert.That(await ChangedAsync(), Is.EqualTo(new[] { "libs/library/new.txt" }));
    }

    // Whatever an executor without a sandbox does to the folder, its files are known from what git keeps of it.
    [TestCase("rm libs/library/.git libs/library/deep/three.txt")]
    [TestCase("rm libs/library/.git libs/library/deep/three.txt && git init -q libs/library")]
    [TestCase("rm -r libs/library")]
    [TestCase("rm -r libs/library && mkdir libs/library")]
    [TestCase("rm -r libs/library && ln -s /tmp libs/library")]
    [TestCase("rm -r libs/library && touch libs/library")]
    [TestCase("git rm -rqf libs/library")]
    [Platform("Linux,MacOsX")]
    public async Task A_file_that_was_deleted_is_a_change_whatever_became_of_the_folder(string script)
    {
        Run(script);

        var changed = await ChangedAsync();
        Assert.That(changed, Does.Contain("libs/library/deep/three.txt"));
        Assert.That(changed.Contains("libs/library/one.txt"), Is.EqualTo(!File.Exists(_folder["libs/library/one.txt"])));
    }

    [TestCase("rm -r 'libs/library/in ner'")]
    [TestCase("rm -r 'libs/library/in ner' && touch 'libs/library/in ner'")]
    [TestCase("rm -r 'libs/library/in ner' && mkdir 'libs/library/in ner'")]
    [Platform("Linux,MacOsX")]
    public async Task So_it_is_in_a_submodule_of_a_submodule(string script)
    {
        Run(script);

        Assert.That(await ChangedAsync(), Does.Contain("libs/library/in ner/i.txt"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void What_cannot_be_shown_is_a_fault_that_says_what_to_do()
    {
        Run("rm -r .git/modules libs/library/.git libs/library/one.txt && git init -q libs/library");

        Assert.That(ChangedAsync, Throws.InstanceOf<GoalFaultException>().With.Message.Contains("'libs/library'").And.Message.Contains("git submodule update --init"));
    }

    [Test]
    public async Task Excludes_that_cannot_be_read_hide_nothing()
    {
        var git = Path.Combine(_folder.Path, ".git", "modules", "libs/library", "info");
        Directory.CreateDirectory(git);
        File.Delete(Path.Combine(git, "exclude"));
        Directory.CreateDirectory(Path.Combine(git, "exclude"));
        _folder.With("libs/library/new.txt", "n");

        Assert.That(await ChangedAsync(), Is.EqualTo(new[] { "libs/library/new.txt" }));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Of_a_linked_worktree_its_own_submodules_count()
    {
        using var place = new TempFolder();
        _folder.Git("worktree", "add", "--quiet", place["tree"]);
        _folder.Git("-C", place["tree"], "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive");
        var baseline = new HeadBaseline(Path.Combine(place.Path, ".goal"), place["tree"]);
        Assert.That(await baseline.ChangedFilesAsync(default), Is.Empty);

        Directory.Delete(place["tree/libs/library"], recursive: true);
        Assert.That(await baseline.ChangedFilesAsync(default), Does.Contain("libs/library/one.txt").And.Contain("libs/library/in ner/i.txt"));
    }

    [Test]
    public async Task Line_ends_that_a_submodule_asks_for_are_no_change()
    {
        _library.With(".gitattributes", "lines.txt text eol=crlf\n").With("lines.txt", "1\n2\n");
        _library.Git("add", "--all");
        _library.Git("commit", "--quiet", "-m", "Lines");
        _folder.Git("-C", "libs/library", "pull", "--quiet", "origin", "main");
        _folder.Git("commit", "--quiet", "--all", "-m", "Lines");
        Assert.That(_folder.Text("libs/library/lines.txt"), Is.EqualTo("1\r\n2\r\n"));

        Assert.That(await ChangedAsync(), Is.Empty);
    }

    [Test]
    public async Task The_encoding_of_a_message_is_no_change()
    {
        File.WriteAllBytes(_library[".git/latin"], [(byte)'G', 0xF6, (byte)'\n']);
        _library.Git("-c", "i18n.commitEncoding=ISO-8859-1", "commit", "--quiet", "--allow-empty", "-F", ".git/latin");
        _folder.Git("-C", "libs/library", "pull", "--quiet", "origin", "main");
        _folder.Git("commit", "--quiet", "--all", "-m", "Latin");

        Assert.That(await ChangedAsync(), Is.Empty);
    }

    [Test]
    public async Task Nothing_is_left_of_the_comparison()
    {
        await ChangedAsync();

        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.State, "tmp")), Is.Empty);
    }

    private static void Add(TempFolder to, TempFolder module, string path)
    {
        to.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.Path, path);
        to.Git("commit", "--quiet", "--all", "-m", $"With {path}");
    }

    private void Run(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder.Path })!;
        shell.WaitForExit();
        Assert.That(shell.ExitCode, Is.Zero);
    }

    private Task<IReadOnlySet<string>> ChangedAsync() => new HeadBaseline(_folder.State, _folder.Path).ChangedFilesAsync(default);
}
