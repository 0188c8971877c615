using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>
/// Comments that Stryker.NET obeys, as its documentation on ignoring mutations has them: <c>// Stryker disable all: a reason</c> takes mutants out of the score up to
/// <c>// Stryker restore all</c> or the end of the block, <c>disable once</c> for the next construct.
/// </summary>
internal sealed partial class StrykerComments
{
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>What is disabled to the end, with the line that does so: a restore that went makes a suppression that stays reach further.</summary>
    public IEnumerable<Suppression> WithoutRestore => _open.Select(pair => new Suppression($"// Stryker disable {pair.Key} without a restore", pair.Value));

    /// <summary>The suppressions of a comment.</summary>
    /// <param name="comment">The comment, from its first slash.</param>
    /// <param name="line">Its line, from 1.</param>
    public IEnumerable<Suppression> Read(string comment, int line)
    {
        if (Comment().Match(comment) is not { Success: true } match)
        {
            yield break;
        }

        var (isDisable, isOnce) = (match.Groups["mode"].Value.Equals("disable", StringComparison.OrdinalIgnoreCase), match.Groups["once"].Success);
        foreach (var mutator in match.Groups["mutators"].Value.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(mutator => mutator.ToLowerInvariant()).DefaultIfEmpty("all"))
        {
            if (isDisable)
            {
                yield return new Suppression($"// Stryker disable {(isOnce ? "once " : "")}{mutator}", line);
            }

            if (isOnce)
            {
                continue;
            }

            if (isDisable)
            {
                _open[mutator] = line;
            }
            else if (mutator == "all")
            {
                _open.Clear();
            }
            else
            {
                _open.Remove(mutator);
            }
        }
    }

    // What stands behind the colon is a reason, which may be reworded.
    [GeneratedRegex(@"^/[/*]\s*Stryker\s+(?<mode>disable|restore)\b\s*(?<once>once\b)?(?<mutators>[^:\r\n*]*)", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Comment();
}
