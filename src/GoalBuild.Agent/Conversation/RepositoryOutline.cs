using System.Globalization;
using GoalBuild.Agent.Code;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// Tells a model what is where: folders, projects, and the types of the files that matter most for a goal. The same tree, focus and allowance give the
/// same bytes, because it stands in the part of a request that providers keep: render it once for a conversation.
/// </summary>
internal static class RepositoryOutline
{
    // Shares of the allowance, in hundredths; what folders and projects do not need goes to the files.
    private const int FoldersShare = 15;
    private const int ProjectsShare = 25;

    private const int MostDepth = 3;
    private const int MostNames = 12;

    /// <summary>The outline.</summary>
    /// <param name="map">The tree.</param>
    /// <param name="projects">Its projects, see <see cref="ProjectSummary.Of"/>.</param>
    /// <param name="focus">What the goal is about.</param>
    /// <param name="allowance">What it may take; it is never exceeded.</param>
    public static string Render(CodeMap map, IReadOnlyList<ProjectSummary> projects, OutlineFocus focus, Allowance allowance)
    {
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"Repository: {Words.Count(map.Files.Count, "file")}, {map.Parsed.Count} in C#; the most relevant first, as far as there is room."),
        };
        Add("Folders (files below):", Folders(map.Files), FoldersShare);
        Add("Projects:", projects.Select(Project), ProjectsShare);
        Add(map.Parsed.Count > 0 ? "C# (types and members that matter):" : "Files:", map.Parsed.Count > 0 ? Types(map, focus) : Listing(map.Files, focus), 100);
        return allowance.Fit(lines);

        void Add(string title, IEnumerable<string> entries, int share)
        {
            var used = allowance.Cost(lines);
            var room = Math.Min(allowance.Tokens - used, allowance.Tokens * share / 100);
            var chosen = new List<string> { title };
            var left = room - allowance.Cost(title) - allowance.Cost(LeftOut(99_999));
            using var each = entries.GetEnumerator();
            var more = 0;
            while (each.MoveNext())
            {
                if (more > 0 || allowance.Cost(each.Current) > left)
                {
                    more++;
                    continue;
                }

                chosen.Add(each.Current);
                left -= allowance.Cost(each.Current);
            }

            if (chosen.Count > 1)
            {
                lines.AddRange(more == 0 ? chosen : [.. chosen, LeftOut(more)]);
            }
        }
    }

    private static string LeftOut(int count) => string.Create(CultureInfo.InvariantCulture, $"  … {count} more");

    // Upper folders first: what does not fit is deep.
    private static IEnumerable<string> Folders(IReadOnlyList<string> files)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var end = -1;
            for (var depth = 0; depth < MostDepth && (end = file.IndexOf('/', end + 1)) >= 0; depth++)
            {
                counts[file[..end]] = counts.GetValueOrDefault(file[..end]) + 1;
            }
        }

        return counts.OrderBy(folder => folder.Key.Count(character => character == '/'))
            .Select(folder => string.Create(CultureInfo.InvariantCulture, $"  {Shown(folder.Key)}/ {folder.Value}"));
    }

    private static string Project(ProjectSummary project) =>
        $"  {Shown(project.Path)}{(project.Frameworks.Length == 0 ? "" : $" {PlainText.OneLine(project.Frameworks, 80)}")}{(project.References.Count == 0 ? "" : $" -> {PlainText.OneLine(string.Join(", ", project.References), 400)}")}";

    private static IEnumerable<string> Types(CodeMap map, OutlineFocus focus)
    {
        var uses = new TypeUses(map);
        var near = Enumerable.Range(0, map.Parsed.Count).Where(index => focus.Failing.Contains(map.Parsed[index].Path)).SelectMany(uses.UsedBy).ToHashSet();
        return Enumerable.Range(0, map.Parsed.Count)
            .Where(index => !map.Parsed[index].IsGenerated && map.Parsed[index].Declarations.Any(declaration => declaration.IsType))
            .Select(index => (Index: index, File: map.Parsed[index], Rank: Rank(index)))
            .OrderBy(file => Math.Min(file.Rank, 3))
            .ThenBy(file => file.File.IsTest)
            .ThenBy(file => file.Rank)
            .ThenByDescending(file => uses.Counts[file.Index])
            .ThenBy(file => file.File.Path, StringComparer.Ordinal)
            .Select(file => $"  {Shown(file.File.Path)}: {string.Join("; ", file.File.Declarations.Where(declaration => declaration is { IsType: true, Depth: 0 }).Select(type => Type(type, file.File, uses)))}");

        int Rank(int index) => map.Parsed[index].Path switch
        {
            var path when focus.Failing.Contains(path) => 0,
            var path when focus.Named.Contains(path) => 1,
            _ when near.Contains(index) => 2,
            var path when focus.IsInFolder(path) => 3,
            _ => 4,
        };
    }

    // Those members that other files name most, in the order of the text.
    private static string Type(Declaration type, ParsedFile file, TypeUses uses)
    {
        var members = file.Declarations.Where(declaration => declaration is { IsType: false, IsOpen: true } && declaration.Kind != DeclarationKind.Constructor && declaration.Container == type.FullName)
            .Select(declaration => declaration.Name).Distinct(StringComparer.Ordinal).ToList();
        var chosen = members.OrderByDescending(uses.FilesWith).Take(MostNames).ToHashSet(StringComparer.Ordinal);
        var names = members.Where(chosen.Contains).Select(name => PlainText.OneLine(name, 80));
        return $"{type.KindWord} {PlainText.OneLine(type.Name, 80)}{(members.Count == 0 ? "" : $" ({string.Join(", ", names)}{(members.Count > MostNames ? ", …" : "")})")}";
    }

    // A line for each folder; those with files that the goal is about first.
    private static IEnumerable<string> Listing(IReadOnlyList<string> files, OutlineFocus focus)
    {
        return files.GroupBy(file => Path.GetDirectoryName(file)!.Replace('\\', '/'), StringComparer.Ordinal)
            .OrderBy(folder => !folder.Any(IsFocused))
            .ThenBy(folder => folder.Key.Count(character => character == '/'))
            .ThenBy(folder => folder.Key, StringComparer.Ordinal)
            .Select(folder => (folder.Key, Names: folder.OrderBy(file => !IsFocused(file)).ToList()))
            .Select(folder => $"  {(folder.Key.Length == 0 ? "." : Shown(folder.Key))}/: {string.Join(", ", folder.Names.Take(2 * MostNames).Select(file => Shown(Path.GetFileName(file))))}{(folder.Names.Count > 2 * MostNames ? ", …" : "")}");

        bool IsFocused(string file) => focus.Failing.Contains(file) || focus.Named.Contains(file);
    }

    private static string Shown(string path) => PlainText.OneLine(path, 200);
}
