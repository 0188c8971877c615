using System.Text;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Snapshots;

/// <summary>
/// The folder that the last proof verifies: a repository of its own where the tree is one, so that clauses and builds which ask git get the same answers,
/// with the objects of the user's repository at hand and none of its hooks. Of the user's repository it only reads. The files come from a snapshot.
/// </summary>
internal static class CleanCheckout
{
    /// <summary>Makes the folder, still without files; <see cref="SnapshotStore.CheckOutAsync"/> brings them.</summary>
    /// <param name="root">Absolute path of the tree that was worked on.</param>
    /// <param name="path">Absolute path of the checkout; what is left there of an earlier attempt is removed.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <exception cref="GoalFaultException">GOAL0023: it could not be made.</exception>
    public static async Task CreateAsync(string root, string path, CancellationToken cancellation)
    {
        try
        {
            Remove(path);
            Directory.CreateDirectory(path);
            if (Path.Exists(Path.Combine(root, ".git")))
            {
                await InitialiseAsync(root, path, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is GitException or IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.IsolationFailed, $"The checkout '{path}' for the last proof could not be made: {exception.Message.TrimEnd('.')}. Put this right, then 'dotnet goal resume'.", exception);
        }
    }

    /// <summary>Removes a checkout; does nothing where there is none.</summary>
    /// <param name="path">Absolute path of the checkout.</param>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            IsolatedTree.DeleteFolder(path);
        }
    }

    private static async Task InitialiseAsync(string root, string path, CancellationToken cancellation)
    {
        var user = GitCommand.OnUserRepository(root);
        var places = user.RunAsync(["rev-parse", "--show-object-format", "--git-path", "objects", "--git-path", "shallow", "--git-path", "info/exclude"], cancellation);
        var head = user.TryAsync(["symbolic-ref", "--quiet", "HEAD"], cancellation);
        var commit = user.TryAsync(["rev-parse", "--quiet", "--verify", "HEAD"], cancellation);
        var refs = user.RunAsync(["for-each-ref", "--format=%(objectname) %(refname)%(if)%(*objectname)%(then)%0a^%(*objectname)%(end)"], cancellation);
        var index = user.RunAsync(["ls-files", "--stage", "-z"], cancellation);
        var origin = user.TryAsync(["config", "--get", "remote.origin.url"], cancellation);
        await Task.WhenAll(places, head, commit, refs, index, origin).ConfigureAwait(false);

        var place = (await places.ConfigureAwait(false)).Split('\n');
        await user.With("GIT_DEFAULT_REF_FORMAT", "files").RunAsync(["init", "--quiet", "--template=", $"--object-format={place[0].Trim()}", path], cancellation).ConfigureAwait(false);
        var git = Path.Combine(path, ".git");
        Directory.CreateDirectory(Path.Combine(git, "objects", "info"));
        Write("objects/info/alternates", $"{Path.GetFullPath(Path.Combine(root, place[1]))}\n");
        CopyIfThere(Path.Combine(root, place[2]), Path.Combine(git, "shallow"));
        CopyIfThere(Path.Combine(root, place[3]), Path.Combine(git, "info", "exclude"));
        if (await refs.ConfigureAwait(false) is { Length: > 0 } packed)
        {
            // Git itself does without the header; the SDK, which reads the file on its own when it builds, does not.
            Write("packed-refs", $"# pack-refs with: peeled fully-peeled sorted \n{packed}");
        }

        Write("HEAD", await head.ConfigureAwait(false) is { ExitCode: 0 } branch ? $"ref: {branch.Text.Trim()}\n" : $"{(await commit.ConfigureAwait(false)).Text.Trim()}\n");

        // What is staged decides which ignored files belong to the tree, and what a clause sees that asks for it.
        var own = GitCommand.OnUserRepository(path);
        await own.RunAsync(["update-index", "-z", "--index-info"], cancellation, await index.ConfigureAwait(false)).ConfigureAwait(false);
        if (await origin.ConfigureAwait(false) is { ExitCode: 0 } url)
        {
            // Builds write it into what they make.
            await own.RunAsync(["config", "remote.origin.url", url.Text.Trim()], cancellation).ConfigureAwait(false);
        }

        void Write(string name, string text) => File.WriteAllText(Path.Combine(git, name), text, new UTF8Encoding(false));
    }

    private static void CopyIfThere(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
        }
    }
}
