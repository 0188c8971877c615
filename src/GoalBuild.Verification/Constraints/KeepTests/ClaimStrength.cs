using System.Globalization;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// Says whether a claim proves at least what another one did. It is strict where less is expected, or something else, and lenient where only the way
/// to the code under test changed: a member may be renamed, an argument may come on top, an intermediate object may appear.
/// </summary>
internal static class ClaimStrength
{
    // Names that say nothing about what is looked at.
    private static readonly HashSet<string> Common = ["Value", "Count", "Length", "Result", "ToString", "ToList", "ToArray", "Equals", "Any", "All", "First", "Single", "Where", "Select", "Task", "List", "string"];

    /// <summary>Whether a name says nothing about what is looked at, as <c>Value</c> and <c>Count</c> do.</summary>
    /// <param name="name">The name.</param>
    public static bool IsCommon(string name) => Common.Contains(name);

    /// <summary>Whether a claim keeps what an older one said.</summary>
    /// <param name="old">The older claim.</param>
    /// <param name="now">The newer one.</param>
    public static bool Keeps(Claim old, Claim now) => (!now.IsTrivial || old.IsTrivial) && now.Guards.Count <= old.Guards.Count && HasNoNewModifier(old, now) && Says(old, now) && HasSubject(old, now);

    /// <summary>Whether a claim expects at least what an older one did, whatever it looks at.</summary>
    /// <param name="old">The older claim.</param>
    /// <param name="now">The newer one.</param>
    public static bool Says(Claim old, Claim now) => old.Kind == now.Kind ? Expects(old, now) || IsTighter(old, now) : IsStronger(old, now);

    /// <summary>Whether both look at the same thing, as far as syntax tells.</summary>
    /// <param name="old">The older claim.</param>
    /// <param name="now">The newer one.</param>
    public static bool HasSubject(Claim old, Claim now)
    {
        if (old.Actual.Text == now.Actual.Text || old.Kind == ClaimKinds.Fail)
        {
            return true;
        }

        // Other inputs; that some are gone, or new ones come on top, is another way to say it.
        var gone = Without(old.Actual.Inputs, now.Actual.Inputs);
        var come = Without(now.Actual.Inputs, old.Actual.Inputs);
        if (gone.Count > 0 && come.Count > 0)
        {
            return false;
        }

        var names = old.Actual.Names.Where(name => !Common.Contains(name)).ToList();
        return names.Count == 0 || names.Exists(now.Actual.Names.Contains) || (old.Actual.Inputs.Count > 0 && gone.Count == 0 && old.Actual.Inputs.Any(literal => literal.Length > 3));
    }

    /// <summary>Whether a claim has all the inputs of an older one: of a case that is gone they must not be.</summary>
    /// <param name="old">The older claim.</param>
    /// <param name="now">The newer one.</param>
    public static bool HasInputs(Claim old, Claim now) => Without(old.Actual.Literals, now.Actual.Literals).Count == 0;

    /// <summary>Whether a claim about a whole object says what an older one said of a part of it: <c>Equal(new Point(1, 2), p)</c> says <c>Equal(1, p.X)</c>.</summary>
    /// <param name="old">The older claim.</param>
    /// <param name="now">The newer one.</param>
    public static bool Covers(Claim old, Claim now) =>
        old.Kind is ClaimKinds.Equal or ClaimKinds.NotNull && now.Kind is ClaimKinds.Equal or ClaimKinds.Equivalent && now.Guards.Count <= old.Guards.Count && now.Modifiers.Count == 0 && !now.IsTrivial
        && now.Actual.Text.Length > 0 && old.Actual.Text.StartsWith($"{now.Actual.Text} ", StringComparison.Ordinal)
        && (old.Kind == ClaimKinds.NotNull || (old.Expected.IsConstant && now.Expected.Text.Contains(old.Expected.Text, StringComparison.Ordinal)));

    private static List<string> Without(IReadOnlyList<string> list, IReadOnlyList<string> others)
    {
        var left = list.ToList();
        foreach (var other in others)
        {
            left.Remove(other);
        }

        return left;
    }

    private static bool HasNoNewModifier(Claim old, Claim now)
    {
        var left = Without(now.Modifiers, old.Modifiers);
        return left.Count == 0 || (left.Count == 1 && Without(old.Modifiers, now.Modifiers) is [{ } was] && Number(left[0]) is { } tolerance && Number(was) is { } before && Letters(left[0]) == Letters(was)
            && (left[0].StartsWith("precision", StringComparison.Ordinal) ? tolerance >= before : tolerance <= before));
    }

    private static bool Expects(Claim old, Claim now)
    {
        var (was, isNow) = (old.Expected, now.Expected);
        if (was.Text == isNow.Text)
        {
            return true;
        }

        if (old.Kind is ClaimKinds.Throws or ClaimKinds.ThrowsAny or ClaimKinds.Type or ClaimKinds.Instance)
        {
            return LastName(was.Text) == LastName(isNow.Text);
        }

        // The type of an expected object may get another name; what is in it may not.
        return !was.IsConstant && !isNow.IsConstant && was.Literals.SequenceEqual(isNow.Literals)
            && was.Names.Where(name => name != was.Root).ToHashSet(StringComparer.Ordinal).SetEquals(isNow.Names.Where(name => name != isNow.Root));
    }

    private static bool IsTighter(Claim old, Claim now) => Number(old.Expected.Text) is { } was && Number(now.Expected.Text) is { } isNow && old.Kind switch
    {
        ClaimKinds.Less or ClaimKinds.AtMost => isNow <= was,
        ClaimKinds.Greater or ClaimKinds.AtLeast => isNow >= was,
        _ => false,
    };

    private static bool IsStronger(Claim old, Claim now) => (old.Kind, now.Kind) switch
    {
        (ClaimKinds.NotNull, ClaimKinds.Equal or ClaimKinds.Same or ClaimKinds.Type or ClaimKinds.Instance or ClaimKinds.NotEmpty or ClaimKinds.Contains or ClaimKinds.Count or ClaimKinds.StartsWith or ClaimKinds.EndsWith
            or ClaimKinds.Matches or ClaimKinds.Equivalent or ClaimKinds.True or ClaimKinds.Greater or ClaimKinds.AtLeast or ClaimKinds.Less or ClaimKinds.AtMost) => true,
        (ClaimKinds.NotEmpty, ClaimKinds.Contains or ClaimKinds.Equal or ClaimKinds.Equivalent or ClaimKinds.StartsWith or ClaimKinds.EndsWith or ClaimKinds.Matches) => true,
        (ClaimKinds.NotEmpty, ClaimKinds.Count) => now.Expected.Text != "0",
        (ClaimKinds.Contains, ClaimKinds.Equal or ClaimKinds.Equivalent) => true,
        (ClaimKinds.Contains, ClaimKinds.StartsWith or ClaimKinds.EndsWith) => old.Expected.Text == now.Expected.Text,
        (ClaimKinds.StartsWith or ClaimKinds.EndsWith or ClaimKinds.Matches, ClaimKinds.Equal) => true,
        (ClaimKinds.Equivalent, ClaimKinds.Equal) => true,
        (ClaimKinds.Count, ClaimKinds.Equal or ClaimKinds.Equivalent) => true,
        (ClaimKinds.Instance, ClaimKinds.Type) => LastName(old.Expected.Text) == LastName(now.Expected.Text),
        (ClaimKinds.ThrowsAny, ClaimKinds.Throws) => true,
        (ClaimKinds.NotEqual, ClaimKinds.Equal) => old.Expected.Text != now.Expected.Text,
        (ClaimKinds.Greater or ClaimKinds.AtLeast or ClaimKinds.Less or ClaimKinds.AtMost, ClaimKinds.Equal) => true,
        (ClaimKinds.AtLeast, ClaimKinds.Greater) or (ClaimKinds.AtMost, ClaimKinds.Less) => Expects(old, now),
        (ClaimKinds.NoThrow, ClaimKinds.Equal or ClaimKinds.True or ClaimKinds.Count or ClaimKinds.Contains) => true,
        (ClaimKinds.Fail, ClaimKinds.Throws or ClaimKinds.ThrowsAny) => true,
        (ClaimKinds.Helper, ClaimKinds.Equal or ClaimKinds.True or ClaimKinds.False or ClaimKinds.Count or ClaimKinds.Contains or ClaimKinds.Throws or ClaimKinds.Same or ClaimKinds.Equivalent or ClaimKinds.Call) => true,
        ("other:either", ClaimKinds.True) or ("other:not both", ClaimKinds.False) => old.Expected.Text.Contains(now.Actual.Text, StringComparison.Ordinal),
        _ => false,
    };

    private static string LastName(string text) => text[(text.LastIndexOf(' ') + 1)..];

    private static double? Number(string text) =>
        double.TryParse(new string([.. text.Where(letter => char.IsDigit(letter) || letter is '.' or '-')]), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Letters(string text) => new([.. text.Where(char.IsLetter)]);
}
