using System;

namespace Measures;

/// <summary>Two quantities were combined that measure different things.</summary>
public sealed class DimensionMismatchException : InvalidOperationException
{
    /// <summary>Names both units.</summary>
    /// <param name="left">The unit on the left, or the one converted from.</param>
    /// <param name="right">The unit on the right, or the one converted to.</param>
    public DimensionMismatchException(Unit left, Unit right)
        : base($"'{left.Symbol}' measures {left.Dimension} and '{right.Symbol}' measures {right.Dimension}.")
    {
    }
}
