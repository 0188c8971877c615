using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>
/// What a goal's clauses read, in the coarse terms of a build: from it, the targets of the package GoalBuild tell without starting a
/// process whether a goal that held has to be verified again. It may name too much, never too little.
/// </summary>
public static class GoalInputs
{
    /// <summary>Lines for a file that the targets of the package read.</summary>
    /// <param name="compiled">The goal.</param>
    /// <param name="workspace">The tree.</param>
    /// <param name="constraints">The constraints that are judged on what was built.</param>
    /// <returns>
    /// Absolute paths with <c>/</c>, as they are: <c>folder/</c> for all that people write below a folder, <c>folder/./pattern</c> for all files that match,
    /// and anything else for a file, which may be missing. In a pattern wildcards stand bare and all else is escaped twice for MSBuild, which takes one level
    /// off when it makes a glob of it. Null where nothing can tell, so that every build has to verify.
    /// </returns>
    public static IReadOnlyList<string>? Of(CompiledGoal compiled, Workspace workspace, IReadOnlyList<Constraint> constraints)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var clause in compiled.Clauses)
        {
            switch (clause.Reads)
            {
                case ClauseReads.Files { Baseline: false } files:
                    lines.UnionWith(Patterns(clause.Context.GoalDirectory, files.Glob));
                    break;
                case ClauseReads.Project:
                    // A project also reads what stands above it, up to the root: Directory.Build.props, .editorconfig, global.json.
                    lines.Add(Folder(workspace.Root));
                    break;
                case ClauseReads.Tree:
                    lines.Add(Folder(workspace.Root));
                    lines.UnionWith(GitFiles.Of(workspace.Root).Select(Slashed));
                    break;
                default:
                    return null;
            }
        }

        if (constraints.Any(constraint => constraint is KeepApiConstraint))
        {
            // What it compares with is another tree, which runs and commits change.
            return null;
        }

        if (constraints.Count > 0)
        {
            lines.Add(Folder(workspace.Root));
        }

        return [.. lines];
    }

    // As GlobSet takes a glob: a name stands for the file and for all that is in the folder of that name, and "!" for all but that.
    private static IEnumerable<string> Patterns(string goalDirectory, string glob)
    {
        if (glob.StartsWith('!'))
        {
            yield return $"{Folder(goalDirectory)}./**/*";
            yield break;
        }

        var path = Slashed(Path.GetFullPath(glob, goalDirectory)).TrimEnd('/');
        var parts = path.Split('/');
        var literal = parts.TakeWhile(part => !part.Contains('*', StringComparison.Ordinal)).Count();
        if (literal == parts.Length)
        {
            yield return path;
            yield return path + "/./**/*";
            yield break;
        }

        var pattern = $"{string.Join('/', parts[..literal])}/./{string.Join('/', parts[literal..].Select(Part))}";
        yield return pattern;
        yield return pattern + "/**/*";
    }

    // Where "**" is a part of a name, the matcher takes some for folders, and MSBuild takes none: hence all that could be meant.
    private static string Part(string part) => part == "**" ? part
        : part.Contains("**", StringComparison.Ordinal) ? "**/*"
        : string.Join('*', part.Split('*').Select(text => MSBuildText.Escape(MSBuildText.Escape(text))));

    private static string Folder(string path) => Slashed(path).TrimEnd('/') + "/";

    private static string Slashed(string path) => path.Replace('\\', '/');
}
