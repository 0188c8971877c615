using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;

/// <summary>A reference from one project of a <see cref="CompiledSolution"/> to another.</summary>
/// <param name="Project">The index of the project that is referenced; smaller than that of the one that references it.</param>
/// <param name="Properties">Its aliases, and whether its types are embedded.</param>
internal sealed record ProjectLink(int Project, MetadataReferenceProperties Properties);

/// <summary>
/// One compiler call: a project, for one of its frameworks. Immutable; what is costly (generators, diagnostics) is found out when it
/// is first asked for, so that a project that nobody asks about costs its parse and no more.
/// </summary>
internal sealed class CompiledProject
{
    // A reference that cannot be read, a framework that is not there, a generator that failed.
    private static readonly string[] FaultCodes = ["CS0006", "CS0009", "CS0518", "CS8784", "CS8785"];

    private readonly Lock _gate = new();
    private CSharpCompilation? _compilation;
    private GeneratorDriver? _driverAfter;
    private string? _fault;
    private ImmutableArray<Diagnostic> _diagnostics;

    /// <summary>For people: the project file's name, with the framework where there are several.</summary>
    public required string Name { get; init; }

    /// <summary>The sources as the compiler gets them, without what generators add and without references to other projects.</summary>
    public required CSharpCompilation Source { get; init; }

    /// <summary>The source generators, or null where there are none.</summary>
    public GeneratorDriver? Driver { get; init; }

    /// <summary>References to projects that are compiled here too.</summary>
    public ImmutableArray<ProjectLink> Links { get; init; } = [];

    /// <summary>The trees that were read from files, by absolute path.</summary>
    public required ImmutableDictionary<string, SyntaxTree> Trees { get; init; }

    /// <summary>Folders whose files are made by the build, absolute: never edited.</summary>
    public ImmutableArray<string> IntermediateFolders { get; init; } = [];

    /// <summary>What <c>.editorconfig</c> says of a file.</summary>
    public FileOptions Options { get; init; } = FileOptions.None;

    /// <summary>The whole compilation, with generated sources and referenced projects.</summary>
    /// <param name="solution">The solution that the project is a part of.</param>
    /// <param name="cancellation">Gives up.</param>
    public CSharpCompilation Compilation(CompiledSolution solution, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_compilation is not null)
            {
                return _compilation;
            }

            var compilation = Source.AddReferences(Links.Select(link =>
                solution.Projects[link.Project].Compilation(solution, cancellation)
                    .ToMetadataReference(link.Properties.Aliases, link.Properties.EmbedInteropTypes)));
            _driverAfter = Driver;
            if (Driver is not null)
            {
                _driverAfter = Driver.RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _, cancellation);
                compilation = (CSharpCompilation)generated;
                _fault = _driverAfter.GetRunResult().Results
                    .Where(result => result.Exception is not null)
                    .Select(result => $"the source generator {result.Generator.GetGeneratorType().Name} failed: {result.Exception!.Message}")
                    .FirstOrDefault();
            }

            return _compilation = compilation;
        }
    }

    /// <summary>What the compiler reports, without what is suppressed or hidden.</summary>
    /// <param name="solution">The solution that the project is a part of.</param>
    /// <param name="cancellation">Gives up.</param>
    public ImmutableArray<Diagnostic> Diagnostics(CompiledSolution solution, CancellationToken cancellation)
    {
        var compilation = Compilation(solution, cancellation);
        lock (_gate)
        {
            if (_diagnostics.IsDefault)
            {
                _diagnostics = [.. compilation.GetDiagnostics(cancellation)
                    .Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning)];
                _fault ??= _diagnostics
                    .Where(diagnostic => FaultCodes.Contains(diagnostic.Id))
                    .Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture))
                    .FirstOrDefault();
            }

            return _diagnostics;
        }
    }

    /// <summary>
    /// Why the compilation does not say what the build says, or null where it does: a generator failed here, or a reference is missing.
    /// Such a project is left alone, because its errors may be false.
    /// </summary>
    /// <param name="solution">The solution that the project is a part of.</param>
    /// <param name="cancellation">Gives up.</param>
    public string? Fault(CompiledSolution solution, CancellationToken cancellation)
    {
        Diagnostics(solution, cancellation);
        return _fault;
    }

    /// <summary>The project with some of its files changed.</summary>
    /// <param name="trees">The new trees of files that the project has.</param>
    public CompiledProject With(IReadOnlyCollection<SyntaxTree> trees)
    {
        // All at once, in their old order: to replace them one by one would copy the whole each time.
        var all = Trees.SetItems(trees.Select(tree => KeyValuePair.Create(tree.FilePath, tree)));
        var source = trees.Count == 0 ? Source : Source.RemoveAllSyntaxTrees()
            .AddSyntaxTrees(Source.SyntaxTrees.Select(tree => Trees.TryGetValue(tree.FilePath, out var own) && own == tree ? all[tree.FilePath] : tree));

        return new CompiledProject
        {
            Name = Name,
            Source = source,
            Driver = _driverAfter ?? Driver,
            Links = Links,
            Trees = all,
            IntermediateFolders = IntermediateFolders,
            Options = Options,
        };
    }
}
