using System.Text.RegularExpressions;
using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tools;

/// <summary>What a model says of an obstacle.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Files">Which files may be written.</param>
/// <param name="Reason">Why only a person can go on, in one line.</param>
/// <param name="Evidence">What was tried, in one line.</param>
internal sealed record ObstacleClaim(GoalText Goal, FileGuard Files, string Reason, string Evidence)
{
    /// <summary>All that is said.</summary>
    public string Text => $"{Reason} {Evidence}";
}

/// <summary>A kind of obstacle.</summary>
/// <param name="Kind">The word for it.</param>
/// <param name="Title">The words for people.</param>
/// <param name="Refuses">Why a claim is not of this kind, and what would be; null where it is.</param>
internal sealed record Obstacle(string Kind, string Title, Func<ObstacleClaim, string?> Refuses);

/// <summary>The obstacles that are real: what a person has to bring, decide or allow. Each asks for what makes it checkable.</summary>
internal static partial class Obstacles
{
    // Shorter words are in every sentence.
    private const int LeastWord = 4;

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<Obstacle> All { get; } =
    [
        new("missing_credential", "A credential or variable is missing", claim => Credential().IsMatch(claim.Text) ? null : "name the variable, key or account that is missing."),
        new("missing_tool", "A tool is missing", claim => Missing().IsMatch(claim.Text) ? null : "name the program or version that is missing, and what starting it answered."),
        new("no_network", "The network is needed, and not allowed", NoNetwork),
        new("blocked_when", "A condition of the goal holds", BlockedWhen),
        new("contradiction", "The goal contradicts itself", Contradiction),
        new("protected_file", "A protected file is in the way", ProtectedFile),
    ];

    private static string? NoNetwork(ObstacleClaim claim)
    {
        var network = claim.Goal.Goal.Constraints.OfType<NetworkConstraint>().LastOrDefault();
        return network?.Access == NetworkAccess.On ? $"'{network.Description}' allows the network."
            : Network().IsMatch(claim.Text) ? null
            : "name the host or download that is needed, and what the attempt answered.";
    }

    private static string? BlockedWhen(ObstacleClaim claim)
    {
        if (claim.Goal.BlockedWhen.Count == 0)
        {
            return "the goal has no 'blocked when'.";
        }

        var said = WordsOf(claim.Text);
        return claim.Goal.BlockedWhen.Any(condition => WordsOf(condition) is var words && words.Count(said.Contains) * 2 >= words.Count)
            ? null
            : $"quote the condition that holds. There {(claim.Goal.BlockedWhen.Count == 1 ? "is" : "are")}: {string.Join("; ", claim.Goal.BlockedWhen.Select(condition => $"\"{condition}\""))}.";
    }

    // Two things of the goal, in its own words or by their lines.
    private static string? Contradiction(ObstacleClaim claim)
    {
        var said = WordsOf(claim.Text);
        var named = GoalParts(claim.Goal).Count(part => WordsOf(part) is { Count: > 0 } words && words.Count(said.Contains) * 2 >= words.Count);
        return named >= 2 ? null : "quote both clauses or constraints that cannot hold together, as the goal writes them.";
    }

    private static IEnumerable<string> GoalParts(GoalText goal) => goal.Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 1).Distinct(StringComparer.Ordinal);

    private static string? ProtectedFile(ObstacleClaim claim)
    {
        foreach (var path in PathLike().Matches(claim.Text).Select(match => match.Value.TrimEnd('.')).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal))
        {
            try
            {
                claim.Files.Writable(path);
            }
            catch (ToolFaultException)
            {
                return null;
            }
        }

        return "name the file by its path; none that is named may not be written.";
    }

    private static HashSet<string> WordsOf(string text) =>
        [.. Word().Matches(text).Select(match => match.Value.ToUpperInvariant()).Where(word => word.Length >= LeastWord)];

    [GeneratedRegex(@"\b(?:credentials?|passwords?|tokens?|secrets?|(?:api|access|private|signing|licen[cs]e) ?keys?|licen[cs]es?|certificates?|log ?in|sign ?in|accounts?|environment variables?|connection strings?|[A-Z][A-Z0-9]*_[A-Z0-9_]+)\b|\b(?:401|403)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Credential();

    [GeneratedRegex(@"not (?:be )?found|not installed|no such (?:file|command)|not recogni[sz]ed|command not|is missing|not available|could not be started|requires? version|exit(?:ed)?(?: with)?(?: code)? 127|\bSDK\b|\bruntime\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Missing();

    [GeneratedRegex(@"\b(?:network|hosts?|https?|dns|resolve|download|restore|NU1\d{3}|connect\w*|offline|proxy|unreachable)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Network();

    [GeneratedRegex(@"[\p{L}\p{N}_]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"[\p{L}\p{N}_.~/\\-]*[\p{L}\p{N}_-][./\\][\p{L}\p{N}_.~/\\-]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PathLike();
}
