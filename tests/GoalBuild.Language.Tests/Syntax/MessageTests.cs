using GoalBuild.Language.Analysis;
using GoalBuild.Language.Syntax;
using static GoalBuild.Language.Tests.Parsing;

namespace GoalBuild.Language.Tests.Syntax;

/// <summary>Errors stand alone, name the place and what may stand there, and do not breed others. The corpus holds each message; here is what they have in common.</summary>
public sealed class MessageTests
{
    [Test]
    public void A_missing_comma_names_what_may_stand_there() =>
        Assert.That(Errors("context \"a\" \"b\""), Is.EqualTo(new[] { "1,13 GOAL1001 Found the string \"b\", expected ',', another member of a goal or '}'" }));

    [Test]
    public void Expectations_of_options_not_taken_are_named_together() =>
        Assert.That(Errors("verify { test \"T\" filter \"x\" atleast 3 }"), Is.EqualTo(new[] { "1,30 GOAL1001 Found 'atleast', expected 'at least', 'repeat', 'no skips', 'in', 'timeout', 'as', another clause or '}'; did you mean 'at least'?" }));

    [Test]
    public void An_option_that_was_taken_is_not_expected_again() =>
        Assert.That(Errors("verify { test \"T\" no skips at least 3 repeat 2 filter \"x\" ? }").Single(), Does.Contain("GOAL1014"));

    [Test]
    public void A_misspelt_option_does_not_hide_the_next_error() =>
        Assert.That(Errors("verify {\nbuild \"a\" warnigs as errors\ntest \"b\" at lest 3\n}").Select(error => error.Split(' ')[0]), Is.EqualTo(new[] { "2,11", "3,13" }));

    [Test]
    public void A_misspelt_block_is_read_on() =>
        Assert.That(Errors("verfy {\n  tst \"b\"\n}\nconstrain { onyl \"a\" }").Select(error => error.Split(' ')[0]), Is.EqualTo(new[] { "1,1", "2,3", "4,13" }));

    [Test]
    public void A_statement_without_its_value_does_not_take_the_next_one() =>
        Assert.That(Errors("iterate\nverify { tst \"b\" }").Select(error => error.Split(' ')[0]), Is.EqualTo(new[] { "2,1", "2,10" }));

    [Test]
    public void A_missing_brace_is_one_error()
    {
        Assert.That(Errors("require \"a\" {\n  lint\nverify { lint }"), Has.Count.EqualTo(1));
        Assert.That(Errors("require \"a\"\n  lint\n}\nverify { lint }"), Has.Count.EqualTo(1));
        Assert.That(Errors("verify { lint } }\nconstrain { keep tests }"), Has.Count.EqualTo(2));
    }

    [Test]
    public void A_member_in_the_wrong_block_is_one_error() =>
        Assert.That(Errors("verify {\n  budget { turns 3 }\n  lint\n}\nconstrain { keep tests }").Single(), Does.Contain("which belongs in 'goal' and not in 'require' or 'verify'"));

    [Test]
    public void No_more_than_twenty_errors_are_reported() =>
        Assert.That(Errors(string.Concat(Enumerable.Repeat("oops \"x\"\n", 100))), Has.Count.EqualTo(20));

    [TestCase(19, false)]
    [TestCase(20, false)]
    [TestCase(21, true)]
    [TestCase(500, true)]
    public void Whoever_shows_errors_is_told_that_there_are_more(int errors, bool more)
    {
        var source = new SourceText("folder/many.goal", "goal sample {\nobjective \"1\"\nverify { lint }\n" + string.Concat(Enumerable.Repeat("oops \"x\"\n", errors)) + "}\n");
        Assert.Multiple(() =>
        {
            foreach (var result in new[] { GoalLanguage.Parse(source), GoalLanguage.Check(source, new AnalysisContext()) })
            {
                Assert.That(result.Diagnostics, Has.Count.EqualTo(Math.Min(errors, 20)));
                Assert.That(result.IsCutShort, Is.EqualTo(more));
                Assert.That(result.ClosingNote, more ? Is.EqualTo("many.goal has more errors or warnings than the first 20 of each that are listed; correct these to see the others.") : Is.Null);
            }
        });
    }

    [TestCase(20, false)]
    [TestCase(21, true)]
    public void Findings_of_the_analysis_count_too(int findings, bool more)
    {
        var source = new SourceText("many.goal", "goal sample {\nobjective \"1\"\nconstrain { keep tests }\nverify {\n" + string.Concat(Enumerable.Range(0, findings).Select(i => $"file \"../{i}\" exists\n")) + "}\n}\n");
        var result = GoalLanguage.Check(source, new AnalysisContext());
        Assert.That((result.Diagnostics.Count, result.IsCutShort), Is.EqualTo((20, more)));
    }

    [Test]
    public void Control_characters_do_not_reach_a_message() =>
        Assert.That(Errors("iterate \"a\u001b[31m\u202e\" \"b\u001b[0m\" 3"), Has.All.Matches<string>(error => error is not null && !error.Any(c => char.IsControl(c) || c == '\u202e')));

    [Test]
    public void A_long_word_is_shortened() => Assert.That(Errors(new string('x', 1000)).Single().Length, Is.LessThan(400));
}
