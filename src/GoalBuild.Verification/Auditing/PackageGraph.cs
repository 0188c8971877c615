using System.Text.Json;

namespace GoalBuild.Verification.Auditing;

/// <summary>Which package brings which, in all frameworks of a project together.</summary>
internal sealed class PackageGraph
{
    private readonly Dictionary<string, HashSet<string>> _dependencies = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _direct = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _silent = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the graph.</summary>
    /// <param name="assets">The root of <c>project.assets.json</c>.</param>
    public PackageGraph(JsonElement assets)
    {
        foreach (var library in AuditedProject.Properties(assets, "targets").SelectMany(target => target.Value.EnumerateObject()))
        {
            var name = library.Name.Split('/')[0];
            if (!_dependencies.TryGetValue(name, out var dependencies))
            {
                _dependencies[name] = dependencies = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            }

            dependencies.UnionWith(AuditedProject.Properties(library.Value, "dependencies").Select(dependency => dependency.Name));

            // What a referenced project asks for is brought by that project.
            if (AuditedProject.Text(library.Value, "type") == "project")
            {
                _direct.Add(name);
            }
        }

        var frameworks = AuditedProject.Properties(AuditedProject.Property(assets, "project"), "frameworks");
        foreach (var dependency in frameworks.SelectMany(framework => AuditedProject.Properties(framework.Value, "dependencies")))
        {
            _direct.Add(dependency.Name);
            _silent.UnionWith(AuditedProject.Items(dependency.Value, "noWarn").Select(code => $"{code.GetString()} of {dependency.Name}"));
        }
    }

    /// <summary>The direct dependencies that bring a package; none where it is one itself.</summary>
    /// <param name="package">The package's name.</param>
    public IReadOnlyList<string> Through(string package) => _direct.Contains(package) ? [] : [.. _direct.Where(direct => Reaches(direct, package))];

    /// <summary>The codes that single references silence, each with the package.</summary>
    /// <param name="codes">The codes that count.</param>
    public IEnumerable<string> Silenced(IReadOnlyCollection<string> codes) => _silent.Where(silent => codes.Contains(silent.Split(' ')[0]));

    private bool Reaches(string from, string package)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = new Stack<string>([from]);
        while (left.TryPop(out var next))
        {
            if (seen.Add(next) && _dependencies.TryGetValue(next, out var dependencies))
            {
                if (dependencies.Contains(package))
                {
                    return true;
                }

                foreach (var dependency in dependencies)
                {
                    left.Push(dependency);
                }
            }
        }

        return false;
    }
}
