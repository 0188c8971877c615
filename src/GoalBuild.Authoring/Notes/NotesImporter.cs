using System.Text.RegularExpressions;
using GoalBuild.Authoring.Notes.Phrases;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring.Notes;

/// <summary>
/// Makes a goal of notes in prose. Every line of them either becomes a clause, a constraint or another member, with its words beside it; or is carried over
/// as a requirement that nothing proves or as advice, with a warning; or is named in a warning. Nothing gets lost without a word.
/// </summary>
public sealed partial class NotesImporter
{
    private const int MostShown = 80;

    private readonly SourceText _notes;
    private readonly RepositoryFacts _facts;
    private readonly ImportedGoal _goal = new();
    private readonly List<Diagnostic> _warnings = [];

    private NotesImporter(SourceText notes, RepositoryFacts facts) => (_notes, _facts) = (notes, facts);

    /// <summary>Makes a goal of notes.</summary>
    /// <param name="notes">The notes, with the path to show in warnings.</param>
    /// <param name="facts">What is known of the repository: which projects "all tests" and "the solution" are.</param>
    /// <param name="name">The goal's name where the notes have no title.</param>
    public static ImportResult Import(SourceText notes, RepositoryFacts facts, string name) => new NotesImporter(notes, facts).Import(name);

    private ImportResult Import(string fallback)
    {
        var items = NotesReader.Read(_notes.Text);
        var isEmpty = items.All(item => item.Section == NoteSection.Aside);
        foreach (var item in items.SelectMany(Sentences))
        {
            Place(item);
        }

        var name = _goal.Titles.Count > 0 && GoalText.Slug(TitleLabel().Replace(_goal.Titles[0], "")) is { Length: > 0 } slug ? slug : GoalText.Slug(fallback) is { Length: > 0 } given ? given : "goal";
        if (!isEmpty)
        {
            Complete(items);
        }

        return new ImportResult(_notes, name, isEmpty ? "" : _goal.Write(name), [.. _warnings.OrderBy(warning => warning.Span.Start)])
        {
            Clauses = _goal.ClauseCount,
            Constraints = _goal.ConstraintCount,
            Requirements = _goal.RequirementCount,
        };
    }

    // In these parts a paragraph says several things, each on its own.
    private static IEnumerable<NoteItem> Sentences(NoteItem item) =>
        item is { IsListed: false, IsCode: false, Section: NoteSection.Requirements or NoteSection.Verification or NoteSection.Constraints or NoteSection.Budget or NoteSection.Blocked }
            ? SentenceEnd().Split(item.Text).Where(text => text.Trim().Length > 0).Select(text => item with { Text = text.Trim() })
            : [item];

    private void Place(NoteItem item)
    {
        switch (item.Section)
        {
            case NoteSection.Title:
                _goal.Titles.Add(item.Text);
                return;
            case NoteSection.Aside:
                Warn(DiagnosticCatalogue.NoteLeftOut, item, $"'{GoalText.Clean(item.Full)}' stands nowhere in the goal: it is no part of what is asked for, proved or forbidden; move it under a heading such as 'Requirements' if it is");
                return;
            case NoteSection.Iteration when PhraseTable.Read(item, _facts) is { IsEmpty: true }:
                _goal.Iterate.Add(item.Full);
                return;
        }

        var mapping = PhraseTable.Read(item, _facts);
        foreach (var guess in mapping.Guesses)
        {
            Warn(DiagnosticCatalogue.NoteGuessed, item, $"For '{Shown(item.Text)}', {guess}");
        }

        if (item.Section is NoteSection.Objective)
        {
            _goal.Objective.Add(item.IsListed ? $"- {item.Full}" : item.Full);
            _goal.AddClauses(mapping.Clauses, item.Full);
            return;
        }

        Add(item, mapping);
    }

    private void Add(NoteItem item, Mapping mapping)
    {
        var (full, section) = (item.Full, item.Section);
        _goal.AddBudget(mapping.Budget, full);
        _goal.AddContext(mapping.Context, full);
        if (mapping.Blocked is { } blocked)
        {
            _goal.Blocked.Add((blocked, full));
        }

        if (mapping.Reviewer is { } reviewer)
        {
            _goal.Reviews.Add((reviewer, full));
        }

        if (mapping.IsWhole)
        {
            _goal.AddConstraints(mapping.Constraints, full);
            if (mapping.Clauses.Count > 0 && section is NoteSection.Requirements)
            {
                _goal.Require(full, mapping.Clauses);
            }
            else
            {
                _goal.AddClauses(mapping.Clauses, full);
            }

            return;
        }

        var part = mapping.IsEmpty ? null : string.Join(", ", mapping.Clauses.Concat(mapping.Constraints).Concat(mapping.Budget.Select(entry => $"{entry.Keyword} {entry.Value}"))).ReplaceLineEndings(" ");
        var what = part is null ? "Nothing checks" : $"Only a part is checked ({part}) of";
        var hint = mapping.Hint is { } said ? $". {said}" : "";
        switch (section)
        {
            case NoteSection.Context when mapping.IsEmpty:
                _goal.Background.Add(item.IsListed ? $"- {full}" : full);
                break;
            case NoteSection.Constraints or NoteSection.OutOfScope:
                _goal.AddConstraints(mapping.Constraints, full);
                _goal.AddClauses(mapping.Clauses, full);
                _goal.Advise(section == NoteSection.OutOfScope ? $"Out of scope: {full}" : full);
                Warn(DiagnosticCatalogue.NoteUnchecked, item, $"{what} '{Shown(full)}': it became advice, which models read and which proves nothing{hint}");
                break;
            default:
                _goal.AddConstraints(mapping.Constraints, full);
                _goal.Require(full, mapping.Clauses);
                Warn(DiagnosticCatalogue.NoteUnchecked, item, part is null
                    ? $"{what} '{Shown(full)}': it became a requirement without a clause; add the one that proves it, or a 'judge' where nothing else can{hint}"
                    : $"{what} '{Shown(full)}': look whether that proves the requirement{hint}");
                break;
        }
    }

    // What every goal has to have, and these notes do not say.
    private void Complete(IReadOnlyList<NoteItem> items)
    {
        if (_goal.Objective.Count == 0)
        {
            _goal.Objective.Add(_goal.Titles.Count > 0 ? _goal.Titles[0] : items.First(item => item.Section != NoteSection.Aside).Full);
        }

        if (_goal.ClauseCount == 0)
        {
            var context = new PhraseContext(NoteSection.Verification, "", _facts);
            _goal.AddClauses([.. Targets.Builds(context).Select(target => $"build {GoalText.Quote(target)}"), .. Targets.Tests(context).Select(target => $"test {GoalText.Quote(target)}")], "The notes name nothing that can be checked: this much should hold in any case.");
            Warn(DiagnosticCatalogue.NoteGuessed, items.First(item => item.Section != NoteSection.Aside), $"Nothing in the notes could be made a clause, and a goal has to have one, so that it builds and tests {(_facts.Builds.Count > 0 ? string.Join(", ", _facts.Builds) : "what is here")}");
        }
    }

    private void Warn(DiagnosticDescriptor descriptor, NoteItem item, string message)
    {
        var start = _notes.OffsetOf(item.Line, item.Column);
        var end = _notes.OffsetOf(item.Line, int.MaxValue);
        _warnings.Add(new Diagnostic(descriptor.Code, descriptor.Severity, message, new SourceSpan(start, Math.Max(0, end - start))));
    }

    private static string Shown(string text)
    {
        var clean = GoalText.Clean(text);
        return clean.Length <= MostShown ? clean : clean[..(char.IsHighSurrogate(clean[MostShown - 2]) ? MostShown - 2 : MostShown - 1)] + "…";
    }

    [GeneratedRegex(@"(?<=[.!?;])\s+(?=[\p{Lu}`])", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"^(?:goal|task|feature|issue|project|title|name|objective)\s*(?:[:–—]|-\s)\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TitleLabel();
}
