using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Verification.Engine;

/// <summary>What one build showed of all projects, by their paths.</summary>
/// <param name="workspace">Absolute path of the workspace's root; findings name files relative to it.</param>
internal sealed class ProjectLog(string workspace)
{
    private readonly Dictionary<string, ProjectFacts> _projects = new(StringComparer.Ordinal);
    private readonly HashSet<(string Project, Finding Finding)> _seen = [];
    private readonly Lock _lock = new();

    /// <summary>Changes what is known of a project.</summary>
    public void Update(string project, Action<ProjectFacts> change)
    {
        lock (_lock)
        {
            if (!_projects.TryGetValue(project, out var facts))
            {
                _projects[project] = facts = new ProjectFacts();
            }

            change(facts);
        }
    }

    /// <summary>Keeps a diagnostic. One that was said twice, for two target frameworks or by two builds, is kept once.</summary>
    public void Add(string project, Finding diagnostic)
    {
        if (diagnostic.File is { } file)
        {
            diagnostic = diagnostic with { File = FindingPath.Of(workspace, Path.GetFullPath(file, Path.GetDirectoryName(project) ?? workspace)) };
        }

        Update(project, facts =>
        {
            if (_seen.Add((project, diagnostic)))
            {
                facts.Diagnostics.Add(diagnostic);
            }
        });
    }

    /// <summary>The projects that can be reached from some, themselves included.</summary>
    public IReadOnlyList<(string Path, ProjectFacts Facts)> Closure(IEnumerable<string> roots)
    {
        lock (_lock)
        {
            var reached = new List<(string, ProjectFacts)>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var waiting = new Stack<string>(roots.Reverse());
            while (waiting.TryPop(out var path))
            {
                if (!seen.Add(path))
                {
                    continue;
                }

                var facts = _projects.GetValueOrDefault(path) ?? new ProjectFacts();
                reached.Add((path, facts));
                foreach (var reference in facts.References.Order(StringComparer.Ordinal).Reverse())
                {
                    waiting.Push(reference);
                }
            }

            return reached;
        }
    }

    /// <summary>The diagnostics of the projects that can be reached from some: errors first, else in the order in which they came.</summary>
    public IReadOnlyList<Finding> Diagnostics(IEnumerable<string> roots) =>
        [.. Closure(roots).SelectMany(project => project.Facts.Diagnostics).Distinct().OrderByDescending(finding => finding.IsError)];

    /// <summary>What the projects that can be reached from some read, or null where one of them could not be evaluated, so that it is not known.</summary>
    /// <param name="roots">Absolute paths of projects and solutions.</param>
    public ProjectInputs? Inputs(IReadOnlyList<string> roots)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        var files = new SortedSet<string>(StringComparer.Ordinal);
        var restored = new SortedSet<string>(StringComparer.Ordinal);
        var closure = Closure(roots);

        // A folder that holds a project is no output folder, even if one writes there.
        var outputs = closure.SelectMany(project => project.Facts.Outputs).Distinct(StringComparer.Ordinal).Where(output => !closure.Any(project => FindingPath.IsBelow(output, project.Path))).ToList();
        foreach (var (path, facts) in closure)
        {
            if (ProjectFile.IsSolution(path))
            {
                files.Add(path);
                continue;
            }

            if (!facts.Evaluated)
            {
                return null;
            }

            var folder = Path.GetDirectoryName(path)!;
            folders.Add(folder);
            files.UnionWith(facts.Imports);
            restored.UnionWith(facts.Restored);
            foreach (var item in facts.OutsideItems)
            {
                // An item from a folder may have come from a wildcard, which takes new files too. A folder above the project is
                // no such folder, or each change anywhere would count.
                var from = Path.GetDirectoryName(item)!;
                files.Add(item);
                if (!FindingPath.IsBelow(from, folder))
                {
                    folders.Add(from);
                }
            }
        }

        // What lies in an output folder is made by the build from the rest.
        files.RemoveWhere(IsBuilt);
        folders.RemoveWhere(IsBuilt);
        return new ProjectInputs([.. folders], [.. files], [.. restored]);

        bool IsBuilt(string path) => outputs.Exists(output => FindingPath.IsBelow(output, path));
    }
}
