using System.Collections.Immutable;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;

/// <summary>
/// Asks MSBuild how it would call the compiler, without calling it: what an editor does when it opens a project. The properties are those that
/// Roslyn's own workspace sets.
/// </summary>
internal static class DesignTimeBuild
{
    private static readonly Dictionary<string, string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DesignTimeBuild"] = "true",
        ["NonExistentFile"] = "__NonExistentSubDir__/__NonExistentFile__",
        ["BuildProjectReferences"] = "false",
        ["BuildingProject"] = "false",
        ["ProvideCommandLineArgs"] = "true",
        ["SkipCompilerExecution"] = "true",
        ["ContinueOnError"] = "ErrorAndContinue",
        ["ShouldUnsetParentConfigurationAndPlatform"] = "false",
        ["GoalMode"] = "off",
    };

    private static readonly string[] OutputProperties = ["TargetPath", "TargetRefPath"];
    private static readonly string[] FolderProperties = ["BaseIntermediateOutputPath", "IntermediateOutputPath", "BaseOutputPath"];

    /// <summary>The compiler calls of projects and of all that they reference.</summary>
    /// <param name="roots">Absolute paths of projects and solutions.</param>
    /// <param name="configuration">The build configuration, or null for the projects' own default.</param>
    /// <param name="cancellation">Stops the build, then throws.</param>
    public static CompilerCalls Run(IEnumerable<string> roots, string? configuration, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var properties = new Dictionary<string, string>(Properties, StringComparer.OrdinalIgnoreCase);
        if (configuration is not null)
        {
            properties["Configuration"] = configuration;
        }

        // Building in process takes the current folder.
        var folder = Environment.CurrentDirectory;
        using var collection = new ProjectCollection(properties);
        try
        {
            var instances = new ProjectEvaluation(collection, problems).Evaluate(roots, cancellation);
            return new CompilerCalls(Build(collection, [.. instances.Where(instance => IsRestored(instance, problems))], problems, cancellation), [.. problems.Distinct()]);
        }
        finally
        {
            collection.UnloadAllProjects();
            Environment.CurrentDirectory = folder;
        }
    }

    // Without the result of a restore, a design-time build leaves packages out, and every use of one would look like an error.
    private static bool IsRestored(ProjectInstance instance, List<string> problems)
    {
        var assets = instance.GetPropertyValue("ProjectAssetsFile");
        if (assets.Length == 0 || File.Exists(Path.GetFullPath(assets, instance.Directory)))
        {
            return true;
        }

        problems.Add($"{Path.GetFileName(instance.FullPath)} is not restored");
        return false;
    }

    private static ImmutableArray<CompilerCall> Build(
        ProjectCollection collection, List<ProjectInstance> instances, List<string> problems, CancellationToken cancellation)
    {
        if (instances.Count == 0)
        {
            return [];
        }

        // A manager of its own: the engine's may be in the middle of a session. One that saved the environment would have to wait for that
        // session's end; one that does not leaves the current folder to its caller, and tasks write relative to it.
        using var manager = new BuildManager("GoalBuild repairs");
        using var registration = cancellation.Register(manager.CancelAllSubmissions);
        manager.BeginBuild(new BuildParameters(collection)
        {
            MaxNodeCount = 1,
            EnableNodeReuse = false,
            SaveOperatingEnvironment = false,
            UICulture = System.Globalization.CultureInfo.InvariantCulture,
            Loggers = [new FirstError(problems)],
        });
        try
        {
            foreach (var instance in instances)
            {
                cancellation.ThrowIfCancellationRequested();
                Environment.CurrentDirectory = instance.Directory;
                manager.BuildRequest(new BuildRequestData(instance, ["Compile"]));
            }
        }
        finally
        {
            manager.EndBuild();
        }

        cancellation.ThrowIfCancellationRequested();
        return [.. instances.Select(instance => Call(instance, problems)).OfType<CompilerCall>()];
    }

    private static CompilerCall? Call(ProjectInstance instance, List<string> problems)
    {
        var arguments = instance.GetItems("CscCommandLineArgs").Select(item => item.EvaluatedInclude).ToImmutableArray();
        if (arguments.Length == 0)
        {
            problems.Add($"{Path.GetFileName(instance.FullPath)} does not say how it is compiled");
            return null;
        }

        return new CompilerCall(instance.FullPath, instance.GlobalProperties.TryGetValue("TargetFramework", out var framework) ? framework : null, arguments)
        {
            Outputs = [.. OutputProperties.Select(instance.GetPropertyValue)
                .Concat(instance.GetItems("IntermediateAssembly").Concat(instance.GetItems("IntermediateRefAssembly")).Select(item => item.EvaluatedInclude))
                .Where(path => path.Length > 0)
                .Select(Full)],
            References = [.. instance.GetItems("_ResolvedProjectReferencePaths").Select(item => new ReferencedOutput(
                Full(item.EvaluatedInclude),
                Full(item.GetMetadataValue("ReferenceAssembly") is { Length: > 0 } reference ? reference : item.EvaluatedInclude),
                [.. item.GetMetadataValue("Aliases").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]))],
            IntermediateFolders = [.. FolderProperties.Select(instance.GetPropertyValue)
                .Where(path => path.Length > 0)
                .Select(Full)],
        };

        string Full(string path) => Path.GetFullPath(path.Replace('\\', '/'), instance.Directory);
    }

    private sealed class FirstError(List<string> problems) : ILogger
    {
        private readonly Lock _gate = new();

        public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Quiet;

        public string? Parameters { get; set; }

        public void Initialize(IEventSource eventSource) => eventSource.ErrorRaised += (_, error) =>
        {
            lock (_gate)
            {
                if (problems.Count < 20)
                {
                    problems.Add($"{Path.GetFileName(error.ProjectFile ?? error.File)}: {error.Message}");
                }
            }
        };

        public void Shutdown()
        {
        }
    }
}
