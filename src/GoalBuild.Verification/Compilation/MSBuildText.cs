using System.Globalization;
using System.Text;
using System.Xml;

namespace GoalBuild.Verification.Compilation;

/// <summary>Texts in MSBuild attributes.</summary>
public static class MSBuildText
{
    /// <summary>Stands for what XML has no way to write.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>Escapes what MSBuild would expand, split or match, and what XML 1.0 cannot hold (U+0000, escape), so that a task gets the text as it is.
    /// Backslashes too: outside Windows MSBuild takes a text with them for a path and turns them round.</summary>
    /// <param name="text">The text.</param>
    public static string Escape(string text) => Escape(text, _ => false);

    /// <summary>Escapes a text that stands among others with <c>;</c> between, where MSBuild would also take white space off its ends.</summary>
    /// <param name="text">The text.</param>
    public static string EscapeElement(string text) => Escape(text, c => c is ' ' or '\u0085' or '\u00A0');

    /// <summary>A list as one attribute. Its elements stand in quotation marks, so that empty ones and white space of any kind reach the task; <see cref="Elements"/> takes them off.</summary>
    /// <param name="texts">The elements.</param>
    public static string List(IEnumerable<string> texts) => string.Join(';', texts.Select(text => $"'{Escape(text)}'"));

    /// <summary>The elements of a list that <see cref="List"/> made, as MSBuild hands them to a task.</summary>
    /// <param name="parameter">The task's parameter.</param>
    public static IEnumerable<string> Elements(IEnumerable<string> parameter) =>
        parameter.Select(element => element is ['\'', .. var text, '\''] ? text : element);

    /// <summary>Whether XML can hold the text: half of a surrogate pair, U+FFFE and U+FFFF have no form in it, escaped or not.</summary>
    /// <param name="text">An escaped text.</param>
    public static bool IsLegal(string text) => FirstIllegal(text, 0) < 0;

    /// <summary>The text with U+FFFD in place of what XML cannot hold, for names and messages.</summary>
    /// <param name="text">The text.</param>
    public static string Legal(string text)
    {
        var legal = new StringBuilder(text);
        for (var i = FirstIllegal(text, 0); i >= 0; i = FirstIllegal(text, i + 1))
        {
            legal[i] = Replacement;
        }

        return legal.ToString();
    }

    private static string Escape(string text, Func<char, bool> also)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (c is < ' ' or '%' or '*' or '?' or '@' or '$' or '(' or ')' or ';' or '\'' or '\\' || also(c))
            {
                escaped.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(c);
            }
        }

        return escaped.ToString();
    }

    private static int FirstIllegal(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
