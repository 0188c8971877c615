namespace GoalBuild.Language.Syntax;

/// <summary>One row of <see cref="Keywords"/>: how a statement is written.</summary>
public sealed class StatementUsage
{
    private readonly string _usage;
    private IReadOnlyList<string>? _words;

    internal StatementUsage(Place place, string usage)
    {
        Place = place;
        _usage = usage;
        var end = usage.IndexOf(' ', StringComparison.Ordinal);
        Keyword = end < 0 ? usage : usage[..end];
    }

    /// <summary>Where the statement may stand.</summary>
    public Place Place { get; }

    /// <summary>The word that it starts with.</summary>
    public string Keyword { get; }

    /// <summary>
    /// The statement as the language reference writes it, with what every statement of its place may end with: lower-case words
    /// stand for themselves, upper-case ones for a value, brackets for what may be left out, bars for a choice, <c>, …</c> for a list.
    /// </summary>
    public string Usage => Place switch
    {
        Place.Clauses => $"{_usage} {Keywords.ClauseTail}",
        Place.Agent => $"{_usage} {Keywords.StepTail}",
        _ => _usage,
    };

    /// <summary>The words that may stand in the statement behind its keyword, in order.</summary>
    public IReadOnlyList<string> Words => _words ??=
        [.. Usage[Keyword.Length..].Split(' ', '[', ']', '|', ',').Where(word => word.Length > 1 && word.All(c => char.IsAsciiLetterLower(c) || c == '-'))];
}
