using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Usings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>Applies edits to the files of a solution, in memory.</summary>
internal static class EditApplier
{
    /// <summary>The solution with edits applied. Of two text changes that overlap, the later waits for another round.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="edits">The edits; each file is in some project.</param>
    public static CompiledSolution Apply(CompiledSolution solution, IReadOnlyCollection<CodeEdit> edits)
    {
        var texts = new Dictionary<string, SourceText>(StringComparer.Ordinal);
        foreach (var file in edits.GroupBy(edit => edit.Path, StringComparer.Ordinal))
        {
            var project = solution.Projects.First(project => project.Trees.ContainsKey(file.Key));
            var tree = project.Trees[file.Key];
            tree = tree.WithChangedText(tree.GetText().WithChanges(Disjoint(file.OfType<ChangeText>())));
            foreach (var name in file.OfType<AddUsing>().Select(edit => edit.Namespace).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                if (new UsingWriter(tree, project.Options).Add(name) is { } change)
                {
                    tree = tree.WithChangedText(tree.GetText().WithChanges(change));
                }
            }

            texts[file.Key] = tree.GetText();
        }

        return solution.With(texts);
    }

    private static List<TextChange> Disjoint(IEnumerable<ChangeText> edits)
    {
        var taken = new List<TextChange>();
        foreach (var edit in edits)
        {
            if (!edit.Changes.Any(change => taken.Any(other => other.Span.IntersectsWith(change.Span))))
            {
                taken.AddRange(edit.Changes);
            }
        }

        taken.Sort((left, right) => left.Span.Start.CompareTo(right.Span.Start));
        return taken;
    }
}
