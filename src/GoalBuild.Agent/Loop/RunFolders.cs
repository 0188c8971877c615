using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Loop;

/// <summary>Where the things of a run lie in the <c>.goal</c> folder.</summary>
public static class RunFolders
{
    /// <summary>The evidence folder of a run: <c>runs/&lt;goal&gt;/&lt;run&gt;</c>.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="goal">The goal's name.</param>
    /// <param name="run">The run.</param>
    public static string Evidence(string stateDirectory, string goal, string run) => Path.Combine(stateDirectory, "runs", NameOf(goal), run);

    /// <summary>The isolated copy of a run: <c>worktrees/&lt;run&gt;</c>.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="run">The run.</param>
    public static string Worktree(string stateDirectory, string run) => Path.Combine(stateDirectory, "worktrees", run);

    /// <summary>A goal's name as a folder name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> stay, all else becomes <c>-</c>.</summary>
    /// <param name="goal">The goal's name.</param>
    public static string NameOf(string goal) => FolderName.Of(goal);
}
