using System.Text;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Processes;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Code.References;

/// <summary>
/// Keeps the compilations of projects from one question to the next. Where only texts changed, only those are replaced; where a project file or the
/// list of sources changed, the projects are asked anew.
/// </summary>
/// <param name="workspace">The tree.</param>
/// <param name="clock">The clock.</param>
internal sealed class WarmSolution(Workspace workspace, TimeProvider clock)
{
    private static readonly string[] ProjectEndings = [".csproj", ".props", ".targets", ".editorconfig", ".globalconfig", "global.json", "packages.lock.json"];

    private readonly FileHashes _hashes = new(clock);
    private readonly SortedSet<string> _roots = new(StringComparer.Ordinal);
    private Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private string? _key;

    /// <summary>How often projects were asked how they are compiled, for tests.</summary>
    public int Loads { get; private set; }

    /// <summary>Why projects are missing from the solution.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The compiled projects as the tree is now, or null where that would have to wait for a verification that is under way.</summary>
    /// <param name="map">The tree.</param>
    /// <param name="roots">Absolute paths of the projects that are needed; what they reference comes with them.</param>
    /// <param name="cancellation">Gives up, then throws.</param>
    public CompiledSolution? Bring(CodeMap map, IReadOnlyCollection<string> roots, CancellationToken cancellation)
    {
        var key = Key(map, cancellation);
        var mustLoad = Current is null || key != _key || roots.Any(root => !_roots.Contains(root));
        var changed = mustLoad ? [] : ChangedTexts(cancellation);
        if (!mustLoad && changed.Count == 0)
        {
            return Current;
        }

        // What projects and generators do here must not meet a verification's environment, nor it theirs.
        if (!MSBuildVerifier.OneAtATime.Wait(0, CancellationToken.None))
        {
            return null;
        }

        var mark = ProcessTree.NewMark();
        try
        {
            using var environment = new HostEnvironment(mark);
            if (mustLoad)
            {
                Load(roots, cancellation);
                _key = key;
            }
            else
            {
                Current = Current!.With(changed);
            }

            // Generators run now, while nothing secret is in the environment.
            foreach (var project in Current!.Projects)
            {
                project.Compilation(Current, cancellation);
            }

            return Current;
        }
        catch
        {
            // Half of it may be new.
            Current = null;
            throw;
        }
        finally
        {
            ProcessTree.KillMarked(mark);
            MSBuildVerifier.OneAtATime.Release();
        }
    }

    private CompiledSolution? Current { get; set; }

    private void Load(IEnumerable<string> roots, CancellationToken cancellation)
    {
        _roots.UnionWith(roots);
        _roots.RemoveWhere(root => !File.Exists(root));
        var problems = new List<string>();
        var calls = DesignTimeBuild.Run(_roots, null, cancellation);
        problems.AddRange(calls.Problems);
        Current = SolutionCompiler.Compile(calls.Calls, problems, cancellation);
        Problems = [.. problems.Distinct(StringComparer.Ordinal)];
        Loads++;
        _texts = Paths().ToDictionary(path => path, path => _hashes.Of(path, out _, cancellation), StringComparer.Ordinal);
    }

    private IEnumerable<string> Paths() => Current!.Projects.SelectMany(project => project.Trees.Keys).Distinct(StringComparer.Ordinal);

    private Dictionary<string, SourceText> ChangedTexts(CancellationToken cancellation)
    {
        var changed = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var path in Paths())
        {
            var hash = _hashes.Of(path, out _, cancellation);
            if (_texts.GetValueOrDefault(path) != hash && File.Exists(path))
            {
                using var stream = File.OpenRead(path);
                changed[path] = SourceText.From(stream);
                _texts[path] = hash;
            }
        }

        return changed;
    }

    // What decides which files are compiled, and how.
    private string Key(CodeMap map, CancellationToken cancellation)
    {
        var key = new StringBuilder();
        foreach (var file in map.Parsed)
        {
            key.Append(file.Path).Append('\n');
        }

        foreach (var file in map.Files.Where(file => ProjectEndings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))))
        {
            var full = Path.Combine(workspace.Root, file);
            key.Append(file).Append(' ').Append(_hashes.Of(full, out _, cancellation)).Append('\n');
            if (file.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            {
                key.Append(_hashes.Of(Path.Combine(Path.GetDirectoryName(full)!, "obj", "project.assets.json"), out _, cancellation)).Append('\n');
            }
        }

        return FileHashes.Hash(Encoding.UTF8.GetBytes(key.ToString()));
    }
}
