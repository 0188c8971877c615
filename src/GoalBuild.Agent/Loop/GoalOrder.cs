using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Loop;

/// <summary>Puts goals, and phases, behind those that they come after.</summary>
internal static class GoalOrder
{
    /// <summary>The scopes in an order in which each stands behind those that it names; otherwise as in the file. Names that do not stand here, and cycles (which checking the file reports), are passed over.</summary>
    /// <typeparam name="T">Goals or phases.</typeparam>
    /// <param name="scopes">In the order of the file.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> scopes)
        where T : Scope
    {
        var ordered = new List<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scope in scopes)
        {
            Add(scope);
        }

        return ordered;

        void Add(T scope)
        {
            if (!seen.Add(scope.Name.Value))
            {
                return;
            }

            foreach (var before in scope.After)
            {
                if (scopes.FirstOrDefault(other => other.Name.Value == before.Value) is { } first)
                {
                    Add(first);
                }
            }

            ordered.Add(scope);
        }
    }
}
