using GoalBuild.Verification.Testing;

namespace GoalBuild.Verification.Tests.Testing;

public class FilterTests
{
    [TestCase("FullyQualifiedName~Signature", "--filter-method *Signature*")]
    [TestCase("FullyQualifiedName=A.B.C", "--filter-method A.B.C")]
    [TestCase("Signature", "--filter-method *Signature*")]
    [TestCase("ClassName=A.B", "--filter-class A.B")]
    [TestCase("DisplayName~reads", "--filter-display-name *reads*")]
    [TestCase("Category=Replay", "--filter-trait Category=Replay")]
    [TestCase("Category!=Slow", "--filter-not-trait Category=Slow")]
    [TestCase("FullyQualifiedName!~Slow", "--filter-not-method *Slow*")]
    [TestCase("Category=A|Category=B", "--filter-trait Category=A --filter-trait Category=B")]
    [TestCase("(Category=A | Area=B) & FullyQualifiedName~X", "--filter-trait Category=A --filter-trait Area=B --filter-method *X*")]
    [TestCase("Category!=A&Category!=B&FullyQualifiedName~X", "--filter-not-trait Category=A --filter-not-trait Category=B --filter-method *X*")]
    [TestCase(@"FullyQualifiedName=A.Sum\(1\)", "--filter-method A.Sum(1)")]
    public void An_older_xunit_v3_gets_its_own_words(string filter, string expected) =>
        Assert.That(string.Join(' ', XunitFilter.Translate(filter, native: false)), Is.EqualTo(expected));

    [TestCase("FullyQualifiedName~X&Category!=Slow", "-method *X* -trait- Category=Slow")]
    [TestCase("DisplayName!=a b", "-displayName- a b")]
    public void Its_own_runner_spells_them_differently(string filter, string expected) =>
        Assert.That(string.Join(' ', XunitFilter.Translate(filter, native: true)), Is.EqualTo(expected));

    [TestCase("FullyQualifiedName~X|Category=A", TestName = "Alternatives of different kinds")]
    [TestCase("FullyQualifiedName~X&FullyQualifiedName~Y", TestName = "One kind twice, where it would widen")]
    [TestCase("Category!=A|Category!=B", TestName = "Negative alternatives")]
    [TestCase("Category=A|(Category=B&FullyQualifiedName~X)", TestName = "A group in an alternative")]
    public void What_cannot_be_said_is_told_and_not_guessed(string filter) =>
        Assert.That(() => XunitFilter.Translate(filter, native: false), Throws.TypeOf<FormatException>().With.Message.Contains("xunit.v3 4.0 or later"));

    [TestCase("(Category=A", "'(' without its ')'")]
    [TestCase("Category=A)", "unexpected ')' at character 11")]
    [TestCase("Category=", "lacks a value at character 10")]
    [TestCase("", "lacks a condition")]
    [TestCase("A=1&", "lacks a condition such as 'Category=Fast' at character 5")]
    public void A_malformed_filter_says_where(string filter, string message) =>
        Assert.That(() => TestFilter.Parse(filter), Throws.TypeOf<FormatException>().With.Message.Contains(message));

    [Test]
    public void A_filter_of_parentheses_alone_ends_with_a_message()
    {
        Assert.That(() => TestFilter.Parse(new string('(', 1_000_000)), Throws.TypeOf<FormatException>().With.Message.Contains("more than 200 parentheses"));
        Assert.That(TestFilter.Parse(new string('(', 200) + "A=1" + new string(')', 200)), Is.EqualTo(TestFilter.Parse("A=1")));
    }
}
