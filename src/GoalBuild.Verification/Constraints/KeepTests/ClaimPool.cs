namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>The claims that a change brought on top of what it had to keep: there the claims of tests that were split, merged or moved turn up again.</summary>
internal sealed class ClaimPool
{
    private readonly List<Claim> _claims = [];

    /// <summary>Puts claims in.</summary>
    /// <param name="claims">The claims.</param>
    public void Add(IEnumerable<Claim> claims) => _claims.AddRange(claims);

    /// <summary>Takes a claim that keeps an older one; the same one before any other.</summary>
    /// <param name="old">The older claim.</param>
    /// <returns>The claim, or null where there is none.</returns>
    public Claim? Take(Claim old) => TakeFrom(_claims, old);

    /// <summary>Takes a claim for each of several older ones, or none at all.</summary>
    /// <param name="old">The older claims.</param>
    public bool TakeAll(IReadOnlyList<Claim> old)
    {
        var left = _claims.ToList();
        if (old.Any(claim => TakeFrom(left, claim) is null))
        {
            return false;
        }

        _claims.Clear();
        _claims.AddRange(left);
        return true;
    }

    /// <summary>Takes from a list the claim that keeps an older one.</summary>
    /// <param name="claims">The list.</param>
    /// <param name="old">The older claim.</param>
    public static Claim? TakeFrom(List<Claim> claims, Claim old)
    {
        var index = claims.FindIndex(now => now.Says(old) && ClaimStrength.Keeps(old, now));
        index = index >= 0 ? index : claims.FindIndex(now => now.Kind == old.Kind && ClaimStrength.Keeps(old, now));
        index = index >= 0 ? index : claims.FindIndex(now => ClaimStrength.Keeps(old, now));
        if (index < 0)
        {
            return null;
        }

        var found = claims[index];
        claims.RemoveAt(index);
        return found;
    }
}
