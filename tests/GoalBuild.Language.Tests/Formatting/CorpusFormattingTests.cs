using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;
using GoalBuild.Language.Tests.Grammar;

namespace GoalBuild.Language.Tests.Formatting;

/// <summary>The formatter on the good files of the language's corpus.</summary>
public class CorpusFormattingTests
{
    private static IEnumerable<string> GoodFiles =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "tests", "GoalBuild.Language.Tests", "Corpus", "good"), "*.goal").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(GoodFiles))]
    public void A_good_file_says_the_same_once_it_is_formatted_and_then_stays_as_it_is(string name)
    {
        var before = Read(name);
        var formatted = GoalFormatter.Format(before);
        Assert.That(formatted.Diagnostics, Is.Empty);
        var after = new SourceText(name, formatted.Text);
        Assert.That(GoalLanguage.Parse(after).File, Is.EqualTo(GoalLanguage.Parse(before).File));
        Assert.That(GoalFormatter.Format(after).Text, Is.EqualTo(formatted.Text));
    }

    private static IEnumerable<string> OwnFiles =>
        Directory.EnumerateFiles(RepositoryFiles.Root, "*.goal").Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "examples"), "*.goal", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(OwnFiles))]
    public void The_goals_of_this_repository_are_right_and_formatted(string path)
    {
        var source = new SourceText(path, File.ReadAllText(Path.Combine(RepositoryFiles.Root, path)));
        Assert.That(GoalLanguage.Parse(source).Diagnostics.Select(diagnostic => diagnostic.Render(source)), Is.Empty);
        Assert.That(GoalFormatter.Format(source).Text, Is.EqualTo(source.Text));
    }

    private static SourceText Read(string name)
    {
        using var stream = File.OpenRead(Path.Combine(RepositoryFiles.Root, "tests", "GoalBuild.Language.Tests", "Corpus", "good", name));
        return SourceReader.Read(stream, name).Source;
    }
}
