using System.Globalization;
using System.Text.RegularExpressions;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Clauses;

/// <summary>Patterns of the language on their way to a task: <c>/regex/flags</c>, and matched with a bound on time.</summary>
internal static class ClausePattern
{
    /// <summary>The most time that one match may take; a pattern that backtracks without end is told as such.</summary>
    public static TimeSpan MatchTimeout => TimeSpan.FromSeconds(2);

    /// <summary>Makes a regular expression of a pattern as <see cref="Pattern.ToString"/> writes it.</summary>
    /// <param name="pattern"><c>/regex/flags</c>.</param>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    public static Regex Parse(string pattern)
    {
        var end = pattern.LastIndexOf('/');
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in pattern.AsSpan(end + 1))
        {
            options |= flag switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                _ => throw new ArgumentException($"The pattern {pattern} has an unknown flag '{flag}'."),
            };
        }

        return new Regex(pattern[1..end], options, MatchTimeout);
    }

    /// <summary>Why a pattern could not be evaluated.</summary>
    /// <param name="pattern"><c>/regex/flags</c>.</param>
    public static string Backtracks(string pattern) => string.Create(
        CultureInfo.InvariantCulture,
        $"The pattern {pattern} took longer than {Words.Of(MatchTimeout)}: it backtracks without end. Make it say more exactly what it matches, without one repetition inside another.");
}
