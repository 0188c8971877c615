using GoalBuild.Agent.Snapshots;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>Isolated copies and clean checkouts of runs that ended, or that the ledger does not know: left by a process that was killed before it had cleaned up.</summary>
internal static class LeftCopies
{
    /// <summary>Removes them. The copy of a run that can be resumed in it stays.</summary>
    /// <param name="user">The user's own tree.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>One line for each that could not be removed: it costs space and nothing else.</returns>
    public static async Task<IReadOnlyList<string>> RemoveAsync(Workspace user, RunLedger ledger, CancellationToken cancellation)
    {
        var notices = new List<string>();
        RemoveProofs(user, ledger, notices);
        var folder = Path.GetDirectoryName(RunFolders.Worktree(user.StateDirectory, "any"))!;
        if (!Directory.Exists(folder))
        {
            return notices;
        }

        var kept = ResumableRuns.Of(ledger);
        foreach (var path in Directory.GetDirectories(folder).Where(path => !IsOfUse(ledger.Run(Path.GetFileName(path)), kept)))
        {
            try
            {
                await IsolatedTree.RemoveAsync(user.Root, path, cancellation).ConfigureAwait(false);
            }
            catch (DirectoryNotFoundException)
            {
                // Its own run removed it meanwhile.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                notices.Add(Left(path, exception));
            }
        }

        return notices;
    }

    // Longer than any proof takes.
    private static readonly TimeSpan Old = TimeSpan.FromDays(2);

    // No run goes on in the checkout of a proof; only that of a run under way, of another goal, is of use. A cache may be shared with another machine, or with
    // containers in which every tree has the same path: what this ledger does not know may be under way there.
    private static void RemoveProofs(Workspace user, RunLedger ledger, List<string> notices)
    {
        foreach (var (path, run) in ProofFolders.Left(user.StateDirectory))
        {
            try
            {
                var known = run is null ? null : ledger.Run(run);
                if (known is null ? IsOld(path, user) : known.State != RunState.Running)
                {
                    ProofFolders.Remove(path);
                }
            }
            catch (DirectoryNotFoundException)
            {
                // Its own run removed it meanwhile.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                notices.Add(Left(path, exception));
            }
        }
    }

    private static bool IsOld(string path, Workspace user) =>
        path.StartsWith(user.StateDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal) || DateTime.UtcNow - Directory.GetLastWriteTimeUtc(path) > Old;

    private static string Left(string path, Exception exception) =>
        $"The copy '{path}' of an earlier run could not be removed: {exception.Message.TrimEnd('.')}. The next run, or 'dotnet goal clear', tries again.";

    // A run that has an end is resumed in a new copy; one under way may be making just that.
    private static bool IsOfUse(LedgerRun? run, IReadOnlySet<string> kept) =>
        run is not null && kept.Contains(run.Id) && (run.EndTree is null || run.State == RunState.Running);
}
