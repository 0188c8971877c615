using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Sees tests that no longer reach the code under test, but something that the tests declare in its place.</summary>
internal static class SubjectComparer
{
    /// <summary>The stand-in that an assertion works on now; null where it works on what it worked on. A builder of the code under test names it, and is none.</summary>
    /// <param name="old">The assertion as it was.</param>
    /// <param name="now">The assertion as it is.</param>
    /// <param name="before">The files as they were.</param>
    /// <param name="after">The files as they are.</param>
    public static string? Replaced(Claim old, Claim now, TestTree before, TestTree after)
    {
        var (was, isNow) = (old.Actual.Root, now.Actual.Root);

        // Whom a call was made to is a dependency, and may be a fake of another make.
        if (old.Kind == ClaimKinds.Call || was == isNow || was.Length == 0 || !char.IsUpper(was[0]) || before.Types.Any(type => type.Name == was))
        {
            return null;
        }

        if (isNow is "Substitute" or "Mock" or "A" && now.Actual.Names.Contains(was))
        {
            return $"a mock of {was}";
        }

        return after.Types.FirstOrDefault(type => type.Name == isNow && (type.Bases.Contains(was) || !type.Names.Contains(was)))?.Name;
    }

    /// <summary>Whether an assertion looks at another member, and not at a renamed one: the old name is still in use, or the new one was before.</summary>
    /// <param name="old">The assertion as it was.</param>
    /// <param name="now">The assertion as it is.</param>
    /// <param name="before">The files as they were.</param>
    /// <param name="after">The files as they are.</param>
    public static bool IsOtherMember(Claim old, Claim now, TestTree before, TestTree after)
    {
        var (was, isNow) = (old.Actual.Last, now.Actual.Last);
        return was.Length > 0 && isNow.Length > 0 && was != isNow && old.Kind == now.Kind && !ClaimStrength.IsCommon(was) && !ClaimStrength.IsCommon(isNow) && !now.Actual.Names.Contains(was)
            && !was.StartsWith(isNow, StringComparison.Ordinal) && !isNow.StartsWith(was, StringComparison.Ordinal)
            && (after.UsedNames.Contains(was) || before.UsedNames.Contains(isNow));
    }

    /// <summary>New declarations that take the name of what tests used: a type beside the tests, or an alias.</summary>
    /// <param name="before">The files as they were.</param>
    /// <param name="after">The files as they are.</param>
    public static IEnumerable<TestFlaw> Declared(TestTree before, TestTree after)
    {
        var used = before.Tests.SelectMany(test => test.Calls.Concat(test.Instances.SelectMany(instance => instance.Claims).Select(claim => claim.Actual.Root))).ToHashSet(StringComparer.Ordinal);
        foreach (var type in after.Types.Where(type => used.Contains(type.Name) && !before.Types.Any(was => was.Name == type.Name)))
        {
            yield return new TestFlaw(type.Path, 0, DiagnosticCatalogue.SubjectReplaced, type.Name, $"declares '{type.Name}' beside the tests, so that they no longer reach the '{type.Name}' that they tested");
        }

        var names = before.Types.SelectMany(type => type.Names).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, alias, target) in after.Aliases.Where(now => !before.Aliases.Any(was => was.Alias == now.Alias && was.Target == now.Target) && names.Contains(now.Alias)))
        {
            var last = target[(target.LastIndexOf('.') + 1)..];
            if (last != alias || after.Types.Any(type => type.Name == last))
            {
                yield return new TestFlaw(path, 0, DiagnosticCatalogue.SubjectReplaced, alias, $"lets '{alias}' stand for '{target}', so that tests no longer reach the '{alias}' that they tested");
            }
        }
    }
}
