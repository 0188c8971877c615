using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Tools;

/// <summary>Takes out of a program's output what only a terminal needs.</summary>
internal static partial class TerminalText
{
    /// <summary>Without colours, cursor movements, titles and other control characters; of a line that was written over, what was written last.</summary>
    /// <param name="text">Whole lines.</param>
    public static string Plain(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\u000b', '\u001f') < 0 && text.AsSpan().IndexOfAny("\b\u007f\u0007\u0000") < 0)
        {
            return text;
        }

        text = Sequences().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text.Contains('\r', StringComparison.Ordinal))
        {
            text = string.Join('\n', text.Split('\n').Select(LastWritten));
        }

        return Controls().Replace(text, "");
    }

    // "10%\r20%\r30%": what was written last; a return at the end shows what stood before it.
    private static string LastWritten(string line)
    {
        var shown = line.TrimEnd('\r');
        return shown[(shown.LastIndexOf('\r') + 1)..];
    }

    // ECMA-48: ESC [ parameters letter (CSI); ESC ] … BEL or ESC \ (OSC, and other strings); ESC with one or two characters.
    [GeneratedRegex("""\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]""", RegexOptions.CultureInvariant)]
    private static partial Regex Sequences();

    [GeneratedRegex("""[\u0000-\u0008\u000b-\u001f\u007f]""", RegexOptions.CultureInvariant)]
    private static partial Regex Controls();
}
