using System.Security.Cryptography;
using System.Text;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Where the last proofs of a tree's runs take place: the user's cache, and not the tree, since compilers, MSBuild, NuGet and node look into every folder above for
/// files that the tree's own are not to stand in for. Where the cache lies in the tree itself, or cannot be written, it is the folder for temporary files. Nobody
/// but the user can look in.
/// </summary>
internal static class ProofFolders
{
    // Says whose folder it is: a tree that is gone cannot clean up.
    private const string OwnerFile = "tree.txt";

    /// <summary>The checkout within the folder of a proof.</summary>
    /// <param name="folder">What <see cref="Make"/> gave.</param>
    public static string Checkout(string folder) => Path.Combine(folder, "checkout");

    /// <summary>The baseline within the folder of a proof.</summary>
    /// <param name="folder">What <see cref="Make"/> gave.</param>
    public static string Baseline(string folder) => Path.Combine(folder, "baseline");

    /// <summary>
    /// Makes the folder of a run's proof anew: what is left there, of an earlier attempt or by a test that knew where it would be, does not take part. What the tree
    /// has not is not looked for further up.
    /// </summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="run">The run.</param>
    /// <returns>Its absolute path, links resolved.</returns>
    /// <exception cref="GoalFaultException">GOAL0023: there is no place where it can be made.</exception>
    public static string Make(string stateDirectory, string run)
    {
        Exception? cause = null;
        foreach (var (place, all) in Places(stateDirectory))
        {
            try
            {
                MakePrivate(place);
                Directory.CreateDirectory(all);
                File.WriteAllText(Path.Combine(all, OwnerFile), stateDirectory);
                var own = Path.Combine(all, run);
                if (Directory.Exists(own))
                {
                    IsolatedTree.DeleteFolder(own);
                }

                BaselineFolder.RaiseBarriers(own);
                return own;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                cause ??= exception;
            }
        }

        throw new GoalFaultException(
            DiagnosticCatalogue.IsolationFailed,
            $"There is no place outside of the tree for the last proof: {cause?.Message.TrimEnd('.') ?? "the folders for caches and for temporary files both lie in it"}. Let XDG_CACHE_HOME or TMPDIR name a folder that can be written, then 'dotnet goal resume'.",
            cause);
    }

    /// <summary>Removes the folder of a proof, and that of the tree where no other is left in it.</summary>
    /// <param name="folder">What <see cref="Make"/> gave.</param>
    /// <exception cref="IOException">Something in it cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Remove(string folder)
    {
        CleanCheckout.Remove(folder);
        var all = Path.GetDirectoryName(folder)!;
        try
        {
            if (Directory.EnumerateDirectories(all).FirstOrDefault() is null)
            {
                File.Delete(Path.Combine(all, OwnerFile));
                Directory.Delete(all);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another run began a proof meanwhile, or ended its own.
        }
    }

    /// <summary>The folders of proofs that are there: of this tree, also where earlier versions had them, and of trees that are gone.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <returns>For each the run that it belongs to; null where nobody can be at work there.</returns>
    public static IReadOnlyList<(string Folder, string? Run)> Left(string stateDirectory)
    {
        var places = Places(stateDirectory).ToList();
        return
        [
            .. places.Select(place => place.OfTree).Append(Path.Combine(stateDirectory, "proofs")).SelectMany(Folders).Select(folder => (folder, (string?)Path.GetFileName(folder))),
            .. places.Select(place => place.Place).SelectMany(Folders).Where(IsOrphan).SelectMany(Folders).Select(folder => (folder, (string?)null)),
        ];
    }

    // Runs of other trees come and go meanwhile.
    private static string[] Folders(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOrphan(string folder)
    {
        try
        {
            var tree = File.ReadAllText(Path.Combine(folder, OwnerFile));
            return tree.Length > 0 && !Directory.Exists(tree);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Each with the folder in it that is this tree's.
    private static IEnumerable<(string Place, string OfTree)> Places(string stateDirectory)
    {
        var tree = LinkResolver.Resolve(Path.GetDirectoryName(stateDirectory)!);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory)))[..16];
        return new[] { Cache() is { } cache ? Path.Combine(cache, "goalbuild", "proofs") : null, Path.Combine(Path.GetTempPath(), $"goalbuild-{Environment.UserName}", "proofs") }
            .OfType<string>()
            .Select(LinkResolver.Resolve)
            .Where(place => place != tree && !HostFolders.IsIn(place.Replace('\\', '/'), tree.Replace('\\', '/')))
            .Select(place => (place, Path.Combine(place, key)));
    }

    private static string? Cache()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } local ? local : null;
        }

        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } set && Path.IsPathRooted(set))
        {
            return set;
        }

        return Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache") : null;
    }

    // In a folder that everybody may write to, another user may have been faster: whoever does not own it may not change its mode.
    private static void MakePrivate(string place)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(place);
            return;
        }

        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var folder in new[] { Path.GetDirectoryName(place)!, place })
        {
            Directory.CreateDirectory(folder, Mode);
            File.SetUnixFileMode(folder, Mode);
        }
    }
}
