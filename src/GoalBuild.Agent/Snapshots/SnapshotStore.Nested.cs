namespace GoalBuild.Agent.Snapshots;

public sealed partial class SnapshotStore
{
    // A repository within that was found is left out of the next attempt, so that each finds new ones or is the last.
    private const int MostAdditions = 5;

    // Git starts another git in each folder that its index holds as the commit of a repository, and that one does what the repository's configuration says,
    // which an executor may have written. A new repository comes into the index without; so none may stay in it until the next addition.
    private async Task AddAsync(GitCommand git, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var repositories = (await ListAsync(git, cancellation).ConfigureAwait(false)).Repositories;
            if (repositories.Count > 0)
            {
                await git.RunAsync(["update-index", "--force-remove", "-z", "--stdin"], cancellation, string.Join('\0', repositories)).ConfigureAwait(false);
            }

            if (repositories.Count > 0 || !_nested.All(IsRepository))
            {
                await FindNestedAsync(git, repositories, cancellation).ConfigureAwait(false);
            }

            await git.RunAsync(["add", "--all", "--", "."], cancellation).ConfigureAwait(false);
            if ((await ListAsync(git, cancellation).ConfigureAwait(false)).Repositories is not [var one, ..])
            {
                return;
            }

            if (attempt == MostAdditions)
            {
                throw new IOException($"repositories appear in it all the time, such as '{one}'");
            }
        }
    }

    private async Task FindNestedAsync(GitCommand git, IReadOnlyList<string> known, CancellationToken cancellation)
    {
        _repository.WriteExcludes(_root, _excludes);
        _nested = [.. (await NestedRepositories.FindAsync(_root, git, cancellation).ConfigureAwait(false)).Union(known.Where(IsRepository), StringComparer.Ordinal)];
        if (_nested.Count > 0)
        {
            _repository.WriteExcludes(_root, _excludes.Concat(_nested.Select(SnapshotExcludes.OfFolder)));
        }
    }

    private bool IsRepository(string folder) => Path.Exists(Path.Combine(_root, folder, ".git"));

    private async Task<Listing> ListAsync(GitCommand git, CancellationToken cancellation)
    {
        var index = await IndexChecksum.OfAsync(_index, cancellation).ConfigureAwait(false);
        if (_listed is var (known, held) && known == index)
        {
            return held;
        }

        // "mode id stage" TAB "path"; 160000 is the mode of a repository. What cannot be listed could hold one.
        var listing = new Listing(new HashSet<string>(StringComparer.Ordinal), []);
        var output = await git.RunAsync(["ls-files", "-z", "--stage"], cancellation).ConfigureAwait(false);
        foreach (var item in output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var path = item[(item.IndexOf('\t', StringComparison.Ordinal) + 1)..];
            listing.Files.Add(path);
            if (item.StartsWith("160000 ", StringComparison.Ordinal))
            {
                listing.Repositories.Add(path);
            }
        }

        _listed = index is null ? null : (index, listing);
        return listing;
    }

    private sealed record Listing(HashSet<string> Files, List<string> Repositories);
}
