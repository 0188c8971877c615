using CsCheck;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Tests.Constraints;

internal sealed class LineDistanceTests
{
    [TestCase("", "", 0)]
    [TestCase("", "a\nb\n", 2)]
    [TestCase("a\nb\n", "", 2)]
    [TestCase("a\nb", "a\nb\n", 0)]
    [TestCase("a\r\nb\r\n", "a\nb\n", 0)]
    [TestCase("a\nb\nc\n", "a\nB\nc\n", 2)]
    [TestCase("a\nb\nc\n", "c\na\nb\n", 2)]
    public void Added_and_removed_lines_are_counted(string before, string after, int distance) => Assert.That(LineDistance.Of(before, after), Is.EqualTo(distance));

    [Test]
    public void The_count_is_the_least_there_is()
    {
        var text = Gen.Char["abc"].Array[0, 12].Select(letters => string.Concat(letters.Select(letter => $"{letter}\n")));
        Gen.Select(text, text).Sample((before, after) => LineDistance.Of(before, after) == Least(AddedLines.Lines(before), AddedLines.Lines(after)), iter: 2000);
    }

    // By the table of longest common subsequences.
    private static int Least(IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var common = new int[old.Count + 1, now.Count + 1];
        for (var i = 1; i <= old.Count; i++)
        {
            for (var j = 1; j <= now.Count; j++)
            {
                common[i, j] = old[i - 1] == now[j - 1] ? common[i - 1, j - 1] + 1 : Math.Max(common[i - 1, j], common[i, j - 1]);
            }
        }

        return old.Count + now.Count - (2 * common[old.Count, now.Count]);
    }
}
