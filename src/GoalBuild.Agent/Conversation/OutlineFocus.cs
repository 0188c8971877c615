using System.Text.RegularExpressions;
using GoalBuild.Agent.Code;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Conversation;

/// <summary>What of a repository a goal is about; paths relative to the workspace's root, with <c>/</c>.</summary>
/// <param name="Failing">Files that findings of clauses which do not hold name.</param>
/// <param name="Named">Files that the goal names: by its context, by paths or by names of types in its words.</param>
/// <param name="Folders">Folders of the projects that its clauses name, but for the root itself.</param>
internal sealed partial record OutlineFocus(IReadOnlySet<string> Failing, IReadOnlySet<string> Named, IReadOnlyList<string> Folders)
{
    /// <summary>About nothing in particular.</summary>
    public static OutlineFocus None { get; } = new(new HashSet<string>(), new HashSet<string>(), []);

    /// <summary>Finds out what a goal is about.</summary>
    /// <param name="map">The tree.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="goalText">Its text.</param>
    /// <param name="goalFolder">The goal's folder, relative to the workspace's root; <c>.</c> for the root.</param>
    /// <param name="verdicts">The newest verdicts.</param>
    public static OutlineFocus Of(CodeMap map, Goal goal, string goalText, string goalFolder, IEnumerable<Verdict> verdicts)
    {
        var failing = verdicts.Where(verdict => verdict.Status != VerdictStatus.Holds).SelectMany(verdict => verdict.Findings).Select(finding => finding.File).OfType<string>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (goal.Context.Count > 0)
        {
            var globs = GlobSet.Of(goal.Context, goalFolder);
            named.UnionWith(map.Files.Where(globs.Contains));
        }

        var words = Words().Matches(goalText).Select(match => match.Value.Trim('.', '/')).ToHashSet(StringComparer.Ordinal);
        named.UnionWith(map.Files.Where(file => words.Contains(file) || words.Contains(Path.GetFileName(file))));
        named.UnionWith(map.Parsed.Where(file => !file.IsGenerated && file.Declarations.Any(declaration => declaration.IsType && IsTelling(declaration.Name) && words.Contains(declaration.Name))).Select(file => file.Path));
        var folders = GoalClause.Of(goal).Select(clause => ClauseProject.Of(clause.Clause)).OfType<string>().Select(project => Folder(goalFolder, project)).Where(folder => folder.Length > 0);
        return new OutlineFocus(failing.ToHashSet(StringComparer.Ordinal), named, [.. folders.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Whether a file lies in a folder that a clause is about.</summary>
    /// <param name="path">The file.</param>
    public bool IsInFolder(string path) => Folders.Any(folder => path.StartsWith(folder + "/", StringComparison.Ordinal));

    // "Order" may be an English word; "OrderStore" is none.
    private static bool IsTelling(string type) => type.Skip(1).Any(char.IsUpper);

    private static string Folder(string goalFolder, string project)
    {
        // Only the text is looked at, so any root does.
        var root = Path.GetFullPath(Path.DirectorySeparatorChar.ToString());
        var full = Path.GetFullPath(Path.Combine(root, goalFolder, project));
        var folder = Path.HasExtension(full) && Path.GetExtension(full) is var ending && (ending.EndsWith("proj", StringComparison.OrdinalIgnoreCase) || ending is ".sln" or ".slnx") ? Path.GetDirectoryName(full)! : full;
        return Path.GetRelativePath(root, folder).Replace('\\', '/').TrimStart('.');
    }

    // There is nothing to go back to, so it is linear without NonBacktracking, which would be built anew in every process.
    [GeneratedRegex(@"[\w./\-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
