using GoalBuild.Language.Model;

namespace GoalBuild.Language.Syntax;

/// <summary>How names are written where a bare word and a string are both accepted.</summary>
internal static class Names
{
    /// <summary>Whether a name can be written without quotes.</summary>
    /// <param name="name">The name.</param>
    public static bool IsBare(string name) => name.Length > 0 && Characters.StartsWord(name[0]) && name.All(Characters.ContinuesWord);

    /// <summary>The name as it is written in a goal: bare where it can be, else in double quotes.</summary>
    /// <param name="name">The name.</param>
    public static string Write(string name) => IsBare(name) ? name : Quote(name);

    /// <summary>A text as a string between double quotes.</summary>
    /// <param name="text">The text, on one line.</param>
    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>What a diagnostic says that was meant, or null.</summary>
    /// <param name="meant">The name, or null.</param>
    public static ValueList<string>? Replacement(string? meant) => meant is null ? null : [Write(meant)];
}
