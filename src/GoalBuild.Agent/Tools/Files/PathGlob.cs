using System.Text;
using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Tools.Files;

/// <summary>
/// The glob of a tool: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c>, several with commas, <c>!</c> in front to leave out. As in ripgrep and
/// .gitignore, one without a slash speaks of names at any depth, and one that names a folder of all that is in it. Unlike the globs of goals it is asked of every file of
/// a large tree, so it is one regular expression.
/// </summary>
internal sealed class PathGlob
{
    private readonly Regex? _included;
    private readonly Regex? _excluded;

    /// <summary>Makes a glob.</summary>
    /// <param name="globs">As a model gives it; empty takes everything.</param>
    /// <exception cref="ToolFaultException">It cannot be understood.</exception>
    public PathGlob(string globs)
    {
        var all = Split(globs.Trim());
        _included = Expression(globs, all.Where(glob => !glob.StartsWith('!')));
        _excluded = Expression(globs, all.Where(glob => glob.StartsWith('!')).Select(glob => glob[1..]));
    }

    /// <summary>Whether a file belongs to it.</summary>
    /// <param name="path">Relative, with <c>/</c>.</param>
    public bool Contains(string path) => _included?.IsMatch(path) != false && _excluded?.IsMatch(path) != true;

    private static Regex? Expression(string globs, IEnumerable<string> parts)
    {
        var alternatives = parts.Select(Translate).ToList();
        if (alternatives.Count == 0)
        {
            return null;
        }

        try
        {
            var ignoresCase = OperatingSystem.IsLinux() ? RegexOptions.None : RegexOptions.IgnoreCase;
            return new Regex($"^(?:{string.Join('|', alternatives)})(?:/.*)?$", ignoresCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new ToolFaultException($"The glob '{globs}' cannot be understood; there are *, **, ?, [a-z], {{a,b}} and a leading !, as in 'src/**/*.cs'.");
        }
    }

    // Commas within braces belong to them.
    private static List<string> Split(string globs)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= globs.Length; i++)
        {
            depth += i == globs.Length ? 0 : globs[i] == '{' ? 1 : globs[i] == '}' ? -1 : 0;
            if (i == globs.Length || (globs[i] == ',' && depth <= 0))
            {
                var part = globs[start..i].Trim();
                start = i + 1;
                if (part.Length > 0)
                {
                    parts.Add(part);
                }
            }
        }

        return parts;
    }

    private static string Translate(string glob)
    {
        var text = glob.Replace('\\', '/');
        text = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        var isAnywhere = !text.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        text = text.Trim('/');
        var regex = new StringBuilder(isAnywhere ? "(?:.*/)?" : "");
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (rest.StartsWith("**/"))
            {
                regex.Append("(?:.*/)?");
                i += 2;
            }
            else if (rest.StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else if (text[i] == '[' && rest.IndexOf(']') is > 1 and var end)
            {
                var set = rest[1..end];
                regex.Append('[').Append(set[0] is '!' or '^' ? "^" : "").Append(set.TrimStart("!^").ToString().Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                i += end;
            }
            else
            {
                regex.Append(text[i] switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '{' => "(?:",
                    '}' => ")",
                    ',' => "|",
                    var c => Regex.Escape(c.ToString()),
                });
            }
        }

        return regex.ToString();
    }
}
