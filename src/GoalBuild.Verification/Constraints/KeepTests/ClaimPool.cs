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
    /// <param name="fits">As for <see cref="TakeAll"/>.</param>
    /// <returns>The claim, or null where there is none.</returns>
    public Claim? Take(Claim old, Func<Claim, Claim, bool> fits) => TakeFrom(_claims, old, fits);

    /// <summary>Takes a claim for each of several older ones, or none at all.</summary>
    /// <param name="old">The older claims.</param>
    /// <param name="fits">What must hold of an older claim and the one that keeps it, on top; null for nothing.</param>
    public bool TakeAll(IReadOnlyList<Claim> old, Func<Claim, Claim, bool>? fits = null)
    {
        var left = _claims.ToList();
        if (old.Any(claim => TakeFrom(left, claim, fits) is null))
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
    /// <param name="fits">As for <see cref="TakeAll"/>.</param>
    public static Claim? TakeFrom(List<Claim> claims, Claim old, Func<Claim, Claim, bool>? fits = null)
    {
        bool Keeps(Claim now) => ClaimStrength.Keeps(old, now) && fits?.Invoke(old, now) != false;
        var index = claims.FindIndex(now => now.Says(old) && Keeps(now));
        index = index >= 0 ? index : claims.FindIndex(now => now.Kind == old.Kind && Keeps(now));
        index = index >= 0 ? index : claims.FindIndex(Keeps);
        if (index < 0)
        {
            // A claim about a whole object may say what several said of its parts, so it is not used up.
            return claims.Find(now => ClaimStrength.Covers(old, now));
        }

        var found = claims[index];
        claims.RemoveAt(index);
        return found;
    }
}
