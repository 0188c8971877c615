using System;
using System.Globalization;

namespace Measures;

/// <summary>A number with its unit, such as 3.5 km.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct Quantity(decimal Value, Unit Unit) : IComparable<Quantity>
{
    private decimal BaseValue => (Value * Unit.Factor) + Unit.Offset;

    /// <summary>The sum, in the unit of the left side.</summary>
    /// <param name="left">One summand.</param>
    /// <param name="right">The other; its dimension must be the same.</param>
    /// <exception cref="DimensionMismatchException">The dimensions differ.</exception>
    public static Quantity operator +(Quantity left, Quantity right) => left with { Value = left.Value + right.To(left.Unit).Value };

    /// <summary>The difference, in the unit of the left side.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted; its dimension must be the same.</param>
    /// <exception cref="DimensionMismatchException">The dimensions differ.</exception>
    public static Quantity operator -(Quantity left, Quantity right) => left with { Value = left.Value - right.To(left.Unit).Value };

    /// <summary>Whether the left side is less.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left side is more.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left side is not more.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left side is not less.</summary>
    /// <param name="left">The left side.</param>
    /// <param name="right">The right side.</param>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>Reads a quantity such as <c>3.5 km</c>, <c>6 ft 2 in</c> or <c>-40°C</c>.</summary>
    /// <param name="text">Numbers in invariant culture, each with its unit; the result is in the first unit.</param>
    /// <exception cref="FormatException">It is not a quantity; the message says where reading stopped.</exception>
    public static Quantity Parse(string text) => QuantityParser.Parse(text);

    /// <summary>The same quantity in another unit, rounded to 12 decimal places.</summary>
    /// <param name="unit">A unit of the same dimension.</param>
    /// <exception cref="DimensionMismatchException">The dimensions differ.</exception>
    public Quantity To(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.Dimension != Unit.Dimension)
        {
            throw new DimensionMismatchException(Unit, unit);
        }

        return new Quantity(Math.Round((BaseValue - unit.Offset) / unit.Factor, 12), unit);
    }

    /// <summary>Compares what both measure, whatever the units.</summary>
    /// <param name="other">A quantity of the same dimension.</param>
    /// <exception cref="DimensionMismatchException">The dimensions differ.</exception>
    public int CompareTo(Quantity other) => Value.CompareTo(other.To(Unit).Value);

    /// <summary>The number in invariant culture without trailing zeros, a space, and the unit's symbol.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:0.############} {Unit.Symbol}");
}
