using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;

/// <summary>
/// Loads source generators from the files that a compiler call names, each version of a file once for the process. The compiler's own
/// assemblies are shared with them; everything else they bring is kept apart, folder by folder.
/// </summary>
internal static class GeneratorLoader
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Stamp), Lazy<Loaded>> Files = new();

    /// <summary>The generators of some files.</summary>
    /// <param name="paths">Absolute paths of analyzer assemblies.</param>
    /// <param name="fault">Why one could not be loaded, or null.</param>
    public static List<ISourceGenerator> Load(IEnumerable<string> paths, out string? fault)
    {
        var all = paths.ToList();
        var generators = new List<ISourceGenerator>();
        fault = null;
        foreach (var path in all)
        {
            var loaded = Files.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), _ => new Lazy<Loaded>(() => Read(path, all))).Value;
            generators.AddRange(loaded.Generators);
            fault ??= loaded.Fault;
        }

        return generators;
    }

    private static Loaded Read(string path, List<string> all)
    {
        string? fault = null;
        var reference = new AnalyzerFileReference(path, new Loader(new Context(path, all)));
        reference.AnalyzerLoadFailed += (_, failure) =>
        {
            if (failure.ErrorCode is not AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
            {
                fault ??= $"the source generators of {Path.GetFileName(path)} cannot be loaded: {failure.Message}";
            }
        };
        return new Loaded([.. reference.GetGenerators(LanguageNames.CSharp)], fault);
    }

    private sealed record Loaded(List<ISourceGenerator> Generators, string? Fault);

    private sealed class Loader(Context context) : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => context.Open(fullPath);
    }

    private sealed class Context(string path, List<string> all) : AssemblyLoadContext(isCollectible: false)
    {
        // What a build may write again is read and let go, so that the build is not in our way nor we in its.
        public Assembly Open(string file)
        {
            if (IsPermanent(file))
            {
                return LoadFromAssemblyPath(file);
            }

            using var stream = new MemoryStream(File.ReadAllBytes(file));
            return LoadFromStream(stream);
        }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name is null or "Microsoft.CodeAnalysis" or "Microsoft.CodeAnalysis.CSharp" or "netstandard"
                || assemblyName.Name.StartsWith("System.", StringComparison.Ordinal) && IsShared(assemblyName))
            {
                return null;
            }

            var file = all.Find(other => string.Equals(Path.GetFileNameWithoutExtension(other), assemblyName.Name, StringComparison.OrdinalIgnoreCase));
            file ??= Path.Combine(Path.GetDirectoryName(path)!, assemblyName.Name + ".dll");
            return File.Exists(file) ? Open(file) : null;
        }

        private static bool IsShared(AssemblyName name)
        {
            try
            {
                return Default.LoadFromAssemblyName(name) is not null;
            }
            catch (Exception fault) when (fault is IOException or BadImageFormatException)
            {
                return false;
            }
        }

        private static bool IsPermanent(string file) =>
            file.StartsWith(AppContext.GetData("FX_DEPS_FILE") is string framework ? Path.GetFullPath(Path.Combine(framework, "../../../..")) : "\0", StringComparison.Ordinal)
            || file.Contains($"{Path.DirectorySeparatorChar}.nuget{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
    }
}
