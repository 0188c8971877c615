namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Says in words what became of a claim.</summary>
internal static class ClaimStory
{
    private const int Most = 100;

    /// <summary>What happened, and the line where it shows; 0 where it shows nowhere.</summary>
    /// <param name="old">The claim that was there.</param>
    /// <param name="near">The claims of the test that keep no other one.</param>
    public static (string What, int Line) Of(Claim old, IReadOnlyList<Claim> near)
    {
        var written = Short(old.Written);
        if (Find(now => ClaimStrength.Says(old, now) && ClaimStrength.HasSubject(old, now) && now.Guards.Count > old.Guards.Count) is { } guarded)
        {
            return ($"reaches '{Short(guarded.Written)}' only under a condition: {string.Join(", ", guarded.Guards.Except(old.Guards).DefaultIfEmpty(guarded.Guards[^1]).Select(Short))}", guarded.Line);
        }

        if (Find(now => now.Kind == ClaimKinds.Opposite(old.Kind) && ClaimStrength.HasSubject(old, now)) is { } opposite)
        {
            return ($"asserts the opposite: was '{written}', is '{Short(opposite.Written)}'", opposite.Line);
        }

        if (Find(now => now.Kind == old.Kind && now.IsTrivial) is { } trivial)
        {
            return ($"asserts what holds whatever the code does: was '{written}', is '{Short(trivial.Written)}'", trivial.Line);
        }

        if (Find(now => now.Kind == old.Kind && ClaimStrength.HasSubject(old, now)) is { } other)
        {
            return ($"expects something else: was '{written}', is '{Short(other.Written)}'", other.Line);
        }

        if (Find(now => ClaimStrength.HasSubject(old, now) || now.Kind == old.Kind) is { } less)
        {
            return ($"asserts less or something else: was '{written}', is '{Short(less.Written)}'", less.Line);
        }

        return ($"lost the assertion '{written}', or no longer reaches it", 0);

        Claim? Find(Func<Claim, bool> fits) => near.FirstOrDefault(fits);
    }

    private static string Short(string text)
    {
        var line = string.Join(' ', text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length > Most ? $"{line[..Most]}…" : line;
    }
}
