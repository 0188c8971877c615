using System.Globalization;
using System.Text;
using System.Xml;

namespace GoalBuild.Verification.Compilation;

/// <summary>
/// Makes MSBuild target names out of clause names. MSBuild forbids <c>$ @ ( ) % * ? .</c> in a target's name (MSB5016), and its command line
/// splits <c>-t:</c> at <c>;</c> and <c>,</c> and loses <c>"</c>; everything else, spaces and slashes included, works in both.
/// </summary>
public static class TargetName
{
    /// <summary>Longer names are cut, so that a command line of many kilobytes does not become a name.</summary>
    public const int MaxLength = 120;

    /// <summary>A legal, readable name: <c>(2)</c> becomes <c>[2]</c>, quotes become <c>'</c>, and any other forbidden character <c>_</c>.</summary>
    /// <param name="clauseName">The clause's name.</param>
    public static string Of(string clauseName)
    {
        var name = new StringBuilder(Math.Min(clauseName.Length, MaxLength));
        foreach (var c in clauseName)
        {
            if (name.Length == MaxLength)
            {
                break;
            }

            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (name.Length > 0 && name[^1] != ' ')
                {
                    name.Append(' ');
                }

                continue;
            }

            name.Append(c switch
            {
                '(' => '[',
                ')' => ']',
                '"' => '\'',
                '$' or '@' or '%' or '*' or '?' or '.' or ';' or ',' => '_',
                _ when char.IsSurrogate(c) || !XmlConvert.IsXmlChar(c) => '_',
                _ => c,
            });
        }

        var text = name.ToString().TrimEnd();
        return text.Length == 0 ? "clause" : text;
    }

    /// <summary>One name for each clause, none of them used twice (MSBuild compares without case) and none that the project uses itself.</summary>
    /// <param name="clauseNames">The clauses' names, in the order of the goal.</param>
    /// <param name="reserved">Names that are taken.</param>
    public static IReadOnlyList<string> Unique(IEnumerable<string> clauseNames, params IEnumerable<string> reserved)
    {
        var taken = new HashSet<string>(reserved, StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (var clauseName in clauseNames)
        {
            var name = Of(clauseName);
            var unique = name;
            for (var number = 2; !taken.Add(unique); number++)
            {
                unique = string.Create(CultureInfo.InvariantCulture, $"{name} [{number}]");
            }

            names.Add(unique);
        }

        return names;
    }
}
