using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Analysis;

/// <summary>Limits at their very edge, for texts too long for the corpus.</summary>
public sealed class LimitTests
{
    [TestCase(2_000, true)]
    [TestCase(2_001, false)]
    public void A_pattern_has_at_most_two_thousand_characters(int characters, bool taken) =>
        Assert.That(Check($"verify {{ run \"x\" prints /{new string('a', characters)}/ }}").Select(diagnostic => diagnostic.Code), taken ? Is.Empty : Is.EqualTo(new[] { DiagnosticCatalogue.BadPattern.Code }));

    [Test]
    public void Twenty_errors_and_twenty_warnings_stand_side_by_side()
    {
        var diagnostics = Check("verify {\n" + string.Concat(Enumerable.Repeat("file \"/x\" exists\n", 30)) + "}\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"require \"a{i}\" {{ }}\n"))
            + string.Concat(Enumerable.Range(0, 12).Select(i => $"phase p{i} {{ verify {{ lint }} require \"x\" {{ }} }}\n")));
        Assert.That(diagnostics.Select(diagnostic => diagnostic.Severity).CountBy(severity => severity), Is.EquivalentTo(new Dictionary<DiagnosticSeverity, int>
        {
            [DiagnosticSeverity.Error] = 20,
            [DiagnosticSeverity.Warning] = 20,
        }));
    }

    private static IReadOnlyList<Diagnostic> Check(string members) =>
        GoalLanguage.Check(new SourceText("limit.goal", $"goal sample {{\nobjective \"All 12 flows pass.\"\nconstrain {{ keep tests }}\n{members}\n}}\n"), new AnalysisContext()).Diagnostics;
}
