using System.Security.Cryptography;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Sees what no snapshot holds and no turn may change: git's own state of the user's repository, and ignored files that are protected. It only compares:
/// neither can be put back, the one because it is the user's alone, the other because ignored files, which often hold secrets, are never copied.
/// </summary>
/// <param name="context">The run.</param>
/// <param name="rules">What may change.</param>
internal sealed class TurnWatch(RunContext context, ChangeRules rules)
{
    private IReadOnlyDictionary<string, string> _before = new Dictionary<string, string>();

    /// <summary>Looks before the turn.</summary>
    /// <param name="cancellation">Kills git.</param>
    public async Task BeginAsync(CancellationToken cancellation) => _before = await LookAsync(cancellation).ConfigureAwait(false);

    /// <summary>Looks after it; gives the rules that it broke, ordered by path. Not to be cancelled: what is not seen now is never seen.</summary>
    public async Task<IReadOnlyList<BrokenRule>> BrokenAsync()
    {
        var after = await LookAsync(CancellationToken.None).ConfigureAwait(false);
        return [.. _before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Where(path => _before.GetValueOrDefault(path) != after.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal)
            .Select(rules.CheckUnseen)
            .OfType<BrokenRule>()];
    }

    /// <summary>How a run ends in which a turn did so.</summary>
    /// <param name="turn">The turn's number.</param>
    /// <param name="executor">Who took it.</param>
    /// <param name="broken">What <see cref="BrokenAsync"/> gave; at least one.</param>
    public static RunEnd End(int turn, string executor, IReadOnlyList<BrokenRule> broken) => new(
        RunOutcome.ConstraintBroken,
        broken[0].Descriptor,
        $"While {executor} took turn {turn}, {TurnUndo.Names([.. broken.Select(rule => rule.Path)])} changed, which no turn may do and no snapshot holds. The turn's files were undone; put the rest right yourself (git reflog knows where branches were), or go on as it is, with 'dotnet goal resume'.")
    {
        Broken = broken.ToValueList(),
    };

    private async Task<IReadOnlyDictionary<string, string>> LookAsync(CancellationToken cancellation)
    {
        // At the same time: both wait for git alone.
        var state = RepositoryState.OfAsync(context.Workspace.Root, cancellation);
        var ignored = context.Snapshots.IgnoredAsync(cancellation);
        await Task.WhenAll(state, ignored).ConfigureAwait(false);
        var seen = new Dictionary<string, string>(await state.ConfigureAwait(false), StringComparer.Ordinal);
        foreach (var path in (await ignored.ConfigureAwait(false)).Where(path => rules.CheckUnseen(path) is not null))
        {
            seen[path] = await HashAsync(Path.Combine(context.Workspace.Root, path), cancellation).ConfigureAwait(false);
        }

        return seen;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is { } link)
            {
                return $"-> {link}";
            }

            await using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A pipe, a socket, a file of somebody else: that it is there is what can be compared.
            return exception.GetType().Name;
        }
    }
}
