using System.Reflection;

namespace GoalBuild.Language.Diagnostics;

/// <summary>
/// Every diagnostic that GoalBuild gives, whichever room gives it: one table, so that a code means one thing.
/// Its parts are one file for each range: integration (0), syntax (1), meaning (2), weak goals (3), clauses (4), constraints (5), runs (6).
/// </summary>
public static partial class DiagnosticCatalogue
{
    private static readonly Lazy<IReadOnlyList<DiagnosticDescriptor>> Descriptors = new(() =>
        [.. typeof(DiagnosticCatalogue).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal)]);

    /// <summary>All entries, ordered by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All => Descriptors.Value;
}
