namespace GoalBuild.Agent.Snapshots;

public sealed partial class SnapshotStore
{
    private const int LooseObjectsWorthPacking = 5000;

    // Objects that a snapshot under way in another process has just written, and that nothing refers to yet, must outlive a collection.
    private const string Grace = "2.hours.ago";

    private string SharedIndex => Path.Combine(_repository.Path, "index");

    /// <summary>Keeps a snapshot under a label, or moves the label to it.</summary>
    /// <param name="label">As for <see cref="TakeAsync"/>.</param>
    /// <param name="tree">The snapshot.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task KeepAsync(string label, string tree, CancellationToken cancellation) => GuardAsync("keep a snapshot of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        await LabelAsync(git, label, tree, cancellation).ConfigureAwait(false);
        return true;
    });

    /// <summary>Drops a label; its snapshot may then be collected.</summary>
    /// <param name="label">As for <see cref="TakeAsync"/>; one that does not exist is no error.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task DropAsync(string label, CancellationToken cancellation) => GuardAsync("drop a snapshot of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        ForgetLabels();
        await git.RunAsync(["update-ref", "-d", $"refs/goal/{label}"], cancellation).ConfigureAwait(false);
        return true;
    });

    /// <summary>Whether a snapshot is still there.</summary>
    /// <param name="tree">Its id.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task<bool> HasAsync(string tree, CancellationToken cancellation) => GuardAsync("look for a snapshot of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        return tree.Length > 0 && (await git.TryAsync(["cat-file", "-e", $"{tree}^{{tree}}"], cancellation).ConfigureAwait(false)).ExitCode == 0;
    });

    /// <summary>
    /// Drops the snapshots of runs that are not to be kept, and frees their space. What is younger than two hours stays, so
    /// that no run under way loses anything.
    /// </summary>
    /// <param name="keep">First parts of the labels to keep: names of runs, <c>baselines</c>.</param>
    /// <param name="cancellation">Kills git.</param>
    public Task CollectAsync(IReadOnlySet<string> keep, CancellationToken cancellation) => GuardAsync("collect old snapshots of", async () =>
    {
        var git = await GitAsync(cancellation).ConfigureAwait(false);
        var labels = await git.RunAsync(["for-each-ref", "--format=%(refname)", "refs/goal/"], cancellation).ConfigureAwait(false);
        var dropped = labels.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(label => !keep.Contains(label.Split('/')[2])).ToList();
        if (dropped.Count > 0)
        {
            ForgetLabels();
            await git.RunAsync(["update-ref", "--stdin"], cancellation, string.Concat(dropped.Select(label => $"delete {label}\n"))).ConfigureAwait(false);
        }

        foreach (var index in Directory.EnumerateFiles(_repository.Path, "index-*").Where(index => IsOld(index, keep)))
        {
            File.Delete(index);
        }

        var count = await git.RunAsync(["count-objects"], cancellation).ConfigureAwait(false);
        if (dropped.Count > 0 || int.Parse(count.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) > LooseObjectsWorthPacking)
        {
            await git.RunAsync(["gc", "--quiet", $"--prune={Grace}"], cancellation).ConfigureAwait(false);
        }

        return true;
    });

    /// <summary>Gives up the store's index, for the next run to begin with: what it knows of the files saves reading them all.</summary>
    public void Close()
    {
        if (File.Exists(_index))
        {
            File.Move(_index, SharedIndex, overwrite: true);
        }
    }

    /// <summary>Throws away what the store knows of a tree that is gone. The snapshots stay.</summary>
    public void Discard()
    {
        File.Delete(_index);
        _repository.DeleteExcludes(_root);
    }

    // A label belongs to one run or one goal, and that to one process: a lock on it was left by a git that was killed.
    private async Task LabelAsync(GitCommand git, string label, string tree, CancellationToken cancellation)
    {
        if (_labels.GetValueOrDefault(label) == tree)
        {
            return;
        }

        var name = $"refs/goal/{label}";
        var stale = Path.Combine(_repository.Path, $"{name}.lock");
        if (File.Exists(stale))
        {
            File.Delete(stale);
        }

        await git.RunAsync(["update-ref", name, tree], cancellation).ConfigureAwait(false);
        _labels[label] = tree;
    }

    private void ForgetLabels()
    {
        _labels.Clear();
        _taken = null;
    }

    // Begins with what the last run knew of the files, except those that are ignored by now.
    private async Task SeedAsync(GitCommand git, CancellationToken cancellation)
    {
        if (File.Exists(_index) || !File.Exists(SharedIndex))
        {
            return;
        }

        var time = File.GetLastWriteTimeUtc(SharedIndex);
        File.Copy(SharedIndex, $"{_index}.new", overwrite: true);
        // Git takes a file for unread when it is as young as the index; a copy that is younger would hide changes.
        File.SetLastWriteTimeUtc($"{_index}.new", time);
        File.Move($"{_index}.new", _index);
        var ignored = await git.TryAsync(["ls-files", "-z", "--cached", "--ignored", "--exclude-standard"], cancellation).ConfigureAwait(false);
        if (ignored.ExitCode != 0)
        {
            File.Delete(_index);
        }
        else if (ignored.Text.Length > 0)
        {
            await git.RunAsync(["update-index", "--force-remove", "-z", "--stdin"], cancellation, ignored.Text).ConfigureAwait(false);
        }
    }

    private static bool IsOld(string index, IReadOnlySet<string> keep)
    {
        var name = Path.GetFileName(index)["index-".Length..].Split('.')[0];
        return !keep.Contains(name) && DateTime.UtcNow - File.GetLastWriteTimeUtc(index) > TimeSpan.FromHours(2);
    }
}
