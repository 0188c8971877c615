namespace GoalBuild.Verification.Tests;

public class WordsTests
{
    [TestCase(0, 0, "no clause was verified")]
    [TestCase(0, 1, "its clause does not hold")]
    [TestCase(1, 1, "its clause holds")]
    [TestCase(1, 3, "1 of 3 clauses holds")]
    [TestCase(2, 3, "2 of 3 clauses hold")]
    [TestCase(3, 3, "all 3 clauses hold")]
    public void How_many_clauses_hold_is_said_as_a_person_would(int holding, int clauses, string said) => Assert.That(Words.Holding(holding, clauses), Is.EqualTo(said));

    [Test]
    public void A_sentence_begins_with_a_capital() => Assert.That(Words.Capital(Words.Holding(1, 1)), Is.EqualTo("Its clause holds"));
}
