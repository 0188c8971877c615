namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Finds for each test that was there the one that it is now.</summary>
internal static class TestPairs
{
    /// <summary>Pairs tests: by class and name, then by the name alone, then by what they assert.</summary>
    /// <param name="before">The tests that were there.</param>
    /// <param name="after">The tests that are there.</param>
    /// <returns>Each test that was there with its counterpart, or with null; and the tests that are nobody's counterpart.</returns>
    public static (IReadOnlyList<(TestMethod Old, TestMethod? Now)> Pairs, IReadOnlyList<TestMethod> Fresh) Of(IReadOnlyList<TestMethod> before, IReadOnlyList<TestMethod> after)
    {
        var found = new Dictionary<TestMethod, TestMethod>(ReferenceEqualityComparer.Instance);
        var open = before.ToList();
        var fresh = after.ToList();
        Match((old, now) => old.Class == now.Class && old.Name == now.Name && old.Body == now.Body);
        Match((old, now) => old.Class == now.Class && old.Name == now.Name && old.Syntax.ParameterList.Parameters.Count == now.Syntax.ParameterList.Parameters.Count);
        Match((old, now) => old.Class == now.Class && old.Name == now.Name);
        Match((old, now) => old.Shown == now.Shown);
        Match((old, now) => old.Name == now.Name && (old.Body == now.Body || IsCounterpart(old, now)));
        Match((old, now) => old.Body == now.Body && old.Instances[0].Claims.Count > 0);
        Match(IsCounterpart);
        return ([.. before.Select(old => (old, found.GetValueOrDefault(old)))], fresh);

        void Match(Func<TestMethod, TestMethod, bool> fits)
        {
            foreach (var old in open.ToList())
            {
                if (fresh.Find(now => fits(old, now)) is { } now)
                {
                    found[old] = now;
                    open.Remove(old);
                    fresh.Remove(now);
                }
            }
        }
    }

    // All that it asserted is asserted there, or, where it asserted nothing, most of what it called is called there.
    private static bool IsCounterpart(TestMethod old, TestMethod now)
    {
        var left = now.Instances.SelectMany(instance => instance.Claims).ToList();
        var claims = old.Instances.SelectMany(instance => instance.Claims).ToList();
        if (claims.Count > 0)
        {
            return left.Count > 0 && claims.TrueForAll(claim => ClaimPool.TakeFrom(left, claim) is not null);
        }

        var shared = old.Calls.Count(now.Calls.Contains);
        return shared > 0 && 2 * shared >= old.Calls.Union(now.Calls).Count();
    }
}
