namespace GoalBuild.Language.Model;

/// <summary>Goals have folders of their own, for evidence and results; what their names may hold is more than folder names may.</summary>
public static class FolderName
{
    private const int Longest = 80;

    /// <summary>
    /// A goal's name as a folder name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c> stay, all else becomes <c>-</c>, and none stands
    /// for another folder. Two goals of one file never share it; case aside, since some file systems do not tell it apart.
    /// </summary>
    /// <param name="goal">The goal's name.</param>
    public static string Of(string goal)
    {
        ArgumentNullException.ThrowIfNull(goal);
        var name = string.Create(goal.Length, goal, static (folder, goal) =>
        {
            for (var i = 0; i < folder.Length; i++)
            {
                folder[i] = char.IsLetterOrDigit(goal[i]) || goal[i] is '-' or '_' or '.' ? goal[i] : '-';
            }
        }).Trim('.', '-');
        return name.Length == 0 ? "goal" : name.Length > Longest ? name[..Longest] : name;
    }
}
