using System;
using System.Collections.Generic;
using System.Linq;

namespace Measures;

/// <summary>All units that are known. The list itself is generated from <c>units.csv</c>.</summary>
public static partial class UnitTable
{
    // Lazy, because the order in which the parts of a partial class are initialised is not defined.
    private static readonly Lazy<Dictionary<string, Unit>> BySpelling = new(IndexBySpelling);

    /// <summary>The unit with that symbol or alias.</summary>
    /// <param name="spelling">For example <c>km</c> or <c>kilometres</c>; case matters.</param>
    /// <exception cref="ArgumentException">No unit is spelt so.</exception>
    public static Unit Get(string spelling)
    {
        return Find(spelling) ?? throw new ArgumentException($"'{spelling}' is not a unit.", nameof(spelling));
    }

    /// <summary>The unit with that symbol or alias, or null.</summary>
    /// <param name="spelling">For example <c>km</c> or <c>kilometres</c>; case matters.</param>
    public static Unit? Find(string spelling) => BySpelling.Value.GetValueOrDefault(spelling);

    private static Dictionary<string, Unit> IndexBySpelling()
    {
        return All
            .SelectMany(unit => unit.Aliases.Prepend(unit.Symbol), (unit, spelling) => (unit, spelling))
            .ToDictionary(entry => entry.spelling, entry => entry.unit, StringComparer.Ordinal);
    }
}
