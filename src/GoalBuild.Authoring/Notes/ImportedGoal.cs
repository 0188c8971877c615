namespace GoalBuild.Authoring.Notes;

/// <summary>The members of a goal, as they are gathered from notes, each with the words that it comes from.</summary>
internal sealed class ImportedGoal
{
    private readonly List<(string Statement, List<string> Words)> _clauses = [];
    private readonly List<(string Statement, List<string> Words)> _constraints = [];
    private readonly List<(string Statement, List<string> Clauses)> _requirements = [];
    private readonly List<string> _advice = [];
    private readonly List<(string Glob, List<string> Words)> _context = [];
    private readonly List<(string Keyword, string Value)> _budget = [];
    private readonly List<string> _budgetWords = [];

    /// <summary>Titles; the first one names the goal.</summary>
    public List<string> Titles { get; } = [];

    /// <summary>Paragraphs of the objective.</summary>
    public List<string> Objective { get; } = [];

    /// <summary>What is to be known, and names no file.</summary>
    public List<string> Background { get; } = [];

    /// <summary>How to go on between turns.</summary>
    public List<string> Iterate { get; } = [];

    /// <summary>Conditions under which to stop, and the words that say so.</summary>
    public List<(string Condition, string Words)> Blocked { get; } = [];

    /// <summary>Who signs, and what.</summary>
    public List<(string Role, string Subject)> Reviews { get; } = [];

    /// <summary>How many clauses there are.</summary>
    public int ClauseCount => _clauses.Count + _requirements.Sum(requirement => requirement.Clauses.Count);

    /// <summary>How many constraints there are, without advice.</summary>
    public int ConstraintCount => _constraints.Count;

    /// <summary>How many requirements there are.</summary>
    public int RequirementCount => _requirements.Count;

    /// <summary>Adds clauses for the goal as a whole.</summary>
    /// <param name="clauses">The clauses.</param>
    /// <param name="words">The words that they come from.</param>
    public void AddClauses(IReadOnlyList<string> clauses, string words) => AddTo(_clauses, clauses, words);

    /// <summary>Adds constraints.</summary>
    /// <param name="constraints">The constraints.</param>
    /// <param name="words">The words that they come from.</param>
    public void AddConstraints(IReadOnlyList<string> constraints, string words) => AddTo(_constraints, constraints, words);

    /// <summary>Adds files to read first.</summary>
    /// <param name="globs">The files.</param>
    /// <param name="words">The words that they come from.</param>
    public void AddContext(IReadOnlyList<string> globs, string words) => AddTo(_context, globs, words);

    /// <summary>Adds a requirement; its clauses come to those that it has already.</summary>
    /// <param name="statement">Its words.</param>
    /// <param name="clauses">What proves it.</param>
    public void Require(string statement, IReadOnlyList<string> clauses)
    {
        statement = GoalText.Clean(statement);
        var known = _requirements.FindIndex(requirement => string.Equals(requirement.Statement, statement, StringComparison.OrdinalIgnoreCase));
        if (known < 0)
        {
            _requirements.Add((statement, [.. clauses]));
        }
        else
        {
            _requirements[known].Clauses.AddRange(clauses.Except(_requirements[known].Clauses));
        }
    }

    /// <summary>Adds advice.</summary>
    /// <param name="words">Its words.</param>
    public void Advise(string words)
    {
        // A word alone behind a list would be read as the end of that list.
        words = GoalText.Clean(words);
        words = words.Any(char.IsWhiteSpace) ? words : $"As the notes say: {words}";
        if (!_advice.Contains(words))
        {
            _advice.Add(words);
        }
    }

    /// <summary>Adds caps. Of two for one thing the first counts; the words of both are kept.</summary>
    /// <param name="entries">The entries of the budget.</param>
    /// <param name="words">The words that they come from.</param>
    public void AddBudget(IReadOnlyList<(string Keyword, string Value)> entries, string words)
    {
        if (entries.Count == 0)
        {
            return;
        }

        _budgetWords.Add(words);
        _budget.AddRange(entries.Where(entry => !_budget.Exists(known => known.Keyword == entry.Keyword)));
    }

    /// <summary>The goal file's text.</summary>
    /// <param name="name">The goal's name.</param>
    public string Write(string name)
    {
        var lines = new List<string>();
        lines.AddRange(Titles.Select(Comment));
        lines.Add($"goal {GoalText.Quote(name)} {{");
        List<string> objective = [.. Objective, .. Background.Count > 0 ? ["", "Background:", .. Background] : Array.Empty<string>()];
        lines.Add($"objective {GoalText.Block(string.Join('\n', objective), "        ")}");
        if (_context.Count > 0)
        {
            lines.Add("");
            foreach (var (glob, words) in _context)
            {
                AddWithWords(lines, $"context {GoalText.Quote(glob)}", words);
            }
        }

        foreach (var (statement, clauses) in _requirements)
        {
            lines.Add("");
            lines.Add(clauses.Count == 0 ? $"require {GoalText.Quote(statement)} {{ }}" : $"require {GoalText.Quote(statement)} {{");
            lines.AddRange(clauses);
            lines.AddRange(clauses.Count == 0 ? [] : ["}"]);
        }

        AddBlock(lines, "verify", _clauses, []);
        AddBlock(lines, "constrain", _constraints, _advice);
        if (_budget.Count > 0)
        {
            lines.Add("");
            lines.AddRange(_budgetWords.Select(Comment));
            lines.Add($"budget {{ {string.Join("  ", _budget.Select(entry => $"{entry.Keyword} {entry.Value}"))} }}");
        }

        if (Iterate.Count > 0)
        {
            lines.Add("");
            lines.Add($"iterate {GoalText.Block(string.Join('\n', Iterate), "        ")}");
        }

        foreach (var (condition, words) in Blocked)
        {
            lines.Add("");
            lines.AddRange(condition == words ? [] : [Comment(words)]);
            lines.Add($"blocked when {GoalText.Quote(condition)}");
        }

        lines.AddRange(Reviews.SelectMany(review => new[] { "", $"review by {GoalText.Quote(review.Role)} {GoalText.Quote(review.Subject)}" }));
        lines.Add("}");
        return GoalText.Format(string.Join('\n', lines) + "\n");
    }

    private static void AddBlock(List<string> lines, string keyword, List<(string Statement, List<string> Words)> statements, List<string> advice)
    {
        if (statements.Count + advice.Count == 0)
        {
            return;
        }

        lines.Add("");
        lines.Add($"{keyword} {{");
        foreach (var (statement, words) in statements)
        {
            AddWithWords(lines, statement, words);
        }

        lines.AddRange(advice.Select(GoalText.Quote));
        lines.Add("}");
    }

    // Words that the statement has itself need not stand above it.
    private static void AddWithWords(List<string> lines, string statement, List<string> words)
    {
        lines.AddRange(words.Where(each => !statement.Contains(GoalText.Quote(each.Trim('`')), StringComparison.Ordinal)).Select(Comment));
        lines.Add(statement);
    }

    // What several of the notes ask for is checked once, and each of them stands above it.
    private static void AddTo(List<(string Statement, List<string> Words)> list, IReadOnlyList<string> statements, string words)
    {
        foreach (var statement in statements)
        {
            var known = list.FindIndex(item => item.Statement == statement);
            if (known < 0)
            {
                // Words that ask for several things stand above the first of them.
                list.Add((statement, statement == statements[0] ? [words] : []));
            }
            else if (statement == statements[0] && !list[known].Words.Contains(words))
            {
                list[known].Words.Add(words);
            }
        }
    }

    private static string Comment(string words) => $"// {GoalText.Clean(words)}";
}
