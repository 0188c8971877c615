using GoalBuild.Agent.Snapshots;

namespace GoalBuild.Agent.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SnapshotTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SnapshotStore Store(string name = "test") => new(_folder.State, _folder.Path, name);

    [Test]
    public async Task What_git_starts_sees_no_secret()
    {
        const string Name = "TEST_ONLY_GIT_TOKEN";
        Environment.SetEnvironmentVariable(Name, "secret");
        try
        {
            var told = await new GitCommand(_folder.Path, new Dictionary<string, string?>()).RunAsync(["-c", $"alias.tell=!echo [${Name}]", "tell"], default);

            Assert.That(told.Trim(), Is.EqualTo("[]"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    [Test]
    public async Task Every_change_is_seen_and_restored_to_the_byte([Values] bool inGit)
    {
        _folder.With("kept.txt", "kept\r\n").With("edited.txt", "one\r\ntwo\n").With("gone/deep/file.txt", "was here").With("lf.sh", "#!/bin/sh\n");
        File.WriteAllBytes(_folder["binary.bin"], [0, 1, 2, 255, 13, 10, 0]);
        _folder.SetExecutable("lf.sh", true);
        File.CreateSymbolicLink(_folder["link"], "gone/deep");
        _folder.With(".gitattributes", "* text=auto eol=crlf\n*.bin -diff\n");
        if (inGit)
        {
            _folder.Committed();
        }

        var start = _folder.Files();
        using var store = Store();
        var before = await store.TakeAsync("test/1", default);

        _folder.With("edited.txt", "one\n").With("new/file.txt", "new");
        File.WriteAllBytes(_folder["binary.bin"], [9, 0, 9]);
        Directory.Delete(_folder["gone"], recursive: true);
        _folder.SetExecutable("lf.sh", false);
        File.Delete(_folder["link"]);
        File.CreateSymbolicLink(_folder["link"], "new");
        var after = await store.TakeAsync("test/2", default);
        var changes = await store.ChangesAsync(before, after, default);

        Assert.That(changes.Select(change => $"{change.Kind} {change.Path}"), Is.EqualTo(new[]
        {
            "Modified binary.bin", "Modified edited.txt", "Deleted gone/deep/file.txt", OperatingSystem.IsWindows() ? "" : "Modified lf.sh", "Modified link", "Added new/file.txt",
        }.Where(line => line.Length > 0)));
        var result = await store.RestoreAsync(before, after, null, default);
        Assert.That(result.Refused, Is.Empty);
        Assert.That(_folder.Files(), Is.EqualTo(start));
        Assert.That(Directory.Exists(_folder["new"]), Is.False);
    }

    [Test]
    public async Task A_restore_refuses_files_that_changed_since_and_names_them()
    {
        _folder.With("mine.txt", "start").With("yours.txt", "start");
        using var store = Store();
        var before = await store.TakeAsync(null, default);
        _folder.With("mine.txt", "turn").With("yours.txt", "turn");
        var after = await store.TakeAsync(null, default);
        _folder.With("yours.txt", "the user's");

        var result = await store.RestoreAsync(before, after, null, default);

        Assert.That(result.Refused, Is.EqualTo(new[] { "yours.txt" }));
        Assert.That((_folder.Text("mine.txt"), _folder.Text("yours.txt")), Is.EqualTo(("start", "the user's")));
        Assert.That((await store.RestoreAsync(before, after, null, default)).Restored, Is.Empty, "a second time");
    }

    [Test]
    public async Task A_file_that_only_its_owner_may_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no such rights.");
            return;
        }

        _folder.With("private.txt", "start");
        File.SetUnixFileMode(_folder["private.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var store = Store();
        var before = await store.TakeAsync(null, default);
        File.WriteAllText(_folder["private.txt"], "turn");
        await store.RestoreAsync(before, await store.TakeAsync(null, default), null, default);
        Assert.That(File.GetUnixFileMode(_folder["private.txt"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task The_users_repository_is_not_touched()
    {
        _folder.With("a.txt", "a").With("staged.txt", "s").With(".gitignore", "ignored.txt\n").Committed();
        _folder.With("staged.txt", "staged change").With("ignored.txt", "i").With("untracked.txt", "u");
        _folder.Git("add", "staged.txt");
        _folder.With("a.txt", "unstaged change");
        var index = File.ReadAllBytes(_folder[".git/index"]);
        var state = (_folder.Git("rev-parse", "HEAD"), _folder.Git("for-each-ref"), _folder.Git("status", "--porcelain=v2", "--branch", "--ignored"), _folder.Git("stash", "list"));

        using var store = Store();
        var before = await store.TakeAsync("test/1", default);
        _folder.With("a.txt", "turn").With("untracked.txt", "turn");
        var after = await store.TakeAsync("test/2", default);
        await store.RestoreAsync(before, after, null, default);
        await store.CollectAsync(new HashSet<string>(), default);

        Assert.That(File.ReadAllBytes(_folder[".git/index"]), Is.EqualTo(index));
        Assert.That((_folder.Git("rev-parse", "HEAD"), _folder.Git("for-each-ref"), _folder.Git("status", "--porcelain=v2", "--branch", "--ignored").Replace("! .goal/\n", "", StringComparison.Ordinal), _folder.Git("stash", "list")), Is.EqualTo(state));
        Assert.That(Directory.EnumerateFiles(_folder[".git"], "*.lock", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task Ignored_files_and_build_outputs_stay_out_and_tracked_ones_stay_in()
    {
        _folder.With(".gitignore", "*.log\n").With("src/P.csproj", "<Project/>").With("src/A.cs", "// a").With("bin/tool.sh", "no project here");
        _folder.Committed();
        _folder.With("forced.log", "tracked all the same").Git("add", "--force", "forced.log");
        _folder.With(".git/info/exclude", "private.txt\n").With("private.txt", "p");
        using var store = Store();
        var before = await store.TakeAsync(null, default);

        _folder.With("x.log", "ignored").With("src/bin/P.dll", "out").With("src/obj/x.json", "out").With("private.txt", "changed").With(".goal/own.txt", "own");
        Assert.That(await store.TakeAsync(null, default), Is.EqualTo(before));

        _folder.With("forced.log", "changed").With("bin/tool.sh", "changed");
        var changes = await store.ChangesAsync(before, await store.TakeAsync(null, default), default);
        Assert.That(changes.Select(change => change.Path), Is.EqualTo(new[] { "bin/tool.sh", "forced.log" }));
    }

    [Test]
    public async Task The_users_configuration_filters_and_hooks_play_no_part()
    {
        _folder.With("a.txt", "one\n").Committed().With(".gitattributes", "*.txt filter=broken text eol=crlf ident working-tree-encoding=UTF-16\n");
        _folder.Git("config", "filter.broken.clean", "exit 1");
        _folder.Git("config", "filter.broken.required", "true");
        _folder.With("a.txt", "two $Id$\n");
        using var store = Store();
        var before = await store.TakeAsync(null, default);
        _folder.With("a.txt", "three");
        await store.RestoreAsync(before, await store.TakeAsync(null, default), null, default);
        Assert.That(_folder.Text("a.txt"), Is.EqualTo("two $Id$\n"));
    }

    [Test]
    public async Task A_patch_applies_with_git_apply_binary_files_included()
    {
        _folder.With("a.txt", "one\r\ntwo\n").With("gone.txt", "gone").With("sub/ünï code.txt", "x");
        File.WriteAllBytes(_folder["b.bin"], [0, 1, 2]);
        _folder.Committed();
        using var store = Store();
        var before = await store.TakeAsync(null, default);
        _folder.With("a.txt", "one\r\n2\n").With("new.txt", "no newline at the end").With("sub/ünï code.txt", "y");
        File.WriteAllBytes(_folder["b.bin"], [0, 255, 0, 7]);
        File.Delete(_folder["gone.txt"]);
        var after = await store.TakeAsync(null, default);
        var wanted = _folder.Files();
        await store.WritePatchAsync(before, after, _folder[".goal/result.patch"], default);

        await store.RestoreAsync(before, after, null, default);
        Assert.That(_folder.Files(), Is.Not.EqualTo(wanted));
        _folder.Git("apply", ".goal/result.patch");
        Assert.That(_folder.Files(), Is.EqualTo(wanted));
    }

    [Test]
    public async Task A_file_that_became_a_folder_comes_back_and_the_other_way_round()
    {
        _folder.With("file", "f").With("folder/x", "x");
        using var store = Store();
        var start = _folder.Files();
        var before = await store.TakeAsync(null, default);
        File.Delete(_folder["file"]);
        _folder.With("file/now/a/folder", "x");
        Directory.Delete(_folder["folder"], recursive: true);
        _folder.With("folder", "now a file");
        await store.RestoreAsync(before, await store.TakeAsync(null, default), null, default);
        Assert.That(_folder.Files(), Is.EqualTo(start));
    }

    [Test]
    public async Task What_a_killed_git_left_behind_does_not_stop_the_next_snapshot()
    {
        _folder.With("a.txt", "a");
        using (var store = Store())
        {
            await store.TakeAsync(null, default);
        }

        File.WriteAllText(Path.Combine(_folder.State, "snapshots.git", "index-test.lock"), "");
        _folder.With("a.txt", "b");
        using var next = Store();
        Assert.That(await next.TakeAsync(null, default), Is.Not.Empty);
    }

    [Test]
    public async Task A_git_that_was_killed_while_the_store_was_in_use_does_not_stop_it()
    {
        _folder.With("a.txt", "a");
        using var store = Store();
        await store.TakeAsync("test/1", default);
        foreach (var left in new[] { "index-test.lock", "refs/goal/test/1.lock" })
        {
            File.WriteAllText(Path.Combine(_folder.State, "snapshots.git", left), "");
        }

        _folder.With("a.txt", "b");
        Assert.That(await store.TakeAsync("test/1", default), Is.Not.Empty);
    }

    [Test]
    public void Cancelling_a_snapshot_is_a_cancellation_and_no_fault()
    {
        _folder.With("a.txt", "a");
        using var store = Store();
        Assert.That(() => store.TakeAsync("test/1", new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => store.TakeAsync("test/1", default), Throws.Nothing);
    }

    [Test]
    public async Task An_index_that_names_collected_objects_is_begun_anew()
    {
        _folder.With("a.txt", "a").With("sub/b.txt", "b");
        using var store = Store();
        var tree = await store.TakeAsync(null, default);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder.State, "snapshots.git", "objects"), "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
            File.Delete(file);
        }

        Assert.That(await store.TakeAsync("test/1", default), Is.EqualTo(tree));
        Assert.That(await store.HasAsync(tree, default), Is.True);
    }

    [Test]
    public async Task What_is_known_of_the_last_snapshot_hides_no_change_and_no_way_back()
    {
        using var store = new SnapshotStore(_folder.State, _folder.Path, "run", keepsNewest: true);
        var trees = new List<string>();
        foreach (var text in new[] { "aaaa", "aaaa", "bbbb", "bbbb", "aaaa" })
        {
            _folder.With("a.txt", text);
            trees.Add(await store.TakeAsync(null, default));
        }

        Assert.That(trees[1], Is.EqualTo(trees[0]));
        Assert.That(trees[2], Is.Not.EqualTo(trees[0]));
        Assert.That(trees[3], Is.EqualTo(trees[2]));
        Assert.That(trees[4], Is.EqualTo(trees[0]));
        Assert.That(_folder.Git("--git-dir", ".goal/snapshots.git", "rev-parse", "refs/goal/run/now").Trim(), Is.EqualTo(trees[4]));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_label_that_was_dropped_or_collected_can_be_given_to_the_same_snapshot_again(bool collect)
    {
        using var store = Store();
        _folder.With("a.txt", "a");
        var tree = await store.TakeAsync("run/1", default);
        await (collect ? store.CollectAsync(new HashSet<string>(), default) : store.DropAsync("run/1", default));
        Assert.That(await store.TakeAsync("run/1", default), Is.EqualTo(tree));
        Assert.That(_folder.Git("--git-dir", ".goal/snapshots.git", "rev-parse", "refs/goal/run/1").Trim(), Is.EqualTo(tree));
    }

    [Test]
    public async Task The_newest_snapshot_of_a_run_is_kept_without_a_label_of_its_own()
    {
        using var store = new SnapshotStore(_folder.State, _folder.Path, "run", keepsNewest: true);
        _folder.With("a.txt", "a");
        await store.TakeAsync(null, default);
        _folder.With("a.txt", "b");
        var newest = await store.TakeAsync(null, default);
        Assert.That(_folder.Git("--git-dir", ".goal/snapshots.git", "rev-parse", "refs/goal/run/now").Trim(), Is.EqualTo(newest));
    }

    [Test]
    public async Task Collecting_drops_old_runs_and_keeps_what_is_named()
    {
        using var store = Store();
        _folder.With("a.txt", "old");
        var old = await store.TakeAsync("old/1", default);
        _folder.With("a.txt", "kept");
        var kept = await store.TakeAsync("kept/1", default);
        await store.CollectAsync(new HashSet<string> { "kept" }, default);
        Assert.That(await store.HasAsync(kept, default), Is.True);
        Assert.That(Directory.Exists(Path.Combine(_folder.State, "snapshots.git", "refs", "goal", "old")), Is.False);
        Assert.That(await store.HasAsync(old, default), Is.True, "young objects stay, for a run that has just written them");
    }

    [Test]
    public async Task A_seeded_index_sees_a_change_of_equal_length_and_forgets_what_is_ignored_by_now()
    {
        _folder.With("a.txt", "aaaa").With("later-ignored.txt", "x");
        using (var first = Store("one"))
        {
            await first.TakeAsync(null, default);
            first.Close();
        }

        var time = File.GetLastWriteTimeUtc(_folder["a.txt"]);
        _folder.With("a.txt", "bbbb").With(".gitignore", "later-ignored.txt\n");
        using var second = Store("two");
        var tree = await second.TakeAsync(null, default);
        using var fresh = new SnapshotStore(_folder["other/.goal"], _folder.Path, "three");
        _folder.With("other/.gitignore", "*\n");
        Assert.That(await fresh.TakeAsync(null, default), Is.EqualTo(await second.TakeAsync(null, default)));
        Assert.That(tree, Is.Not.Empty);
    }
}
