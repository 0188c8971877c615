using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Holds the tests of a change against those that were there before it.</summary>
/// <param name="before">The files as they were.</param>
/// <param name="after">The files as they are.</param>
internal sealed class TestComparer(TestTree before, TestTree after)
{
    private readonly List<TestFlaw> _flaws = [];
    private readonly ClaimPool _pool = new();
    private readonly List<(TestMethod Old, TestMethod Now, TestInstance? Case, Claim Claim, IReadOnlyList<Claim> Near)> _missing = [];
    private readonly List<(TestMethod Old, TestMethod Now, TestInstance Case)> _cases = [];

    /// <summary>What is worse than it was.</summary>
    public IReadOnlyList<TestFlaw> Compare()
    {
        var (pairs, fresh) = TestPairs.Of(before.Tests, after.Tests);
        foreach (var (old, now) in pairs)
        {
            if (now is not null)
            {
                Compare(old, now);
            }
        }

        _pool.Add(fresh.Where(test => test.Stops.Count == 0).SelectMany(test => test.Instances).SelectMany(instance => instance.Claims));
        foreach (var (old, now, instance) in _cases)
        {
            if (instance.Claims.Count == 0 || !_pool.TakeAll(instance.Claims, (was, isNow) => ClaimStrength.HasInputs(was, isNow) && HasMember(was, isNow)))
            {
                Add(now, now.Line, DiagnosticCatalogue.TestCasesGone, $"case {instance.Shown}", $"no longer has the case {instance.Shown}");
            }
        }

        // Of an assertion that several cases make, one is told.
        var told = new HashSet<(TestMethod, string, int)>();
        foreach (var (old, now, instance, claim, near) in _missing)
        {
            if (_pool.Take(claim, HasMember) is null && (instance is not { Arguments.Count: > 0 } || told.Add((old, claim.Written, claim.Line))))
            {
                var (what, line) = ClaimStory.Of(claim, near);
                Add(now, line > 0 ? line : now.Line, DiagnosticCatalogue.TestWeakened, $"{claim.Kind} {claim.Expected.Text} {claim.Actual.Text}", $"{(instance is { Arguments.Count: > 0 } ? $"in the case {instance.Shown} " : "")}{what}");
            }
        }

        foreach (var old in pairs.Where(pair => pair.Now is null).Select(pair => pair.Old))
        {
            CompareGone(old, fresh);
        }

        _flaws.AddRange(new HelperComparer(before, after).Compare(hasFlaws: _flaws.Count > 0));
        _flaws.AddRange(SubjectComparer.Declared(before, after));
        return _flaws;
    }

    private void Compare(TestMethod old, TestMethod now)
    {
        var left = old.Stops.ToList();
        var stops = now.Stops.Where(stop => !left.Remove(stop)).ToList();
        if (stops.Count > 0)
        {
            Add(now, now.Line, DiagnosticCatalogue.TestNotRun, string.Join(' ', stops), $"no longer runs as it did: {string.Join(", ", stops.Distinct())}");
            return;
        }

        CompareOpenCases(old, now);
        if (old.Instances.All(instance => instance.Claims.Count == 0) && old.Calls.Count > 0 && now.Instances.All(instance => instance.Claims.Count == 0) && !old.Calls.Any(now.Calls.Contains))
        {
            Add(now, now.Line, DiagnosticCatalogue.TestWeakened, "emptied", $"no longer calls what it tested ({string.Join(", ", old.Calls.Order(StringComparer.Ordinal))})");
            return;
        }

        var free = now.Instances.ToList();
        foreach (var instance in old.Instances)
        {
            var same = free.Find(other => other.Arguments.SequenceEqual(instance.Arguments))
                ?? free.Find(other => instance.Arguments.Count > 0 && IsWithin(instance.Arguments, other.Arguments))
                ?? (old.Instances.Count == 1 || now.Instances.Count == 1 && now.Instances[0].Arguments.Count == 0 ? free.Find(other => Keeps(instance, other)) ?? (instance.Arguments.Count == 0 || (now.Instances.Count == 1 && now.Instances[0].Arguments.Count == 0) ? free.FirstOrDefault() : null) : null);
            // A source that is not listed has to say, somewhere, what the case said.
            if (same is null || (instance.Arguments.Count > 0 && same.Arguments.Count == 0 && !Says(now, instance.Arguments)))
            {
                _cases.Add((old, now, instance));
                continue;
            }

            // One test without cases may hold what several cases held.
            var isShared = now.Instances.Count == 1 && old.Instances.Count > 1;
            if (!isShared)
            {
                free.Remove(same);
            }

            Compare(old, now, instance, same, isShared);
        }

        _pool.Add(free.SelectMany(instance => instance.Claims));
    }

    private void Compare(TestMethod old, TestMethod now, TestInstance was, TestInstance isNow, bool isShared)
    {
        var left = isNow.Claims.ToList();
        var missing = new List<Claim>();
        foreach (var claim in was.Claims)
        {
            if (ClaimPool.TakeFrom(left, claim, HasMember) is not { } kept)
            {
                missing.Add(claim);
            }
            else if (SubjectComparer.Replaced(claim, kept, before, after) is { } standIn)
            {
                Add(now, kept.Line, DiagnosticCatalogue.SubjectReplaced, $"{claim.Actual.Root} {standIn}", $"works on {(standIn.Contains(' ', StringComparison.Ordinal) ? standIn : $"'{standIn}', which the tests declare,")} where it worked on '{claim.Actual.Root}'");
            }
        }

        _missing.AddRange(missing.Select(claim => (old, now, (TestInstance?)was, claim, (IReadOnlyList<Claim>)left.ToList())));
        if (!isShared)
        {
            _pool.Add(left);
        }
    }

    private void CompareOpenCases(TestMethod old, TestMethod now)
    {
        var left = now.OpenCases.ToList();
        var gone = old.OpenCases.Where(open => !open.StartsWith('-') && !open.StartsWith('[') && !left.Remove(open)).ToList();

        // Cases that a source computed may be listed one by one instead.
        if (gone.Count > 0 && now.Instances.Count <= old.Instances.Count)
        {
            Add(now, now.Line, DiagnosticCatalogue.TestCasesGone, string.Join(' ', gone), $"lost what gave it cases: {string.Join("; ", gone.Distinct().Take(3))}");
        }

        var thinning = now.OpenCases.Where(open => open.StartsWith('-') || open is "[Sequential]" or "[Pairwise]").Except(old.OpenCases).ToList();
        if (thinning.Count > 0)
        {
            Add(now, now.Line, DiagnosticCatalogue.TestCasesGone, string.Join(' ', thinning), $"runs fewer of its cases: {string.Join("; ", thinning.Select(open => open.TrimStart('-')))}");
        }
    }

    private void CompareGone(TestMethod old, IReadOnlyList<TestMethod> fresh)
    {
        var claims = old.Instances.SelectMany(instance => instance.Claims).ToList();
        var isThere = claims.Count > 0 && _pool.TakeAll(claims, HasMember);

        // Of two tests that say the very same, one is enough.
        if (isThere || after.Tests.Any(other => other.Body == old.Body && other.Stops.Count <= old.Stops.Count && before.Tests.Any(was => was != old && was.Body == old.Body)))
        {
            return;
        }

        var near = claims.Count == 0 ? [] : fresh.Where(test => test.Calls.Any(old.Calls.Contains)).Select(test => $"'{test.Shown}'").Take(2).ToList();
        _flaws.Add(new TestFlaw(
            old.Path,
            0,
            DiagnosticCatalogue.TestGone,
            $"{old.Class}.{old.Name}",
            $"the test '{old.Shown}' is gone{(near.Count == 0 ? ", and no new test asserts what it asserted" : $"; {string.Join(" and ", near)} came, and asserts less than it did")}"));
    }

    private void Add(TestMethod test, int line, DiagnosticDescriptor descriptor, string subject, string what) =>
        _flaws.Add(new TestFlaw(test.Path, line, descriptor, $"{test.Class}.{test.Name}: {subject}", $"the test '{test.Shown}' {what}"));

    private bool HasMember(Claim old, Claim now) => !SubjectComparer.IsOtherMember(old, now, before, after);

    private static bool Says(TestMethod test, IReadOnlyList<string> arguments)
    {
        var tokens = test.OpenCases.Append(test.Body).SelectMany(text => text.Split(' ')).ToHashSet(StringComparer.Ordinal);
        return arguments.SelectMany(argument => argument.Split(' ')).All(tokens.Contains);
    }

    private static bool Keeps(TestInstance old, TestInstance now)
    {
        var left = now.Claims.ToList();
        return old.Claims.All(claim => ClaimPool.TakeFrom(left, claim) is not null);
    }

    // In their order, others may stand between them: a parameter came on top.
    private static bool IsWithin(IReadOnlyList<string> part, IReadOnlyList<string> whole)
    {
        var at = 0;
        foreach (var argument in whole)
        {
            at += at < part.Count && part[at] == argument ? 1 : 0;
        }

        return at == part.Count;
    }
}
