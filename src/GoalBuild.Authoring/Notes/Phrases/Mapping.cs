namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>What the phrases of one item of some notes mean in the goal language.</summary>
internal sealed class Mapping
{
    /// <summary>Clauses.</summary>
    public List<string> Clauses { get; } = [];

    /// <summary>Constraints.</summary>
    public List<string> Constraints { get; } = [];

    /// <summary>Entries of a budget: the keyword and what stands behind it.</summary>
    public List<(string Keyword, string Value)> Budget { get; } = [];

    /// <summary>Files to read first, as globs.</summary>
    public List<string> Context { get; } = [];

    /// <summary>The condition of a <c>blocked when</c>, or null.</summary>
    public string? Blocked { get; set; }

    /// <summary>Who is to sign, or null.</summary>
    public string? Reviewer { get; set; }

    /// <summary>What had to be guessed, each in words that go on "for '…'".</summary>
    public List<string> Guesses { get; } = [];

    /// <summary>What would have to be said for a phrase to become a clause, or null.</summary>
    public string? Hint { get; set; }

    /// <summary>Options that go behind every <c>test</c> clause of the item.</summary>
    public List<string> TestOptions { get; } = [];

    /// <summary>Options that go behind every <c>build</c> clause of the item.</summary>
    public List<string> BuildOptions { get; } = [];

    /// <summary>The words that no phrase has accounted for, and that carry a meaning of their own.</summary>
    public IReadOnlyList<string> Rest { get; set; } = [];

    /// <summary>Whether there is anything.</summary>
    public bool IsEmpty => Clauses.Count + Constraints.Count + Budget.Count + Context.Count == 0 && Blocked is null && Reviewer is null;

    /// <summary>Whether every word that matters is accounted for.</summary>
    public bool IsWhole => !IsEmpty && Rest.Count == 0;
}
