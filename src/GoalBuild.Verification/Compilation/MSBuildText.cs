using System.Text;

namespace GoalBuild.Verification.Compilation;

/// <summary>Texts in MSBuild attributes.</summary>
public static class MSBuildText
{
    /// <summary>Escapes what MSBuild would expand, split or match, so that a task gets the text as it is. Backslashes too: outside Windows MSBuild takes
    /// a text with them for a path and turns them round.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is '%' or '*' or '?' or '@' or '$' or '(' or ')' or ';' or '\'' or '\\')
            {
                escaped.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }
}
