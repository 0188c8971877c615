namespace GoalBuild.Language.Tests;

/// <summary>Every file under Corpus is a case: good ones give no diagnostic, bad ones exactly those of the file beside them.</summary>
public sealed class CorpusTests
{
    [TestCaseSource(typeof(Corpus), nameof(Corpus.Good))]
    public void A_good_file_gives_no_diagnostic(string name) => Assert.That(Corpus.Check(name), Is.Empty);

    [TestCaseSource(typeof(Corpus), nameof(Corpus.Bad))]
    public void A_bad_file_gives_exactly_the_diagnostics_beside_it(string name)
    {
        var expected = File.ReadAllText(Path.ChangeExtension(Corpus.PathOf(name), ".expected")).ReplaceLineEndings("\n").TrimEnd('\n');
        Assert.That(string.Join('\n', Corpus.Check(name)), Is.EqualTo(expected));
    }

    [TestCaseSource(typeof(Corpus), nameof(Corpus.Codes))]
    public void Every_code_of_the_language_occurs_in_a_bad_file(string code) =>
        Assert.That(Corpus.Bad.SelectMany(Corpus.Check).Any(line => line.Contains($" {code}: ", StringComparison.Ordinal)), Is.True);

    [Test]
    public void Every_expected_file_belongs_to_a_bad_file() =>
        Assert.That(Corpus.Files("bad", "*.expected").Select(file => Path.ChangeExtension(file, ".goal")).Where(file => !File.Exists(Corpus.PathOf(file))), Is.Empty);
}
