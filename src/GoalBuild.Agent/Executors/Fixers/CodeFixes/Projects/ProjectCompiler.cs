using System.Collections.Concurrent;
using System.Collections.Immutable;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using FileOptions = GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations.FileOptions;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;

/// <summary>Makes the compilation that a compiler call would make.</summary>
internal static class ProjectCompiler
{
    // Reading the framework's assemblies again each turn would cost more than all else; they change when the SDK does.
    private static readonly ConcurrentDictionary<(string Path, DateTime Stamp), PortableExecutableReference> Assemblies = new();

    /// <summary>Compiles, or says why not.</summary>
    /// <param name="call">The call.</param>
    /// <param name="links">The referenced projects that are compiled here: index by path of what they make.</param>
    /// <param name="makers">The calls by what they make.</param>
    /// <param name="problem">Why there is no compilation.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CompiledProject? Compile(
        CompilerCall call, Dictionary<string, int> links, Dictionary<string, CompilerCall> makers, out string? problem, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(call.Project)!;
        var arguments = CSharpCommandLineParser.Default.Parse(call.Arguments, folder, sdkDirectory: null);
        problem = arguments.Errors.Select(error => error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
        if (problem is not null || !References(call, arguments, folder, links, makers, out var references, out var linked, out problem))
        {
            return null;
        }

        if (arguments.SourceFiles.FirstOrDefault(file => !File.Exists(file.Path)) is { Path: { } missing })
        {
            problem = $"its source {Path.GetFileName(missing)} is not there";
            return null;
        }

        var set = AnalyzerConfigSet.Create(arguments.AnalyzerConfigPaths.Where(File.Exists).Select(path => AnalyzerConfig.Parse(File.ReadAllText(path), path)).ToList());
        var trees = Parse(arguments, set, cancellation);
        var generators = GeneratorLoader.Load(
            arguments.AnalyzerReferences.Select(reference => Path.GetFullPath(reference.FilePath, folder)).Where(File.Exists), out problem);
        if (problem is not null)
        {
            return null;
        }

        var options = arguments.CompilationOptions
            .WithSyntaxTreeOptionsProvider(ConfiguredOptions.Severities(set))
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            .WithStrongNameProvider(new DesktopStrongNameProvider([folder]))
            .WithXmlReferenceResolver(new XmlFileResolver(folder))
            .WithSourceReferenceResolver(new SourceFileResolver([], folder));
        return new CompiledProject
        {
            Name = call.Name,
            Source = CSharpCompilation.Create(arguments.CompilationName ?? Path.GetFileNameWithoutExtension(arguments.OutputFileName) ?? call.Name, trees, references, options),
            Driver = generators.Count == 0 ? null : CSharpGeneratorDriver.Create(
                generators,
                arguments.AdditionalFiles.Select(file => new FileText(Path.GetFullPath(file.Path, folder))),
                arguments.ParseOptions,
                ConfiguredOptions.Options(set)),
            Links = [.. linked],
            Trees = trees.ToImmutableDictionary(tree => tree.FilePath, StringComparer.Ordinal),
            IntermediateFolders = call.IntermediateFolders,
            Options = new FileOptions(set),
        };
    }

    private static SyntaxTree[] Parse(CSharpCommandLineArguments arguments, AnalyzerConfigSet set, CancellationToken cancellation)
    {
        var files = arguments.SourceFiles.Select(file => file.Path).Distinct(StringComparer.Ordinal).ToArray();
        var trees = new SyntaxTree[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            using var stream = File.OpenRead(files[index]);
            var text = SourceText.From(stream, arguments.Encoding, arguments.ChecksumAlgorithm);
            trees[index] = CSharpSyntaxTree.ParseText(text, arguments.ParseOptions, files[index], cancellation);
        });
        return trees;
    }

    private static bool References(
        CompilerCall call, CSharpCommandLineArguments arguments, string folder, Dictionary<string, int> links, Dictionary<string, CompilerCall> makers,
        out List<MetadataReference> references, out List<ProjectLink> linked, out string? problem)
    {
        references = [];
        linked = [];
        problem = null;
        foreach (var reference in arguments.MetadataReferences)
        {
            var path = Path.GetFullPath(reference.Reference, folder);
            if (links.TryGetValue(path, out var index))
            {
                linked.Add(new ProjectLink(index, reference.Properties));
            }
            else if (File.Exists(path) && !makers.ContainsKey(path))
            {
                references.Add(Assemblies.GetOrAdd((path, File.GetLastWriteTimeUtc(path)), key => MetadataReference.CreateFromFile(key.Path)).WithProperties(reference.Properties));
            }
            else
            {
                problem = $"its reference {Path.GetFileName(path)} is not there";
                return false;
            }
        }

        // What was never built is not on the command line.
        foreach (var reference in call.References)
        {
            if (links.TryGetValue(reference.Path, out var index) && linked.TrueForAll(link => link.Project != index))
            {
                linked.Add(new ProjectLink(index, MetadataReferenceProperties.Assembly.WithAliases(reference.Aliases)));
            }
        }

        return true;
    }

    private sealed class FileText(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default)
        {
            using var stream = File.OpenRead(path);
            return SourceText.From(stream);
        }
    }
}
