using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>Runs the cases that are files, see <see cref="Fixture"/>: what a repair makes of its input, and what it refuses.</summary>
[TestFixture]
public sealed class FixtureTests
{
    private static IEnumerable<TestCaseData> Cases() => Fixture.All().Select(fixture => new TestCaseData(fixture).SetArgDisplayNames(fixture.Name));

    [TestCaseSource(nameof(Cases))]
    public void A_fixture_becomes_what_it_expects(Fixture fixture) => Check(fixture, text => text);

    [TestCaseSource(nameof(Cases))]
    public void A_fixture_with_carriage_returns_keeps_them(Fixture fixture) =>
        Check(fixture, text => text.ReplaceLineEndings("\r\n"));

    [TestCaseSource(nameof(Cases))]
    public void A_fixture_that_was_repaired_is_left_alone(Fixture fixture)
    {
        var files = fixture.Files.ToDictionary(file => file.Key, file => fixture.Expected.GetValueOrDefault(file.Key, file.Value));
        var outcome = Sample.Repair(Sample.Solution(files, fixture.Compilation, fixture.Symbols), fixture.WarningsFail);
        Assert.That(outcome.Applied, Is.Empty);
    }

    [Test]
    public void There_are_fixtures() => Assert.That(Fixture.All().Count(), Is.GreaterThan(200));

    private static void Check(Fixture fixture, Func<string, string> style)
    {
        var before = Sample.Solution(fixture.Files.ToDictionary(file => file.Key, file => style(file.Value)), fixture.Compilation, fixture.Symbols);
        var outcome = Sample.Repair(before, fixture.WarningsFail);
        Assert.Multiple(() =>
        {
            foreach (var name in fixture.Files.Keys.Where(name => name.EndsWith(".cs", StringComparison.Ordinal)))
            {
                var expected = style(fixture.Expected.GetValueOrDefault(name, fixture.Files[name]));
                Assert.That(Sample.Text(outcome.Solution, name), Is.EqualTo(expected), () => Explain(name, before, outcome.Solution));
            }

            if (fixture.Expected.Count > 0)
            {
                Assert.That(Errors(outcome.Solution), Is.LessThan(Errors(before)), "fewer errors");
            }
        });

        int Errors(CompiledSolution solution) => solution.Projects[0].Diagnostics(solution, CancellationToken.None)
            .Count(diagnostic => fixture.WarningsFail || diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static string Explain(string name, CompiledSolution before, CompiledSolution after) =>
        $"{name}\nbefore:\n{Sample.Report(before)}\nafter:\n{Sample.Report(after)}";
}
