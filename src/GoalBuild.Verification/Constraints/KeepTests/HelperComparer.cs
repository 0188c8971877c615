using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Compares what surrounds tests: the methods that assert for them, and the attributes of the assembly.</summary>
/// <param name="before">The files as they were.</param>
/// <param name="after">The files as they are.</param>
internal sealed class HelperComparer(TestTree before, TestTree after)
{
    /// <summary>What is worse than it was.</summary>
    /// <param name="hasFlaws">Whether tests themselves were found worse: what a helper lost is then said already, by the tests that call it.</param>
    public IEnumerable<TestFlaw> Compare(bool hasFlaws)
    {
        foreach (var (path, stop) in after.AssemblyStops.Where(now => !before.AssemblyStops.Any(was => was.Stop == now.Stop)))
        {
            yield return new TestFlaw(path, 0, DiagnosticCatalogue.TestNotRun, stop, $"'{stop}' keeps the tests of the whole assembly from running");
        }

        foreach (var old in before.Asserting)
        {
            var same = after.Asserting.FirstOrDefault(now => now.Class == old.Class && now.Name == old.Name) ?? after.Asserting.FirstOrDefault(now => now.Name == old.Name);
            var stops = same?.Stops.Except(old.Stops).ToList() ?? [];
            if (stops.Count > 0)
            {
                yield return Flaw(same!.Path, old, DiagnosticCatalogue.TestNotRun, stops[0], $"is called only under a condition: {string.Join(", ", stops)}");
                continue;
            }

            // One that is gone is not missed: those that called it are compared themselves.
            if (hasFlaws || (same is null && !after.HasHelper(old.Name)))
            {
                continue;
            }

            var left = same?.Claims.ToList() ?? [];
            foreach (var claim in old.Claims.Where(claim => ClaimPool.TakeFrom(left, claim) is null))
            {
                var (what, line) = ClaimStory.Of(claim, left);
                yield return Flaw(same?.Path ?? old.Path, old, DiagnosticCatalogue.TestWeakened, $"{claim.Kind} {claim.Expected.Text} {claim.Actual.Text}", what) with { Line = line };
            }
        }
    }

    private static TestFlaw Flaw(string path, AssertingMethod method, DiagnosticDescriptor descriptor, string subject, string what) =>
        new(path, 0, descriptor, $"{method.Class}.{method.Name}: {subject}", $"'{method.Name}', which asserts for tests, {what}");
}
