using System.Text;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Loop;

/// <summary>Where the things of a run lie in the <c>.goal</c> folder.</summary>
public static class RunFolders
{
    /// <summary>Behind the time in the name of a verification's folder; a run's has none.</summary>
    public const string VerifySuffix = "-verify";

    private const int LongestName = 80;

    /// <summary>Says in the folder of a goal's evidence whose it is: two goals may have one name, or names that make one folder name.</summary>
    private const string OwnerFile = "goal.txt";

    /// <summary>The folder of a goal's evidence: <c>runs/&lt;goal&gt;</c>; where another goal has that one already, <c>runs/&lt;goal&gt;-&lt;hash&gt;</c>.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="goal">The goal.</param>
    public static string OfGoal(string stateDirectory, GoalKey goal)
    {
        var plain = Path.Combine(stateDirectory, "runs", NameOf(goal.Name));
        return OwnerOf(plain) is { } owner && owner != OwnerText(goal) ? $"{plain}-{RunLock.KeyOf(goal)["goal-".Length..][..8]}" : plain;
    }

    /// <summary>Takes the folder of a goal's evidence for that goal, before anything is put there.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="goal">The goal.</param>
    /// <returns>The folder; it exists.</returns>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0009: it cannot be made.</exception>
    public static string Claim(string stateDirectory, GoalKey goal)
    {
        StateFolder.Ensure(stateDirectory);
        var folder = OfGoal(stateDirectory, goal);
        try
        {
            Directory.CreateDirectory(folder);
            if (OwnerOf(folder) is null)
            {
                // Written aside: a name that is cut off would be another goal's.
                var unfinished = Path.Combine(folder, $"{OwnerFile}.{Environment.ProcessId}");
                File.WriteAllText(unfinished, OwnerText(goal));
                MoveOrGiveWay(unfinished, Path.Combine(folder, OwnerFile));
                folder = OfGoal(stateDirectory, goal);
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(folder, exception);
        }

        return folder;
    }

    /// <summary>Whether a folder of evidence is a goal's own, and of no other.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="goal">The goal.</param>
    public static bool IsClaimed(string stateDirectory, GoalKey goal) => OwnerOf(OfGoal(stateDirectory, goal)) == OwnerText(goal);

    /// <summary>The isolated copy of a run: <c>worktrees/&lt;run&gt;</c>.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="run">The run.</param>
    public static string Worktree(string stateDirectory, string run) => Path.Combine(stateDirectory, "worktrees", run);

    /// <summary>A goal's name as a folder name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> stay, all else becomes <c>-</c>.</summary>
    /// <param name="goal">The goal's name.</param>
    public static string NameOf(string goal)
    {
        var name = new StringBuilder(goal.Length);
        foreach (var character in goal)
        {
            name.Append(char.IsLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-');
        }

        var trimmed = name.ToString().Trim('.', '-');
        return trimmed.Length == 0 ? "goal" : trimmed.Length > LongestName ? trimmed[..LongestName] : trimmed;
    }

    private static string OwnerText(GoalKey goal) => $"{goal.Name}\n{goal.File}\n";

    private static string? OwnerOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, OwnerFile));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void MoveOrGiveWay(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
        }
        catch (IOException) when (File.Exists(to))
        {
            // Another goal of that name was faster.
            File.Delete(from);
        }
    }
}
