using CsCheck;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Tests.Compilation;

public class TargetNameTests
{
    [TestCase("build Payments.sln", "build Payments_sln")]
    [TestCase("test tests/Payments.Tests filter Category=Replay", "test tests/Payments_Tests filter Category=Replay")]
    [TestCase("run npx tsc --noEmit (2)", "run npx tsc --noEmit [2]")]
    [TestCase("file src/**/*.cs exists", "file src/__/__cs exists")]
    [TestCase("run say \"hi\";\n echo $(HOME), @(x)", "run say 'hi'_ echo _[HOME]_ _[x]")]
    [TestCase("  ", "clause")]
    public void A_clause_name_becomes_a_readable_target_name(string clause, string target) =>
        Assert.That(TargetName.Of(clause), Is.EqualTo(target));

    [Test]
    public void Two_clauses_never_share_a_target_and_none_takes_a_reserved_name() =>
        Assert.That(
            TargetName.Unique(["build a.b", "build a_b", "BUILD A_B", "restore"], "Restore"),
            Is.EqualTo(new[] { "build a_b", "build a_b [2]", "BUILD A_B [3]", "restore [2]" }));

    [Test]
    public void No_name_holds_a_character_that_MSBuild_or_its_command_line_forbids() =>
        Gen.String.Sample(name => TargetName.Of(name).IndexOfAny([.. "$@()%*?.;,\"\r\n"]) < 0 && TargetName.Of(name).Length is > 0 and <= TargetName.MaxLength);

    [Test]
    public void A_file_stem_is_short_and_legal_everywhere() =>
        Gen.String.Sample(name => FileStem.Of(7, name).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && FileStem.Of(7, name).Length <= 60);
}
