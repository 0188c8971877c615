using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace GoalBuild.Agent.Log;

/// <summary>The difference between two texts in lines, with a little of what stands around each change.</summary>
public static class LineDiff
{
    private const int Around = 2;

    /// <summary>The lines of the difference: <c>- </c> before what went, <c>+ </c> before what came, blanks before what stayed, <c>…</c> where more stayed.</summary>
    /// <param name="before">The older text.</param>
    /// <param name="after">The newer text.</param>
    /// <returns>The lines; none where the texts have the same lines.</returns>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        var lines = InlineDiffBuilder.Diff(before, after).Lines;
        var near = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type is ChangeType.Inserted or ChangeType.Deleted)
            {
                Array.Fill(near, true, Math.Max(0, i - Around), Math.Min(lines.Count - 1, i + Around) - Math.Max(0, i - Around) + 1);
            }
        }

        var shown = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (near[i])
            {
                shown.Add($"{lines[i].Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " }}{lines[i].Text}");
            }
            else if (i > 0 && near[i - 1] && near.AsSpan(i).Contains(true))
            {
                shown.Add("…");
            }
        }

        return shown;
    }
}
