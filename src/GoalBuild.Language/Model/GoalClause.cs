namespace GoalBuild.Language.Model;

/// <summary>A clause with its place in a goal: what it is called, and what it proves.</summary>
/// <param name="Name">
/// Unique in the goal and readable: the label, or keyword and subject, with <c> (2)</c>, <c> (3)</c> … behind a repeated one.
/// Verdicts, MSBuild targets, evidence and the command line all use it.
/// </param>
/// <param name="Clause">The clause.</param>
/// <param name="Requirement">The requirement that it proves, or null where it stands in a <c>verify</c> block.</param>
/// <param name="Phase">The phase that it belongs to, or null for the goal's own.</param>
public sealed record GoalClause(string Name, Clause Clause, Requirement? Requirement, Phase? Phase)
{
    /// <summary>All clauses of a goal: its requirements', its <c>verify</c> blocks', then those of each phase, in the order of the file.</summary>
    /// <param name="goal">The goal.</param>
    public static IReadOnlyList<GoalClause> Of(Goal goal)
    {
        var clauses = new List<GoalClause>();
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        AddScope(goal, null);
        foreach (var phase in goal.Phases)
        {
            AddScope(phase, phase);
        }

        return clauses;

        void AddScope(Scope scope, Phase? phase)
        {
            foreach (var requirement in scope.Requirements)
            {
                foreach (var clause in requirement.Clauses)
                {
                    Add(clause, requirement, phase);
                }
            }

            foreach (var clause in scope.Verify)
            {
                Add(clause, null, phase);
            }
        }

        void Add(Clause clause, Requirement? requirement, Phase? phase)
        {
            var name = clause.Label?.Value ?? $"{clause.Keyword} {clause.Subject}";
            var count = names[name] = names.GetValueOrDefault(name) + 1;
            while (count > 1 && names.ContainsKey($"{name} ({count})"))
            {
                count++;
            }

            if (count > 1)
            {
                name = $"{name} ({count})";
                names[name] = 1;
            }

            clauses.Add(new GoalClause(name, clause, requirement, phase));
        }
    }
}
