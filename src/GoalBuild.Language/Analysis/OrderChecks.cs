using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>What <c>after</c> says of goals and phases: that what comes first exists, and that there is a first one.</summary>
internal static class OrderChecks
{
    private const int MostNamesShown = 8;

    public static void CheckGoals(GoalFile file, DiagnosticBag diagnostics, bool complete) => Check([.. file.Goals], "goal", "file", diagnostics, complete);

    public static void CheckPhases(Goal goal, DiagnosticBag diagnostics, bool complete) => Check([.. goal.Phases], "phase", "goal", diagnostics, complete);

    private static void Check(IReadOnlyList<Scope> scopes, string kind, string owner, DiagnosticBag diagnostics, bool complete)
    {
        if (scopes.All(scope => scope.After.Count == 0))
        {
            return;
        }

        var byName = new Dictionary<string, Scope>(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            byName.TryAdd(scope.Name.Value, scope);
        }

        foreach (var name in complete ? scopes.SelectMany(scope => scope.After) : [])
        {
            if (!byName.ContainsKey(name.Value) && !diagnostics.IsFull)
            {
                var meant = Suggestion.For(name.Value, byName.Keys);
                diagnostics.Report(DiagnosticCatalogue.UnknownPredecessor, name.Span, $"No {kind} of this {owner} is called '{Characters.Show(name.Value)}'; {(meant is null ? "correct the name, or declare it" : $"did you mean '{meant}'?")}", Names.Replacement(meant));
            }
        }

        var left = byName.Values.OrderBy(scope => scope.Name.Span.Start).ToList();
        for (var found = 0; found <= DiagnosticBag.MostErrors && Circle(left, byName) is { } circle; found++)
        {
            var names = circle.Select(scope => $"'{Characters.Show(scope.Name.Value)}'").ToList();
            var shown = names.Count > MostNamesShown ? $"{string.Join(" after ", names.Take(MostNamesShown))} … (a circle of {names.Count})" : $"{string.Join(" after ", names)} after {names[0]}";
            var back = circle[0].After.First(name => name.Value == (circle.Count > 1 ? circle[1] : circle[0]).Name.Value);
            diagnostics.Report(DiagnosticCatalogue.Cycle, back.Span, $"The order is a circle, so that none could start: {shown}; take out one 'after'");
            var done = circle.Select(scope => scope.Name.Value).ToHashSet(StringComparer.Ordinal);
            left.RemoveAll(scope => done.Contains(scope.Name.Value));
        }
    }

    /// <summary>Takes away what can start until only circles and what waits for them are left, and follows one of those back. No recursion: a file may hold thousands.</summary>
    private static List<Scope>? Circle(List<Scope> scopes, Dictionary<string, Scope> byName)
    {
        var waits = scopes.ToDictionary(scope => scope.Name.Value, _ => 0, StringComparer.Ordinal);
        var followers = scopes.ToDictionary(scope => scope.Name.Value, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            foreach (var name in scope.After.Where(name => waits.ContainsKey(name.Value)))
            {
                waits[scope.Name.Value]++;
                followers[name.Value].Add(scope.Name.Value);
            }
        }

        var ready = new Queue<string>(waits.Where(pair => pair.Value == 0).Select(pair => pair.Key));
        while (ready.TryDequeue(out var name))
        {
            foreach (var follower in followers[name])
            {
                if (--waits[follower] == 0)
                {
                    ready.Enqueue(follower);
                }
            }
        }

        var start = scopes.FirstOrDefault(scope => waits[scope.Name.Value] > 0);
        if (start is null)
        {
            return null;
        }

        // Each of what is left waits for another that is left, so that going back must come to a place twice.
        var path = new List<Scope>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var scope = start; ; scope = byName[scope.After.First(name => waits.GetValueOrDefault(name.Value) > 0).Value])
        {
            if (!places.TryAdd(scope.Name.Value, path.Count))
            {
                return path[places[scope.Name.Value]..];
            }

            path.Add(scope);
        }
    }
}
