using GoalBuild.Language.Model;

namespace GoalBuild.Language.Tests.Formatting;

/// <summary>Writes a goal as the pieces of a text, choosing by chance where the language leaves a choice: quotes or none, units, raw strings, the order of options.</summary>
internal sealed partial class GoalPrinter(Random random)
{
    private readonly List<string> _pieces = [];

    public IReadOnlyList<string> Print(GoalFile file)
    {
        foreach (var goal in file.Goals)
        {
            Print(goal);
        }

        return _pieces;
    }

    private void Print(Goal goal)
    {
        Add("goal", Name(goal.Name));
        AddList("after", goal.After, Name);
        Add("{");
        PrintScope(goal);
        AddList("context", goal.Context, String);
        foreach (var phase in goal.Phases)
        {
            Add("phase", Name(phase.Name));
            AddList("after", phase.After, Name);
            Block(() => PrintScope(phase));
        }

        foreach (var environment in goal.Environments)
        {
            Add("environment", Name(environment.Name));
            Block(() => Print(environment));
        }

        Option("iterate", goal.Iterate, String);
        foreach (var condition in goal.BlockedWhen)
        {
            Add("blocked", "when", String(condition));
        }

        if (goal.Agent is { } agent)
        {
            Add("agent");
            Block(() => Each(agent.Steps, Print));
        }

        if (goal.Evidence != EvidenceParts.None)
        {
            Add("evidence");
            Block(() => PrintEvidence(goal.Evidence));
        }

        foreach (var review in goal.Reviews)
        {
            Add("review", "by", String(review.By), String(review.Subject));
        }

        Add("}");
    }

    private void PrintScope(Scope scope)
    {
        Option("objective", scope.Objective, String);
        foreach (var requirement in scope.Requirements)
        {
            Add("require", String(requirement.Statement));
            Block(() => Each(requirement.Clauses, Print));
        }

        Split("verify", scope.Verify, Print);
        Split("constrain", scope.Constraints, Print);
        if (scope.Budget is { } budget)
        {
            Add("budget");
            Block(() => PrintBudget(budget));
        }
    }

    private void PrintEvidence(EvidenceParts parts)
    {
        foreach (var (part, word) in new[] { (EvidenceParts.TestLogs, "test-logs"), (EvidenceParts.BuildOutput, "build-output"), (EvidenceParts.Coverage, "coverage"), (EvidenceParts.Diff, "diff"), (EvidenceParts.Transcript, "transcript") })
        {
            if (parts.HasFlag(part))
            {
                Add(word);
            }
        }
    }

    private void Print(GoalEnvironment environment)
    {
        Option("configuration", environment.Configuration, Name);
        Option("framework", environment.Framework, String);
        foreach (var variable in environment.Variables)
        {
            Add("set", Name(variable.Name), "=", String(variable.Value));
        }

        Option("container", environment.Container, String);
        Option("runner", environment.Runner, String);
    }

    /// <summary>One block, or two where the language merges them.</summary>
    private void Split<T>(string keyword, ValueList<T> items, Action<T> print)
    {
        if (items.Count == 0)
        {
            return;
        }

        var first = random.Next(items.Count + 1);
        foreach (var part in new[] { items.Take(first), items.Skip(first) })
        {
            Add(keyword);
            Block(() => Each(part, print));
        }
    }

    private static void Each<T>(IEnumerable<T> items, Action<T> print)
    {
        foreach (var item in items)
        {
            print(item);
        }
    }

    private void Block(Action content)
    {
        Add("{");
        content();
        Add("}");
    }

    private void Options(params Action[] options)
    {
        random.Shuffle(options);
        Each(options, option => option());
    }

    private void Option(string keyword, Text? value, Func<Text, string> write)
    {
        if (value is not null)
        {
            Add(keyword, write(value));
        }
    }

    private void AddList(string keyword, ValueList<Text> items, Func<Text, string> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            Add(i == 0 ? keyword : ",", write(items[i]));
        }
    }

    private void AddIf(bool condition, params string[] pieces)
    {
        if (condition)
        {
            Add(pieces);
        }
    }

    private void Add(params string[] pieces) => _pieces.AddRange(pieces);

    private bool Chance(int outOf) => random.Next(outOf) == 0;
}
