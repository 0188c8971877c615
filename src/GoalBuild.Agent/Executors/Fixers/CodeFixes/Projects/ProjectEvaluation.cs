using GoalBuild.Verification.Compilation;
using Microsoft.Build.Construction;
using Microsoft.Build.Definition;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Evaluation.Context;
using Microsoft.Build.Exceptions;
using Microsoft.Build.Execution;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;

/// <summary>Evaluates projects and those that they reference, each once for each of its frameworks. Nothing is kept: projects change between turns.</summary>
/// <param name="collection">Holds the global properties and what is loaded.</param>
/// <param name="problems">Gets why a project could not be evaluated.</param>
internal sealed class ProjectEvaluation(ProjectCollection collection, ICollection<string> problems)
{
    private readonly EvaluationContext _context = EvaluationContext.Create(EvaluationContext.SharingPolicy.Shared);

    /// <summary>The instances of C# projects, together with all that they reference.</summary>
    /// <param name="roots">Absolute paths of projects and solutions.</param>
    /// <param name="cancellation">Gives up.</param>
    public List<ProjectInstance> Evaluate(IEnumerable<string> roots, CancellationToken cancellation)
    {
        var instances = new List<ProjectInstance>();
        var pending = new Queue<string>(roots.SelectMany(Projects));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (pending.TryDequeue(out var path))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!seen.Add(path) || !path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var instance in Frameworks(path, cancellation))
            {
                instances.Add(instance);
                foreach (var reference in instance.GetItems("ProjectReference"))
                {
                    pending.Enqueue(Path.GetFullPath(reference.EvaluatedInclude.Replace('\\', '/'), instance.Directory));
                }
            }
        }

        return instances;
    }

    private List<ProjectInstance> Frameworks(string path, CancellationToken cancellation)
    {
        if (Load(path, null) is not { } outer)
        {
            return [];
        }

        var frameworks = outer.GetPropertyValue("TargetFrameworks");
        if (frameworks.Length == 0 || outer.GetPropertyValue("TargetFramework").Length > 0)
        {
            return [outer];
        }

        var inner = new List<ProjectInstance>();
        foreach (var framework in frameworks.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Load(path, framework) is { } instance)
            {
                inner.Add(instance);
            }
        }

        return inner;
    }

    private ProjectInstance? Load(string path, string? framework)
    {
        try
        {
            var properties = new Dictionary<string, string>(collection.GlobalProperties, StringComparer.OrdinalIgnoreCase);
            if (framework is not null)
            {
                properties["TargetFramework"] = framework;
            }

            return ProjectInstance.FromFile(path, new ProjectOptions { GlobalProperties = properties, ProjectCollection = collection, EvaluationContext = _context });
        }
        catch (Exception fault) when (fault is InvalidProjectFileException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            problems.Add($"{Path.GetFileName(path)} cannot be evaluated: {fault.Message}");
            return null;
        }
    }

    private IEnumerable<string> Projects(string path)
    {
        if (!ProjectFile.IsSolution(path))
        {
            return [path];
        }

        try
        {
            return [.. SolutionFile.Parse(path).ProjectsInOrder
                .Where(project => project.ProjectType is not SolutionProjectType.SolutionFolder)
                .Select(project => Path.GetFullPath(project.AbsolutePath.Replace('\\', '/')))];
        }
        catch (Exception fault) when (fault is InvalidProjectFileException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{Path.GetFileName(path)} cannot be read: {fault.Message}");
            return [];
        }
    }
}
