using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary><c>limit files N</c>, <c>limit lines N</c>: the most files, or added and removed lines, that the change may have. Binary files have no lines.</summary>
/// <param name="constraint">The constraint.</param>
/// <param name="places">Where it is written.</param>
internal sealed class LimitCheck(LimitConstraint constraint, ConstraintPlaces places) : IChangeCheck
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<BrokenRule>> CheckAsync(TreeChange change, CancellationToken cancellation)
    {
        if (change.Files.Count == 0)
        {
            return [];
        }

        var count = (long)change.Files.Count;
        if (constraint.Measure == LimitMeasure.Lines)
        {
            count = 0;
            foreach (var text in await change.TextsAsync(_ => true, cancellation).ConfigureAwait(false))
            {
                cancellation.ThrowIfCancellationRequested();
                count += IsBinary(text.Before) || IsBinary(text.After) ? 0 : LineDistance.Of(text.Before, text.After);
            }
        }

        var unit = constraint.Measure == LimitMeasure.Files ? "file" : "line";
        return count <= constraint.Most
            ? []
            : [new BrokenRule(change.Files[0].Path, DiagnosticCatalogue.LimitExceeded, $"The change has {Words.Count(count, unit)}{(unit == "line" ? ", added and removed" : "")}; '{constraint.Description}'{places.Of([constraint])} allows {constraint.Most}. Change less, or raise the limit.")
            {
                Constraints = [constraint.Description],
                Lines = places.Lines([constraint]),
            }];
    }

    private static bool IsBinary(string text) => text.Contains('\0', StringComparison.Ordinal);
}
