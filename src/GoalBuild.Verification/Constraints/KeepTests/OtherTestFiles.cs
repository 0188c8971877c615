using System.Text.RegularExpressions;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// Files of test projects that are no C#: tests in F# and Visual Basic, whose syntax is not read, and outputs that tests compare with. Of the former, none may go, and neither
/// tests nor assertions may become fewer, nor skips more; what an assertion says is not seen. Of the latter, none may go or change.
/// </summary>
internal static partial class OtherTestFiles
{
    /// <summary>Whether a file is one.</summary>
    /// <param name="path">The file.</param>
    public static bool Are(string path) => IsCode(path) || IsExpected(path);

    /// <summary>What is worse than it was.</summary>
    /// <param name="texts">The files that changed.</param>
    public static IEnumerable<TestFlaw> Compare(IReadOnlyList<ChangedText> texts)
    {
        var fresh = texts.Where(text => !text.File.WasThere).Select(text => text.After.ReplaceLineEndings("\n")).ToList();
        foreach (var text in texts.Where(text => text.File.WasThere))
        {
            var (before, after) = (text.Before.ReplaceLineEndings("\n"), text.After.ReplaceLineEndings("\n"));
            if (before == after || (!text.File.IsThere && fresh.Remove(before)))
            {
                continue;
            }

            if (IsExpected(text.Path))
            {
                yield return Flaw(text, DiagnosticCatalogue.TestWeakened, text.File.IsThere ? "says something else than what tests compared with" : "is gone, with which tests compared");
            }
            else if (!text.File.IsThere && Tests().Count(before) + Assertions().Count(before) > 0)
            {
                yield return Flaw(text, DiagnosticCatalogue.TestGone, "the file of tests is gone");
            }
            else if (Tests().Count(after) < Tests().Count(before))
            {
                yield return Flaw(text, DiagnosticCatalogue.TestGone, "has fewer tests than it had");
            }
            else if (Skips().Count(after) > Skips().Count(before))
            {
                yield return Flaw(text, DiagnosticCatalogue.TestNotRun, "skips more than it did");
            }
            else if (Assertions().Count(after) < Assertions().Count(before))
            {
                yield return Flaw(text, DiagnosticCatalogue.TestWeakened, "has fewer assertions than it had");
            }
        }
    }

    private static TestFlaw Flaw(ChangedText text, DiagnosticDescriptor descriptor, string what) => new(text.Path, 0, descriptor, what, what);

    private static bool IsCode(string path) => Path.GetExtension(path).ToLowerInvariant() is ".fs" or ".vb";

    private static bool IsExpected(string path) => Path.GetFileName(path) is var name && (name.Contains(".verified.", StringComparison.OrdinalIgnoreCase) || name.Contains(".approved.", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"<\s*(?:\w+\.)*(?:Test|TestCase|Fact|Theory|InlineData|TestMethod|DataTestMethod|DataRow|Property)(?:Attribute)?\b|\btest(?:Case|Property|Async|Task)?\s+""", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Tests();

    [GeneratedRegex(@"\b(?:Assert|StringAssert|CollectionAssert|ClassicAssert)\.\w|\bshould\b|=!|\bExpect\.\w|\btest\s*<@", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Assertions();

    [GeneratedRegex(@"<\s*(?:\w+\.)*(?:Ignore|Explicit)\b|\bSkip\s*:?=|\bptest\b|\bptestCase\b|Assert\.(?:Ignore|Inconclusive|Pass|Skip)\b|#if\b", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Skips();
}
