using System.Text.Json;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Tests.Support;

/// <summary>Edits as an editor applies them.</summary>
internal static class TextEdits
{
    /// <summary>Applies edits to a text: all are about the text as it was.</summary>
    public static string Apply(string text, JsonElement edits)
    {
        var source = new SourceText("a.goal", text);
        foreach (var (start, end, replacement) in edits.EnumerateArray().Select(edit => (At(source, edit, "start"), At(source, edit, "end"), edit.GetProperty("newText").GetString()!)).OrderByDescending(edit => edit.Item1).ThenByDescending(edit => edit.Item2))
        {
            text = text[..start] + replacement + text[end..];
        }

        return text;
    }

    /// <summary>Applies what a workspace edit says of a document.</summary>
    public static string ApplyTo(string uri, string text, JsonElement workspaceEdit) => Apply(text, workspaceEdit.GetProperty("changes").GetProperty(uri));

    private static int At(SourceText source, JsonElement edit, string end)
    {
        var position = edit.GetProperty("range").GetProperty(end);
        return source.OffsetOf(position.GetProperty("line").GetInt32() + 1, position.GetProperty("character").GetInt32() + 1);
    }
}
