using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>
/// What a goal's clauses read, in the coarse terms of a build: from it, the targets of the package GoalBuild tell without starting a
/// process whether a goal that held has to be verified again. It may name too much, never too little.
/// </summary>
public static class GoalInputs
{
    /// <summary>Lines for a file that MSBuild reads: a folder ends with a slash, anything else is a file or a wildcard pattern.</summary>
    /// <param name="compiled">The goal.</param>
    /// <param name="workspace">The tree.</param>
    /// <returns>Absolute paths with <c>/</c>, escaped for MSBuild; or null where nothing can tell, so that every build has to verify.</returns>
    public static IReadOnlyList<string>? Of(CompiledGoal compiled, Workspace workspace)
    {
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var clause in compiled.Clauses)
        {
            switch (clause.Reads)
            {
                case ClauseReads.Files { Baseline: false } files:
                    lines.Add(Pattern(clause.Context.GoalDirectory, files.Glob));
                    break;
                case ClauseReads.Project or ClauseReads.Tree:
                    // A project also reads what stands above it, up to the root: Directory.Build.props, .editorconfig, global.json.
                    lines.Add(Folder(workspace.Root));
                    break;
                default:
                    return null;
            }
        }

        return [.. lines];
    }

    private static string Pattern(string goalDirectory, string glob)
    {
        var parts = glob.Split('/', '\\');
        var literal = parts.TakeWhile(part => !part.Contains('*', StringComparison.Ordinal)).ToArray();
        var path = Path.GetFullPath(Path.Combine([goalDirectory, .. literal]));

        // A file that is not there yet is no input that MSBuild accepts; a pattern that matches it once it comes is.
        return literal.Length < parts.Length || Directory.Exists(path) ? Folder(path) : Escape(path) + "*";
    }

    private static string Folder(string path) => Escape(path).TrimEnd('/') + "/";

    private static string Escape(string path) => MSBuildText.Escape(path.Replace('\\', '/'));
}
