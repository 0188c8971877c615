using GoalBuild.Agent.Snapshots;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests;

/// <summary>An executor makes a repository in the tree whose configuration names commands; the harness looks at the tree and runs none of them.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform(Exclude = "Win")]
internal sealed class HostileRepositoryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TempFolder _outside = new();

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Test]
    public async Task A_monitor_of_a_repository_without_a_commit_is_not_started([Values] bool rootIsRepository)
    {
        _folder.With("a.txt", "a");
        if (rootIsRepository)
        {
            _folder.Committed();
        }

        using var store = new SnapshotStore(_folder.State, _folder.Path, "test");
        var before = await store.TakeAsync(null, default);
        Make("x", withCommit: false);

        var after = await store.TakeAsync(null, default);
        await store.TakeAsync(null, default);

        Assert.That((await store.ChangesAsync(before, after, default)).Select(change => change.Path), Is.EqualTo(new[] { "x/.gitattributes", "x/evil.sh", "x/file.txt" }));
        AssertNothingRan();
    }

    [Test]
    public async Task A_monitor_and_filters_of_a_repository_with_a_commit_are_not_started_and_its_files_are_seen()
    {
        _folder.With("a.txt", "a").Committed();
        using var store = new SnapshotStore(_folder.State, _folder.Path, "test");
        await store.TakeAsync(null, default);
        Make("x", withCommit: true);
        var made = await store.TakeAsync(null, default);

        _folder.With("x/file.txt", "two").With("x/new.txt", "new");
        var after = await store.TakeAsync(null, default);
        await store.TakeAsync(null, default);

        Assert.That((await store.ChangesAsync(made, after, default)).Select(change => $"{change.Kind} {change.Path}"), Is.EqualTo(new[] { "Modified x/file.txt", "Added x/new.txt" }));
        AssertNothingRan();
    }

    [Test]
    public async Task A_commit_that_an_older_index_holds_in_place_of_a_repository_is_not_looked_into()
    {
        _folder.With("a.txt", "a").Committed();
        Make("x", withCommit: true);
        using (var earlier = new SnapshotStore(_folder.State, _folder.Path, "earlier"))
        {
            await earlier.TakeAsync(null, default);
            earlier.Close();
        }

        var commit = _folder.Git("-C", "x", "-c", "core.fsmonitor=", "rev-parse", "HEAD").Trim();
        var index = Path.Combine(_folder.State, "snapshots.git", "index");
        var git = new SnapshotRepository(_folder.State).Git(_folder.Path, index);
        await git.RunAsync(["update-index", "--force-remove", "x/.gitattributes", "x/evil.sh", "x/file.txt"], default);
        await git.RunAsync(["update-index", "--add", "--cacheinfo", $"160000,{commit},x"], default);

        using var store = new SnapshotStore(_folder.State, _folder.Path, "test");
        var tree = await store.TakeAsync(null, default);
        var into = Directory.CreateDirectory(_outside["written"]).FullName;
        await store.WriteIntoAsync(tree, into, default);

        Assert.That(File.ReadAllText(Path.Combine(into, "x", "file.txt")), Is.EqualTo("one"));
        AssertNothingRan();
    }

    [Test]
    public async Task A_repository_that_becomes_a_plain_folder_hides_nothing()
    {
        _folder.With("a.txt", "a").Committed();
        using var store = new SnapshotStore(_folder.State, _folder.Path, "test");
        Make("x", withCommit: true);
        var before = await store.TakeAsync(null, default);

        Directory.Delete(_folder["x/.git"], recursive: true);
        _folder.With("x/new.txt", "new");
        var after = await store.TakeAsync(null, default);

        Assert.That((await store.ChangesAsync(before, after, default)).Select(change => change.Path), Is.EqualTo(new[] { "x/new.txt" }));
    }

    [Test]
    public async Task A_tool_that_lists_files_looks_into_a_repository_without_starting_its_monitor([Values] bool withCommit)
    {
        _folder.With("a.txt", "a").Committed();
        Make("x", withCommit);
        _folder.With("x/.git/info/exclude", "left-out.txt\n").With("x/left-out.txt", "");

        var files = await RepositoryFiles.OfAsync(new Workspace(_folder.Path, _folder.State), ".", default);

        Assert.That(files, Is.EqualTo(new[] { "a.txt", "x/.gitattributes", "x/evil.sh", "x/file.txt" }));
        AssertNothingRan();
    }

    [Test]
    public async Task What_HEAD_is_compared_with_starts_nothing_in_a_submodule()
    {
        _folder.With("a.txt", "a").Committed();
        Make("x", withCommit: true);
        _folder.Git("-c", "advice.addEmbeddedRepo=false", "add", "x");
        _folder.Git("commit", "--quiet", "-m", "With a submodule");
        File.Delete(_outside["ran"]);
        _folder.With("x/file.txt", "two").With("a.txt", "b");

        var changed = await new HeadBaseline(_folder.State, _folder.Path).ChangedFilesAsync(default);

        Assert.That(changed, Is.EquivalentTo(new[] { "a.txt", "x/file.txt" }));
        AssertNothingRan();
    }

    [Test]
    public void Objects_that_were_forged_in_a_submodule_hide_no_change_from_HEAD([Values] bool forgesCommit)
    {
        _folder.With("a.txt", "a").Committed();
        Make("x", withCommit: true);
        _folder.Git("-c", "advice.addEmbeddedRepo=false", "add", "x");
        _folder.Git("commit", "--quiet", "-m", "With a submodule");
        var (commit, tree) = (Id("HEAD"), Id("HEAD^{tree}"));
        _folder.With("x/file.txt", "two");
        _folder.Git("-C", "x", "-c", "core.fsmonitor=", "-c", "filter.evil.clean=cat", "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "--all", "-m", "Begin");

        // The object of what HEAD holds is made one of what lies there now.
        var (forged, with) = forgesCommit ? (commit, Id("HEAD")) : (tree, Id("HEAD^{tree}"));
        _folder.Git("-C", "x", "-c", "core.fsmonitor=", "update-ref", "HEAD", commit);
        File.Move(Object(with), Object(forged), overwrite: true);
        File.Delete(_outside["ran"]);

        // What was deleted then cannot be told, so that nothing is.
        Assert.That(() => new HeadBaseline(_folder.State, _folder.Path).ChangedFilesAsync(default), Throws.InstanceOf<GoalFaultException>().With.Message.Contains("'x'"));
        AssertNothingRan();

        string Id(string name) => _folder.Git("-C", "x", "-c", "core.fsmonitor=", "rev-parse", name).Trim();

        string Object(string id) => _folder[$"x/.git/objects/{id[..2]}/{id[2..]}"];
    }

    [Test]
    public async Task An_object_that_is_missing_is_not_fetched_by_a_command_that_the_configuration_names()
    {
        _folder.With("a.txt", "a").Committed().With("evil.sh", Script());
        _folder.SetExecutable("evil.sh", true);
        var blob = _folder.Git("rev-parse", "HEAD:a.txt").Trim();
        File.Delete(_folder[$".git/objects/{blob[..2]}/{blob[2..]}"]);
        _folder.Git("config", "core.repositoryFormatVersion", "1");
        _folder.Git("config", "extensions.partialClone", "origin");
        _folder.Git("config", "remote.origin.promisor", "true");
        _folder.Git("config", "remote.origin.url", _folder.Path);
        _folder.Git("config", "remote.origin.uploadpack", _folder["evil.sh"]);

        var output = await GitCommand.OnUserRepository(_folder.Path).TryAsync(["cat-file", "blob", blob], default);

        Assert.That(output.ExitCode, Is.Not.Zero);
        AssertNothingRan();
    }

    private void Make(string name, bool withCommit)
    {
        _folder.With($"{name}/file.txt", "one").With($"{name}/evil.sh", Script()).With($"{name}/.gitattributes", "*.txt filter=evil\n");
        _folder.SetExecutable($"{name}/evil.sh", true);
        _folder.Git("init", "--quiet", "-b", "main", name);
        if (withCommit)
        {
            _folder.Git("-C", name, "add", "--all");
            _folder.Git("-C", name, "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "-m", "Begin");
        }

        _folder.Git("-C", name, "config", "filter.evil.clean", _folder[$"{name}/evil.sh"].Replace(" ", "\\ ", StringComparison.Ordinal));
        _folder.Git("-C", name, "config", "core.fsmonitor", _folder[$"{name}/evil.sh"].Replace(" ", "\\ ", StringComparison.Ordinal));
    }

    private string Script() => $"#!/bin/sh\ncat > /dev/null 2>&1 < /dev/null\necho ran >> '{_outside["ran"]}'\n";

    private void AssertNothingRan() => Assert.That(File.Exists(_outside["ran"]), Is.False, "a command of the repository ran");
}
