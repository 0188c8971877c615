using GoalBuild.Editor.Documents;
using GoalBuild.Language.Model;

namespace GoalBuild.Editor.Features;

/// <summary>A name that is declared in a goal file, with the places that refer to it.</summary>
/// <param name="Kind"><c>phase</c>, <c>environment</c> or <c>goal</c>.</param>
/// <param name="Declaration">Where it is declared.</param>
/// <param name="Uses">Where it is referred to.</param>
/// <param name="Siblings">The other names that it has to differ from.</param>
internal sealed record NamedThing(string Kind, Text Declaration, IReadOnlyList<Text> Uses, IReadOnlyList<string> Siblings)
{
    /// <summary>The declaration and the uses, in the order of the text.</summary>
    public IEnumerable<Text> All => Uses.Prepend(Declaration).OrderBy(text => text.Span.Start);

    /// <summary>The name at an offset, whether it is declared or referred to there; null where there is none.</summary>
    /// <param name="document">The document.</param>
    /// <param name="offset">The offset.</param>
    public static NamedThing? At(GoalDocument document, int offset)
    {
        var file = document.Checked.File;
        return Of(file).FirstOrDefault(thing => thing.All.Any(text => text.Span.Length > 0 && text.Span.Start <= offset && offset <= text.Span.End));
    }

    private static IEnumerable<NamedThing> Of(GoalFile file) => Scopes("goal", [.. file.Goals])
        .Concat(file.Goals.SelectMany(goal => Scopes("phase", [.. goal.Phases]).Concat(Environments(goal))));

    private static IEnumerable<NamedThing> Scopes(string kind, IReadOnlyList<Scope> scopes) => scopes.Select(scope => new NamedThing(
        kind,
        scope.Name,
        [.. scopes.SelectMany(other => other.After).Where(name => name.Value == scope.Name.Value)],
        [.. scopes.Where(other => !ReferenceEquals(other, scope)).Select(other => other.Name.Value)]));

    private static IEnumerable<NamedThing> Environments(Goal goal) => goal.Environments.Select(environment => new NamedThing(
        "environment",
        environment.Name,
        [.. GoalClause.Of(goal).SelectMany(clause => clause.Clause.Environments).Where(name => name.Value == environment.Name.Value)],
        [.. goal.Environments.Where(other => !ReferenceEquals(other, environment)).Select(other => other.Name.Value)]));
}
