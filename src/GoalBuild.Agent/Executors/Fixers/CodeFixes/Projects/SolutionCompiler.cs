using System.Collections.Immutable;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;

/// <summary>
/// Turns compiler calls into a solution. A reference to a project that is compiled here becomes a reference to its compilation, whether or not it
/// was ever built, so that an error in a library hides nothing in those that use it.
/// </summary>
internal static class SolutionCompiler
{
    /// <summary>The solution, each project after those that it references.</summary>
    /// <param name="calls">The compiler calls.</param>
    /// <param name="problems">Gets why a project is left out; what references it is left out too.</param>
    /// <param name="cancellation">Gives up.</param>
    public static CompiledSolution Compile(IReadOnlyCollection<CompilerCall> calls, ICollection<string> problems, CancellationToken cancellation)
    {
        var makers = new Dictionary<string, CompilerCall>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            foreach (var output in call.Outputs)
            {
                makers.TryAdd(output, call);
            }
        }

        var indexes = new Dictionary<CompilerCall, int?>(ReferenceEqualityComparer.Instance);
        var projects = ImmutableArray.CreateBuilder<CompiledProject>();
        foreach (var call in calls)
        {
            Add(call);
        }

        return new CompiledSolution(projects.ToImmutable());

        int? Add(CompilerCall call)
        {
            if (indexes.TryGetValue(call, out var known))
            {
                return known;
            }

            // Stands here while its references are added, so that a circle ends.
            indexes[call] = null;
            cancellation.ThrowIfCancellationRequested();
            var links = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var reference in call.References)
            {
                if (!makers.TryGetValue(reference.Path, out var maker) && !makers.TryGetValue(reference.ReferenceAssembly, out maker))
                {
                    continue;
                }

                if (Add(maker) is not { } index)
                {
                    problems.Add($"{call.Name}: {maker.Name}, which it references, cannot be compiled");
                    return null;
                }

                links[reference.Path] = links[reference.ReferenceAssembly] = index;
            }

            try
            {
                if (ProjectCompiler.Compile(call, links, makers, out var problem, cancellation) is not { } project)
                {
                    problems.Add($"{call.Name}: {problem}");
                    return null;
                }

                projects.Add(project);
                return indexes[call] = projects.Count - 1;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or BadImageFormatException or ArgumentException or NotSupportedException)
            {
                problems.Add($"{call.Name}: {fault.Message}");
                return null;
            }
        }
    }
}
