using System.Collections.Immutable;
using System.Text;
using GoalBuild.Agent.Executors.Fixers.CodeFixes;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using FileOptions = GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations.FileOptions;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>Makes solutions in memory, against the framework that runs the tests.</summary>
internal static class Sample
{
    /// <summary>The folder that files in memory seem to lie in.</summary>
    public const string Folder = "/sample/";

    // From the framework's folder, and not from the list of trusted assemblies: a package of the tests may stand in there for one of the framework's.
    private static readonly Lazy<ImmutableArray<MetadataReference>> Framework = new(() =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(path => Path.GetFileName(path) is var name && !name.Contains("Native", StringComparison.Ordinal)
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>A solution of one project.</summary>
    /// <param name="files">Texts by file name; a <c>.editorconfig</c> counts as one.</param>
    /// <param name="options">Options of the compilation, or null for a library.</param>
    /// <param name="symbols">Preprocessor symbols.</param>
    public static CompiledSolution Solution(
        IReadOnlyDictionary<string, string> files, CSharpCompilationOptions? options = null, params string[] symbols) =>
        new([Project("Sample", files, options, symbols)]);

    /// <summary>A project.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="files">Texts by file name; a <c>.editorconfig</c> counts as one.</param>
    /// <param name="options">Options of the compilation, or null for a library.</param>
    /// <param name="symbols">Preprocessor symbols.</param>
    /// <param name="links">References to earlier projects.</param>
    public static CompiledProject Project(
        string name, IReadOnlyDictionary<string, string> files, CSharpCompilationOptions? options = null, string[]? symbols = null, params ProjectLink[] links)
    {
        options ??= new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);
        var set = AnalyzerConfigSet.Create(files.Where(file => file.Key.EndsWith(".editorconfig", StringComparison.Ordinal))
            .Select(file => AnalyzerConfig.Parse(file.Value, Folder + file.Key)).ToList());
        var parse = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose, preprocessorSymbols: symbols);
        var trees = files.Where(file => file.Key.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(SourceText.From(file.Value, Encoding.UTF8), parse, Folder + file.Key))
            .ToArray();
        return new CompiledProject
        {
            Name = name,
            Source = CSharpCompilation.Create(name, trees, Framework.Value, options.WithSyntaxTreeOptionsProvider(ConfiguredOptions.Severities(set))),
            Trees = trees.ToImmutableDictionary(tree => tree.FilePath, StringComparer.Ordinal),
            Options = new FileOptions(set),
            Links = [.. links],
        };
    }

    /// <summary>Repairs a solution with every kind of repair.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="warningsFail">Whether warnings are repaired too.</param>
    public static RepairOutcome Repair(CompiledSolution solution, bool warningsFail = false) =>
        new RepairEngine(CodeRepairCatalogue.Repairs, new RepairPolicy(warningsFail, _ => null)).Repair(solution, CancellationToken.None);

    /// <summary>The text of a file.</summary>
    /// <param name="solution">A solution.</param>
    /// <param name="name">The file's name.</param>
    public static string Text(CompiledSolution solution, string name) =>
        solution.Projects.First(project => project.Trees.ContainsKey(Folder + name)).Trees[Folder + name].GetText().ToString();

    /// <summary>What the compiler reports, one diagnostic a line; for messages of failed tests.</summary>
    /// <param name="solution">A solution.</param>
    public static string Report(CompiledSolution solution) =>
        string.Join('\n', solution.Projects.SelectMany(project => project.Diagnostics(solution, CancellationToken.None)));
}
