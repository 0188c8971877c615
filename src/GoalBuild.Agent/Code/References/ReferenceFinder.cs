using System.Globalization;
using System.Runtime.CompilerServices;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Agent.Code.References;

/// <summary>
/// Finds what refers to a symbol: by meaning where the projects can be compiled in memory, else by name, and it says which. One question at a time.
/// </summary>
/// <param name="workspace">The tree.</param>
/// <param name="clock">The clock.</param>
internal sealed class ReferenceFinder(Workspace workspace, TimeProvider clock) : IDisposable
{
    // Each is evaluated and asked how it is compiled, at about half a second; a name that more projects use is better asked for more narrowly.
    private const int MostProjects = 40;

    private readonly SemaphoreSlim _gate = new(1);
    private WarmSolution? _solution;

    /// <summary>How often projects were asked how they are compiled, for tests.</summary>
    public int Loads => _solution?.Loads ?? 0;

    /// <summary>Finds.</summary>
    /// <param name="map">The tree.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellation">Gives up, then throws.</param>
    /// <exception cref="GoalBuild.Language.Diagnostics.GoalFaultException">There is no SDK whose compiler could parse C#.</exception>
    public async Task<FoundReferences> FindAsync(CodeMap map, ReferenceQuery query, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            SdkLocator.Register(workspace.Root);
            return await Task.Run(() => Find(map, query, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    // Kept apart, so that nothing of the compiler or of MSBuild is asked for before it can be loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private FoundReferences Find(CodeMap map, ReferenceQuery query, CancellationToken cancellation)
    {
        var files = NameSearch.Files(map, query.Name).ToList();
        var projects = Projects(map, files);
        if (projects.Count == 0)
        {
            return ByName("no project has these files");
        }

        if (projects.Count > MostProjects)
        {
            return ByName(string.Create(CultureInfo.InvariantCulture, $"{projects.Count} projects use the name, too many to compile at once"));
        }

        _solution ??= new WarmSolution(workspace, clock);
        if (_solution.Bring(map, projects, cancellation) is not { } solution)
        {
            return ByName("a verification is under way");
        }

        var search = new MeaningSearch(solution, workspace.Root);
        var targets = search.Targets(query, cancellation);
        if (targets.Count == 0)
        {
            return ByName(_solution.Problems is [var problem, ..] ? problem.ReplaceLineEndings(" ") : "the compiler does not know the symbol");
        }

        var full = files.ToDictionary(file => Path.Combine(workspace.Root, file.Path), StringComparer.Ordinal);
        var (found, covered) = search.Find(targets, query.Name, full.Keys, cancellation);
        var left = full.Where(file => !covered.Contains(file.Key)).Select(file => file.Value).ToList();
        found.AddRange(NameSearch.Find(workspace.Root, left, query.Name, query.Declarations, cancellation));
        return new FoundReferences(Ordered(found))
        {
            ByNameBecause = left.Count == 0 ? null : string.Create(
                CultureInfo.InvariantCulture, $"{Words.Count(left.Count, "file")} could not be compiled{(_solution.Problems is [var first, ..] ? $" ({first.ReplaceLineEndings(" ")})" : "")}"),
        };

        FoundReferences ByName(string because) => new(Ordered(NameSearch.Find(workspace.Root, files, query.Name, query.Declarations, cancellation))) { ByNameBecause = because };
    }

    private static List<Reference> Ordered(IEnumerable<Reference> found) =>
        [.. found.OrderBy(place => place.Path, StringComparer.Ordinal).ThenBy(place => place.Line).ThenBy(place => place.Column)];

    // The nearest project above each file, as the SDK's own globs take them in.
    private HashSet<string> Projects(CodeMap map, IEnumerable<ParsedFile> files)
    {
        var byFolder = map.Files.Where(file => file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)).ToLookup(Folder, StringComparer.Ordinal);
        var projects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var folder = Folder(file.Path);
            while (!byFolder.Contains(folder) && folder.Length > 0)
            {
                folder = Folder(folder);
            }

            projects.UnionWith(byFolder[folder].Select(project => Path.GetFullPath(Path.Combine(workspace.Root, project))));
        }

        return projects;
    }

    private static string Folder(string path) => Path.GetDirectoryName(path)!.Replace('\\', '/');
}
