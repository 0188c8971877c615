using CsCheck;
using GoalBuild.Agent.Code;

namespace GoalBuild.Agent.Tests.Code;

[TestFixture]
internal sealed class NameMatchTests
{
    [TestCase("FindSymbolTool", NameFit.Exact)]
    [TestCase("findsymboltool", NameFit.AnyCase)]
    [TestCase("findS", NameFit.Start)]
    [TestCase("symbol", NameFit.Part)]
    [TestCase("FST", NameFit.Humps)]
    [TestCase("FTo", NameFit.Humps)]
    [TestCase("FiSyTo", NameFit.Humps)]
    [TestCase("FTS", NameFit.None)]
    [TestCase("SyTo2", NameFit.None)]
    [TestCase("fst", NameFit.None)]
    public void A_name_fits_by_its_whole_its_start_a_part_or_its_humps(string asked, NameFit fit) => Assert.That(NameMatch.Fit(asked, "FindSymbolTool"), Is.EqualTo(fit));

    [Test]
    public void Whatever_is_asked_for_there_is_an_answer_and_a_name_fits_itself() => Gen.Select(Gen.String, Gen.String[Gen.Char.AlphaNumeric, 1, 20]).Sample((query, name) =>
    {
        var declaration = new Declaration(DeclarationKind.Class, name, "Outer", "", 1, 1, 0, true);
        var match = new NameMatch(query);
        return (match.IsEmpty || Enum.IsDefined(match.Of(declaration))) && new NameMatch(name).Of(declaration) == NameFit.Exact && new NameMatch($"Outer.{name}").Of(declaration) == NameFit.Exact;
    });
}
