using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Tasks;

/// <summary>An error or warning that the tool reports in canonical form.</summary>
/// <param name="File">The file, or null where it is about none.</param>
/// <param name="Line">From 1; 0 where it is about the whole file.</param>
/// <param name="Column">From 1; 0 where it is about the whole file.</param>
/// <param name="IsError">Whether it is an error; a warning otherwise.</param>
/// <param name="Code">A code of the catalogue, such as <c>GOAL4001</c>.</param>
/// <param name="Message">The message.</param>
internal sealed partial record ToolOutputLine(string? File, int Line, int Column, bool IsError, string Code, string Message)
{
    /// <summary>Whether it is about what a goal file says: <see cref="CheckGoal"/> has told it, in the same build or when the file last changed.</summary>
    public bool IsAboutGoalFile => Code[4] is '1' or '2' or '3';

    /// <summary>
    /// Reads <c>file(line,column): error GOAL4001: message</c>, <c>file : error GOAL0002: message</c> or <c>error GOAL0006: message</c>.
    /// Only our own codes count: other lines may quote what a compiler or a test has printed, and must not become errors of the build.
    /// </summary>
    /// <param name="line">A line that the tool has written.</param>
    /// <returns>What it reports, or null where it is text for people.</returns>
    public static ToolOutputLine? Parse(string line)
    {
        var match = Canonical().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var file = match.Groups["file"].Value.TrimEnd();
        return new ToolOutputLine(
            file.Length == 0 ? null : file,
            NumberIn(match.Groups["line"]),
            NumberIn(match.Groups["column"]),
            match.Groups["severity"].Value == "error",
            match.Groups["code"].Value,
            match.Groups["message"].Value);
    }

    private static int NumberIn(Group group) =>
        int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // A path may hold parentheses and colons, so the first place that looks like the end of one is taken; a line of text starts with a space.
    [GeneratedRegex(@"^((?<file>\S.*?)(\((?<line>\d+),(?<column>\d+)\))?\s?: )?(?<severity>error|warning) (?<code>GOAL\d{4}): (?<message>.*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Canonical();
}
