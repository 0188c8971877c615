using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>
/// A path or glob as it stands in the file. A Windows path between double quotes is full of escapes, of which its value shows
/// nothing: in <c>"db\backup"</c> the <c>\b</c> is a control character, and in <c>"lib\x64"</c> the <c>\x64</c> is a letter.
/// </summary>
/// <param name="Shown">As written, without its quotes and a leading <c>!</c>, fit for a message.</param>
/// <param name="WithSlashes">What was most likely meant: the same with <c>/</c> for each backslash.</param>
/// <param name="Backslash">What the first backslash makes, such as <c>the escape \b</c>; null where there is none but in <c>\u</c>, <c>\U</c> and before a quote.</param>
internal sealed record WrittenPath(string Shown, string WithSlashes, string? Backslash)
{
    private const int Most = 100;

    public static WrittenPath Of(SourceText source, Text text)
    {
        var token = source.Text.AsSpan(text.Span.Start, text.Span.Length);
        var isRaw = token.StartsWith("\"\"\"");
        var written = isRaw ? text.Value : token[1..(token.Length > 1 && token.EndsWith("\"") ? ^1 : ^0)].ToString();
        written = written.StartsWith('!') ? written[1..] : written;
        var backslash = isRaw ? (written.Contains('\\') ? "a backslash" : null) : FirstBackslash(written);

        // Where it is written twice, once was meant.
        var meant = written.Replace(isRaw ? "\\" : "\\\\", "/", StringComparison.Ordinal).Replace('\\', '/');
        return new WrittenPath(Characters.Show(written, Most), Characters.Show(meant, Most), backslash);
    }

    private static string? FirstBackslash(ReadOnlySpan<char> written)
    {
        for (var at = written.IndexOf('\\'); at >= 0 && at + 1 < written.Length;)
        {
            var length = StringLiteral.EscapeLength(written[at..]);
            if (length == 0 || written[at + 1] is not ('u' or 'U' or '"' or '\''))
            {
                return length == 0 || written[at + 1] == '\\' ? "a backslash" : $"the escape {written.Slice(at, length)}";
            }

            var next = written[(at + length)..].IndexOf('\\');
            at = next < 0 ? -1 : at + length + next;
        }

        return null;
    }
}
