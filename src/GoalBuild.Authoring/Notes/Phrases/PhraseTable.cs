using System.Text.RegularExpressions;
using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>All phrases that import knows, in the order in which they are looked for.</summary>
internal static partial class PhraseTable
{
    // A sentence of the usual phrases is short; what is longer is prose, and carried over.
    private const int MostOfItem = 1_000;

    // What must not happen comes first: "do not change the tests" is none that tests pass.
    private static readonly IReadOnlyList<Phrase> Phrases =
        [.. PeoplePhrases.All, .. ConstraintPhrases.All, .. CommandPhrases.All, .. FigurePhrases.All, .. TestPhrases.All, .. BuildPhrases.All, .. FilePhrases.All, .. BudgetPhrases.All];

    // Words that ask for nothing by themselves.
    private static readonly HashSet<string> Filler = new(
        ("a an the and or but plus & all any each every both must should shall will would has have had is are be been being was were it its that this these those there of in on at to for with by as from into "
        + "than then so also still always ever only after before while during new existing current remaining our your their we you they i please ensure ensures make makes sure verify verifies check checks checked confirm "
        + "confirms validate given validated see that's run runs running execute command commands using via successfully cleanly locally ci once again too need needs needed want ok done everything following hold holds true").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What an item means.</summary>
    /// <param name="item">The item.</param>
    /// <param name="facts">What is known of the repository.</param>
    public static Mapping Read(NoteItem item, RepositoryFacts facts)
    {
        var context = new PhraseContext(item.Section, item.Text, facts);
        if (item.Text.Length > MostOfItem)
        {
            return context.Mapping;
        }

        if (item is { IsCode: true, Section: NoteSection.Verification })
        {
            CommandPhrases.Add(context, item.Text);
            return context.Mapping;
        }

        foreach (var phrase in Phrases)
        {
            phrase.Apply(context);
        }

        Settle(context);
        context.Mapping.Rest = [.. Word().Matches(context.Text).Select(word => word.Value).Where(word => !Filler.Contains(word))];
        return context.Mapping;
    }

    // Options that were said of clauses go behind them; said alone, they ask for the clause.
    private static void Settle(PhraseContext context)
    {
        var mapping = context.Mapping;
        Add("test ", mapping.TestOptions, Targets.Tests);
        Add("build ", mapping.BuildOptions, (item, _) => Targets.Builds(item));

        void Add(string keyword, List<string> options, Func<PhraseContext, string, IReadOnlyList<string>> targets)
        {
            if (options.Count == 0)
            {
                return;
            }

            if (!mapping.Clauses.Exists(clause => clause.StartsWith(keyword, StringComparison.Ordinal)))
            {
                mapping.Clauses.AddRange(targets(context, "").Select(target => keyword + GoalText.Quote(target)));
            }

            // Each option once: its keyword tells them apart.
            var said = options.DistinctBy(option => option.Split(' ')[0]).ToList();
            for (var index = 0; index < mapping.Clauses.Count; index++)
            {
                if (mapping.Clauses[index].StartsWith(keyword, StringComparison.Ordinal))
                {
                    mapping.Clauses[index] += string.Concat(said.Where(option => !mapping.Clauses[index].Contains(" " + option.Split(' ')[0] + " ", StringComparison.Ordinal)).Select(option => " " + option));
                }
            }
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}][\p{L}\p{N}'’_.-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
