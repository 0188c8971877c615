using System.Text.RegularExpressions;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Clauses;

namespace GoalBuild.Verification.Constraints;

/// <summary><c>forbid text PATTERN in GLOB, …</c>: no added line of those files matches. A line that only moved is not added.</summary>
/// <param name="constraint">The constraint.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
/// <param name="places">Where it is written.</param>
internal sealed class ForbidTextCheck(ForbidTextConstraint constraint, string folder, ConstraintPlaces places) : IChangeCheck
{
    private const int Shown = 80;

    private readonly GlobSet _globs = GlobSet.Of(constraint.Globs, folder);
    private readonly Lazy<Regex> _pattern = new(() => ClausePattern.Parse(constraint.Pattern.ToString()));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BrokenRule>> CheckAsync(TreeChange change, CancellationToken cancellation)
    {
        var texts = await change.TextsAsync(_globs.Contains, cancellation).ConfigureAwait(false);
        var broken = new List<BrokenRule>();
        foreach (var line in AddedLines.Of(texts))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (_pattern.Value.IsMatch(line.Text))
                {
                    broken.Add(Broken(line, $"'{line.Path}:{line.Number}' adds what '{constraint.Description}'{places.Of([constraint])} forbids: {Short(line.Text)}; write it without."));
                }
            }
            catch (RegexMatchTimeoutException)
            {
                // What could not be looked at may hold what is forbidden.
                broken.Add(Broken(line, $"'{line.Path}:{line.Number}' could not be held against '{constraint.Description}'{places.Of([constraint])}. {ClausePattern.Backtracks(constraint.Pattern.ToString())}"));
                return broken;
            }
        }

        return broken;
    }

    private BrokenRule Broken(AddedLine line, string message) => new(line.Path, DiagnosticCatalogue.ForbiddenText, message)
    {
        Constraints = [constraint.Description],
        Lines = places.Lines([constraint]),
        Subject = line.Text.Trim(),
    };

    private static string Short(string line) => line.Trim() is { Length: > Shown } text ? $"{text[..Shown]}…" : line.Trim();
}
