using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Grammar;

public class ExampleTests
{
    private static readonly string[] Pages = ["README.md", "grammar/README.md"];

    // Examples stand two folders below the repository's root; a name that is misspelt on purpose is the only one that does not exist.
    private static readonly AnalysisContext Surroundings = new("work/goals", path => !path.Contains("Paymets", StringComparison.Ordinal));

    private static IEnumerable<Examples.Example> Good => Pages.Where(page => File.Exists(Path.Combine(RepositoryFiles.Root, page))).SelectMany(Examples.In);

    private static IEnumerable<Examples.Example> Whole => Good.Where(example => example.Kind == "goal");

    private static IEnumerable<Examples.Example> Bad => Examples.In("grammar/diagnostics.md");

    [TestCaseSource(nameof(Good))]
    public void An_example_of_the_language_is_right(Examples.Example example)
    {
        var result = GoalLanguage.Check(new SourceText(example.Page, example.Whole), Surroundings);
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Render(result.Source)), Is.Empty);
    }

    [TestCaseSource(nameof(Whole))]
    public void An_example_of_a_whole_goal_is_formatted(Examples.Example example)
    {
        Assert.That(GoalFormatter.Format(GoalLanguage.Parse(new SourceText(example.Page, example.Text))).Text.TrimEnd(), Is.EqualTo(example.Text.TrimEnd()));
    }

    [TestCaseSource(nameof(Bad))]
    public void The_example_of_a_diagnostic_gives_that_diagnostic_and_no_other(Examples.Example example)
    {
        // What comes later is shown in the reference, without a warning each time; here it is the example of one.
        var surroundings = SectionOf(example) == DiagnosticCatalogue.UncheckedClause.Code ? Surroundings with { Unchecked = UncheckedClauses.OfThisVersion } : Surroundings;
        var result = GoalLanguage.Check(new SourceText(example.Page, example.Whole), surroundings);
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Code).Distinct(), Is.EqualTo(new[] { SectionOf(example) }), () => string.Join('\n', result.Diagnostics.Select(diagnostic => diagnostic.Render(result.Source))));
    }

    [Test]
    public void Every_diagnostic_of_a_text_has_an_example_that_was_tried()
    {
        // Bytes and sizes are no part of a text, and a line break that editors make one of cannot be shown on a page. The last three are about notes, which no goal file holds.
        string[] notOfTheText = ["GOAL1016", "GOAL1017", "GOAL1018", "GOAL1019", DiagnosticCatalogue.NoteUnchecked.Code, DiagnosticCatalogue.NoteLeftOut.Code, DiagnosticCatalogue.NoteGuessed.Code];
        var expected = DiagnosticCatalogue.All.Select(entry => entry.Code).Where(code => code[4] is '1' or '2' or '3').Except(notOfTheText);
        Assert.That(Bad.Select(SectionOf), Is.EquivalentTo(expected));
    }

    [Test]
    public void The_language_reference_has_an_example_of_every_statement()
    {
        var words = Good.Where(example => example.Page == "grammar/README.md").SelectMany(example => example.Text.Split(' ', '\n')).ToHashSet();
        Assert.That(Keywords.Statements.Select(statement => statement.Keyword).Except(["attempts", "build-output", "diff", "container", "runner"]), Is.SubsetOf(words));
    }

    private static string SectionOf(Examples.Example example) =>
        File.ReadLines(Path.Combine(RepositoryFiles.Root, example.Page)).Take(example.Line).Last(line => line.StartsWith("### ", StringComparison.Ordinal))[4..];
}
