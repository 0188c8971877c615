using System.Text.RegularExpressions;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Tests.Grammar;

public partial class CatalogueTests
{
    private static readonly IReadOnlyList<(string Code, string Body)> Sections = ReadSections();

    private static IEnumerable<TestCaseData> Entries => DiagnosticCatalogue.All.Select(entry => new TestCaseData(entry).SetArgDisplayNames(entry.Code));

    [TestCaseSource(nameof(Entries))]
    public void An_entry_stands_in_the_page_with_the_same_words(DiagnosticDescriptor entry)
    {
        var body = Sections.FirstOrDefault(section => section.Code == entry.Code).Body;
        var expected = $"\n**{entry.Title}** ({entry.Severity.ToString().ToLowerInvariant()})\n\n- Cause: {entry.Cause}\n- Cure: {entry.Cure}\n\n```";
        Assert.That(body, Does.StartWith(expected), $"grammar/diagnostics.md lacks this section, with an example in a code block behind it:\n### {entry.Code}\n{expected}");
    }

    [Test]
    public void The_page_has_the_codes_of_the_catalogue_in_its_order() =>
        Assert.That(Sections.Select(section => section.Code), Is.EqualTo(DiagnosticCatalogue.All.Select(entry => entry.Code)));

    [Test]
    public void No_code_is_given_twice() => Assert.That(DiagnosticCatalogue.All.Select(entry => entry.Code), Is.Unique);

    [Test]
    public void Every_code_is_of_a_known_range() => Assert.That(DiagnosticCatalogue.All.Select(entry => entry.Code), Has.All.Match("^GOAL[0-6][0-9]{3}$"));

    private static List<(string Code, string Body)> ReadSections()
    {
        var text = File.ReadAllText(RepositoryFiles.Grammar("diagnostics.md")).ReplaceLineEndings("\n");
        var parts = Heading().Split(text);
        return [.. parts.Skip(1).Chunk(2).Select(pair => (pair[0], pair[1]))];
    }

    [GeneratedRegex("^### (GOAL[0-9]+)\n", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
