using System.Collections.Generic;

namespace Measures;

/// <summary>A unit of measurement. One value in it is <c>value * Factor + Offset</c> in the base unit of its dimension.</summary>
/// <param name="Symbol">How it is written after a number, such as <c>km</c>; unique, and case matters.</param>
/// <param name="Name">Its English name.</param>
/// <param name="Dimension">What it measures.</param>
/// <param name="Factor">How many base units it has.</param>
/// <param name="Offset">Where its zero lies, in base units; other than zero for temperatures only.</param>
/// <param name="Aliases">Other spellings that a parser accepts.</param>
public sealed record Unit(
    string Symbol,
    string Name,
    Dimension Dimension,
    decimal Factor,
    decimal Offset,
    IReadOnlyList<string> Aliases)
{
    /// <inheritdoc/>
    public override string ToString() => Symbol;
}
