using System.Globalization;
using System.Text;
using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring;

/// <summary>Writes words of people as the goal language has them.</summary>
public static class GoalText
{
    private const int MostOfName = 60;

    /// <summary>A string of the language with this text in it.</summary>
    /// <param name="text">Any text; what shows nothing and does something is left out of it.</param>
    public static string Quote(string text) => $"\"{Clean(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A text of several lines as the language has it: a string for one line, else a raw string.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="indentation">Stands before each line of a raw string.</param>
    public static string Block(string text, string indentation)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(Clean).ToList();
        if (lines is [var only])
        {
            return Quote(only);
        }

        // More quotation marks than the text has side by side.
        var (most, run) = (2, 0);
        foreach (var character in string.Join('\n', lines))
        {
            run = character == '"' ? run + 1 : 0;
            most = Math.Max(most, run);
        }

        var marks = new string('"', most + 1);
        return $"{marks}\n{string.Concat(lines.Select(line => line.Length == 0 ? "\n" : $"{indentation}{line}\n"))}{indentation}{marks}";
    }

    /// <summary>The text as one line, without what shows nothing: control characters, marks that turn the direction of writing, half characters.</summary>
    /// <param name="text">Any text.</param>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
            clean.Append(isBlank ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    /// <summary>A goal's name made of words: lower case, <c>-</c> between them.</summary>
    /// <param name="words">Any text.</param>
    /// <returns>Starts with a letter; empty where the text has none.</returns>
    public static string Slug(string words)
    {
        var slug = new StringBuilder();
        foreach (var character in words.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var name = slug.ToString().TrimStart("0123456789-".ToCharArray());
        if (name.Length > MostOfName)
        {
            // Not in the middle of a word, where there is a blank to cut at.
            var cut = name.LastIndexOf('-', MostOfName);
            name = name[..(cut > 0 ? cut : char.IsHighSurrogate(name[MostOfName - 1]) ? MostOfName - 1 : MostOfName)];
        }

        return name.TrimEnd('-');
    }

    /// <summary>Brings a goal that was put together into the one form.</summary>
    /// <param name="text">The text of a goal file.</param>
    /// <exception cref="InvalidOperationException">It does not parse: whoever wrote it made a mistake, which has nothing to do with the words in it.</exception>
    internal static string Format(string text)
    {
        var source = new SourceText("new.goal", text);
        var result = GoalFormatter.Format(source);
        return result.HasErrors ? throw new InvalidOperationException($"What was written does not parse: {result.Diagnostics[0].Render(source)}\n{text}") : result.Text;
    }
}
