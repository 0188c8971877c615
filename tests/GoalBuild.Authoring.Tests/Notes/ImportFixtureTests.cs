using GoalBuild.Authoring.Notes;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring.Tests.Notes;

/// <summary>Notes as people write them, each with the goal and the warnings that come of it: a new case is a new file in Fixtures.</summary>
public sealed class ImportFixtureTests
{
    public static IEnumerable<string> Names => Directory.GetFiles(Approved.Folder("Notes/Fixtures"), "*.txt").Concat(Directory.GetFiles(Approved.Folder("Notes/Fixtures"), "*.md"))
        .Where(file => !file.EndsWith(".warnings.txt", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Names))]
    public void Notes_become_the_goal_and_the_warnings_that_were_approved(string file)
    {
        var path = Path.Combine(Approved.Folder("Notes/Fixtures"), file);
        var result = Import(File.ReadAllText(path), file);
        Approved.Verify(Path.ChangeExtension(path, ".goal"), result.Text);
        Approved.Verify(Path.ChangeExtension(path, ".warnings.txt"), string.Concat(result.Warnings.Select(warning => warning.Render(result.Notes) + "\n")));
    }

    [TestCaseSource(nameof(Names))]
    public void What_comes_of_notes_parses_and_has_the_one_form(string file)
    {
        var result = Import(File.ReadAllText(Path.Combine(Approved.Folder("Notes/Fixtures"), file)), file);
        var parsed = GoalLanguage.Parse(new SourceText("it.goal", result.Text));
        Assert.That(parsed.Diagnostics, Is.Empty);
        Assert.That(Language.Formatting.GoalFormatter.Format(parsed).Changed, Is.False);
    }

    // What needs no repository is tried without one.
    private static ImportResult Import(string text, string file) =>
        NotesImporter.Import(new SourceText(file, text), file.StartsWith("unknown", StringComparison.Ordinal) ? RepositoryFacts.Unknown : Shop.Facts, Path.GetFileNameWithoutExtension(file));
}
