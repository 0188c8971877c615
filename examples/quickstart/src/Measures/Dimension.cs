namespace Measures;

/// <summary>What a unit measures. Only quantities of one dimension can be compared, added and converted.</summary>
public enum Dimension
{
    /// <summary>Base unit: metre.</summary>
    Length,

    /// <summary>Base unit: kilogram.</summary>
    Mass,

    /// <summary>Base unit: second.</summary>
    Duration,

    /// <summary>Base unit: kelvin.</summary>
    Temperature,
}
