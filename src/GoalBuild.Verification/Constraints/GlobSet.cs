using GoalBuild.Language.Model;
using Microsoft.Extensions.FileSystemGlobbing;

namespace GoalBuild.Verification.Constraints;

/// <summary>
/// The globs of one constraint: Microsoft.Extensions.FileSystemGlobbing, plus a leading <c>!</c> to exclude, which wins
/// wherever it stands. A glob that names a folder stands for all that is in it. A set of exclusions only is all but those.
/// </summary>
public sealed class GlobSet
{
    private readonly Matcher _matcher;

    /// <summary>Makes a set.</summary>
    /// <param name="globs">As they stand in the goal, relative to its folder.</param>
    /// <param name="folder">The goal's folder, relative to the workspace's root with <c>/</c>; <c>.</c> or empty for the root itself.</param>
    /// <param name="ignoreCase">Whether upper and lower case are alike, as on the file systems of Windows and macOS.</param>
    public GlobSet(IEnumerable<string> globs, string folder, bool ignoreCase)
    {
        _matcher = new Matcher(ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        var hasInclude = false;
        foreach (var glob in globs)
        {
            var excluded = glob.StartsWith('!');
            foreach (var pattern in Patterns(Join(folder, excluded ? glob[1..] : glob)))
            {
                if (excluded)
                {
                    _matcher.AddExclude(pattern);
                }
                else
                {
                    _matcher.AddInclude(pattern);
                }
            }

            hasInclude |= !excluded;
        }

        if (!hasInclude)
        {
            _matcher.AddInclude("**/*");
        }
    }

    /// <summary>Makes a set of what a goal says.</summary>
    /// <param name="globs">The globs.</param>
    /// <param name="folder">The goal's folder, relative to the workspace's root.</param>
    public static GlobSet Of(ValueList<Text> globs, string folder) => new(globs.Select(glob => glob.Value), folder, !OperatingSystem.IsLinux());

    /// <summary>Whether a file belongs to the set.</summary>
    /// <param name="path">Relative to the workspace's root, with <c>/</c> between its parts.</param>
    public bool Contains(string path) => _matcher.Match(path).HasMatches;

    private static IEnumerable<string> Patterns(string glob)
    {
        if (glob.Length == 0)
        {
            yield return "**/*";
            yield break;
        }

        yield return glob;
        if (!glob.EndsWith("**", StringComparison.Ordinal) && !glob.EndsWith("/*", StringComparison.Ordinal))
        {
            yield return $"{glob}/**/*";
        }
    }

    // ".." leads to a neighbour of the goal's folder, and never above the root: the language's own checks see to that.
    private static string Join(string folder, string glob)
    {
        var parts = new List<string>();
        foreach (var part in $"{folder}/{glob.Replace('\\', '/')}".Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
