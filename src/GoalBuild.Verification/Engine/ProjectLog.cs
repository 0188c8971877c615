using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Verification.Engine;

/// <summary>A project with global properties: what MSBuild builds once, and once more where a clause asks for another configuration.</summary>
/// <param name="Path">Absolute path of the project.</param>
/// <param name="Properties">The global properties, in one order.</param>
internal readonly record struct ProjectVariant(string Path, string Properties);

/// <summary>What one build showed of all projects: by their paths what they depend on, and by their variants what was said about them.</summary>
/// <param name="workspace">Absolute path of the workspace's root; findings name files relative to it.</param>
internal sealed class ProjectLog(string workspace)
{
    private readonly Dictionary<string, ProjectFacts> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<ProjectVariant, HashSet<ProjectVariant>> _references = [];
    private readonly Dictionary<string, HashSet<ProjectVariant>> _requested = new(StringComparer.Ordinal);
    private readonly List<(string Path, ProjectVariant? Variant, Finding Finding)> _diagnostics = [];
    private readonly HashSet<(string Path, ProjectVariant? Variant, Finding Finding)> _seen = [];
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

    /// <summary>A clause's target asked for a project.</summary>
    /// <param name="clause">The clause's target.</param>
    /// <param name="project">The project.</param>
    public void AddRequest(string clause, ProjectVariant project)
    {
        lock (_lock)
        {
            SetOf(_requested, clause).Add(project);
            SetOf(_references, project);
        }
    }

    /// <summary>A project asked for another, built then or before.</summary>
    public void AddReference(ProjectVariant from, ProjectVariant to)
    {
        lock (_lock)
        {
            SetOf(_references, from).Add(to);
            SetOf(_references, to);
        }
    }

    /// <summary>Keeps a diagnostic. One that was said twice, for two target frameworks or by two builds, is kept once.</summary>
    /// <param name="project">Absolute path of the project.</param>
    /// <param name="variant">The variant of it that was being built; null where it is about all of them, such as what a restore or an evaluation says.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    public void Add(string project, ProjectVariant? variant, Finding diagnostic)
    {
        if (diagnostic.File is { } file)
        {
            diagnostic = diagnostic with { File = FindingPath.Of(workspace, Path.GetFullPath(file, Path.GetDirectoryName(project) ?? workspace)) };
        }

        lock (_lock)
        {
            if (_seen.Add((project, variant, diagnostic)))
            {
                _diagnostics.Add((project, variant, diagnostic));
            }
        }
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

    /// <summary>The diagnostics of the projects that a clause reaches: errors first, else in the order in which they came.</summary>
    /// <param name="clause">The clause.</param>
    public IReadOnlyList<Finding> Diagnostics(CompiledClause clause)
    {
        lock (_lock)
        {
            var paths = Closure(clause.Projects).Select(project => project.Path).ToHashSet(StringComparer.Ordinal);
            var variants = Variants(clause, paths);
            return [.. _diagnostics.Where(diagnostic => diagnostic.Variant is { } variant ? variants.Contains(variant) : paths.Contains(diagnostic.Path))
                .Select(diagnostic => diagnostic.Finding).Distinct().OrderByDescending(finding => finding.IsError)];
        }
    }

    /// <summary>
    /// The variants that a clause reaches. Of a project that it must reach, by what was evaluated, and that was not seen to be asked for (a build that broke
    /// off, or one that has not asked yet) all variants count: a finding too many is better than one that is lost.
    /// </summary>
    private HashSet<ProjectVariant> Variants(CompiledClause clause, HashSet<string> paths)
    {
        var reached = new HashSet<ProjectVariant>();
        Follow(_requested.GetValueOrDefault(clause.Target) ?? []);
        var seen = reached.Select(variant => variant.Path).ToHashSet(StringComparer.Ordinal);
        Follow(_references.Keys.Where(variant => paths.Contains(variant.Path) && !seen.Contains(variant.Path)));
        return reached;

        void Follow(IEnumerable<ProjectVariant> from)
        {
            var waiting = new Stack<ProjectVariant>(from);
            while (waiting.TryPop(out var variant))
            {
                if (reached.Add(variant))
                {
                    foreach (var reference in _references.GetValueOrDefault(variant) ?? [])
                    {
                        waiting.Push(reference);
                    }
                }
            }
        }
    }

    private static HashSet<ProjectVariant> SetOf<TKey>(Dictionary<TKey, HashSet<ProjectVariant>> sets, TKey key)
        where TKey : notnull
    {
        if (!sets.TryGetValue(key, out var set))
        {
            sets[key] = set = [];
        }

        return set;
    }

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
