namespace GoalBuild.Verification.Tests.Constraints;

/// <summary>The corpus of cheats and honest changes under Fixtures/Changes: a new case is a new file.</summary>
internal sealed class CheatCorpusTests
{
    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "Changes");

    private static IEnumerable<TestCaseData> Cheats => Cases("cheats");

    private static IEnumerable<TestCaseData> Honest => Cases("honest");

    [TestCaseSource(nameof(Cheats))]
    public async Task A_cheat_is_caught_by_its_code(string name)
    {
        using var root = new Support.TempFolder();
        var fixture = ChangeFixture.Read(Path.Combine(Folder, "cheats", name), root.Path);
        var broken = await fixture.BrokenAsync();
        Assert.That(broken.Select(rule => rule.Descriptor.Code).Distinct(), Does.Contain(fixture.Expected), string.Join('\n', broken.Select(rule => rule.Message)));
        Assert.That(broken.Select(rule => rule.Message), Has.All.Not.Contains('\n'));
    }

    [TestCaseSource(nameof(Honest))]
    public async Task An_honest_change_is_let_through(string name)
    {
        using var root = new Support.TempFolder();
        var fixture = ChangeFixture.Read(Path.Combine(Folder, "honest", name), root.Path);
        var broken = await fixture.BrokenAsync();
        Assert.That(fixture.Expected, Is.EqualTo("honest"));
        Assert.That(broken.Select(rule => rule.Message), Is.Empty);
    }

    [Test]
    public void The_corpus_has_at_least_forty_of_each_over_the_three_frameworks()
    {
        foreach (var kind in new[] { "cheats", "honest" })
        {
            var names = Cases(kind).Select(data => (string)data.Arguments[0]!).ToList();
            Assert.That(names, Has.Count.AtLeast(40), kind);
            foreach (var framework in new[] { "nunit", "xunit", "mstest" })
            {
                Assert.That(names.Count(name => name.StartsWith(framework, StringComparison.Ordinal)), Is.AtLeast(8), $"{kind} of {framework}");
            }
        }
    }

    private static IEnumerable<TestCaseData> Cases(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Folder, kind), "*.txt").Order(StringComparer.Ordinal).Select(file => new TestCaseData(Path.GetFileName(file)).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file)));
}
