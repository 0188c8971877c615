using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;

/// <summary>Projects that are compiled together, each after those that it references. Immutable: an edit gives a new one.</summary>
/// <param name="Projects">The projects; a link points to an earlier one.</param>
internal sealed record CompiledSolution(ImmutableArray<CompiledProject> Projects)
{
    /// <summary>The solution with new texts for some files, in every project that has them.</summary>
    /// <param name="texts">The new texts by absolute path.</param>
    public CompiledSolution With(IReadOnlyDictionary<string, SourceText> texts)
    {
        var projects = Projects.ToBuilder();
        var changed = new bool[projects.Count];
        for (var index = 0; index < projects.Count; index++)
        {
            var project = projects[index];
            var trees = new List<SyntaxTree>();
            foreach (var (path, text) in texts)
            {
                if (project.Trees.TryGetValue(path, out var tree))
                {
                    trees.Add(tree.WithChangedText(text));
                }
            }

            // A project whose references changed must bind anew.
            if (trees.Count > 0 || project.Links.Any(link => changed[link.Project]))
            {
                projects[index] = project.With(trees);
                changed[index] = true;
            }
        }

        return new CompiledSolution(projects.ToImmutable());
    }

    /// <summary>The indexes of the projects that have a file.</summary>
    /// <param name="paths">Absolute paths.</param>
    public IEnumerable<int> Having(IReadOnlyCollection<string> paths) =>
        Enumerable.Range(0, Projects.Length).Where(index => paths.Any(Projects[index].Trees.ContainsKey));
}
