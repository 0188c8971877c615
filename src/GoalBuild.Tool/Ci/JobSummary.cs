using System.Globalization;
using System.Text;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Ci;

/// <summary>A summary in Markdown that fits the page of a job: the outcome of each goal, and a table of its clauses, what does not hold first.</summary>
internal static class JobSummary
{
    /// <summary>Hosts cut a summary off at a size; what is beyond this many findings stands in the evidence.</summary>
    private const int ShownFindings = 10;

    /// <summary>Renders the summary.</summary>
    /// <param name="results">The goals.</param>
    /// <param name="diagnostics">What is wrong with goal files.</param>
    public static string Render(IReadOnlyList<GoalResult> results, IReadOnlyList<FileDiagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in diagnostics)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {(diagnostic.IsError ? "❌" : "⚠️")} {Escape($"{diagnostic.File}({diagnostic.Line ?? 1})")}: {diagnostic.Code}: {Escape(diagnostic.Message)}\n");
        }

        // A heading ends a list only behind an empty line.
        text.Append(diagnostics.Count > 0 ? "\n" : "");
        foreach (var goal in results)
        {
            Goal(text, goal);
        }

        return text.ToString();
    }

    private static void Goal(StringBuilder text, GoalResult goal)
    {
        var found = goal.Items.Where(item => !item.IsEnd).ToList();
        var holding = found.Count(item => item.Status == VerdictStatus.Holds);
        text.Append(CultureInfo.InvariantCulture, $"## {(goal.IsMet ? "✅" : "❌")} {Escape(goal.Name)}: {goal.Outcome.Replace('-', ' ')}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{holding} of {found.Count} hold, after {Phrasing.Time(goal.Duration)}.\n\n| | what | why | time |\n|---|---|---|---:|\n");
        foreach (var item in goal.Items.OrderBy(item => item.Status == VerdictStatus.Holds))
        {
            var sign = item.Status switch
            {
                VerdictStatus.Holds => item.IsJudged ? "✅ judged" : "✅",
                VerdictStatus.Fails => "❌",
                _ => "❔",
            };
            var requirement = item.Requirement is null ? "" : $"<br>{Escape(item.Requirement)}";
            text.Append(CultureInfo.InvariantCulture, $"| {sign} | {Escape(item.Name)}{requirement} | {Escape(item.Reason)} | {Phrasing.Time(item.Duration)} |\n");
        }

        foreach (var item in goal.Open.Where(item => item.Findings.Count > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n<details><summary>{Escape(item.Name)}</summary>\n\n");
            foreach (var finding in item.Findings.Take(ShownFindings))
            {
                var place = FindingPlace.Of(finding, goal.Root) is { } at ? $"{Escape(at.File)}{(at.Line is { } line ? $"({line})" : "")}: " : "";
                var test = finding.Test is null ? "" : Escape(finding.Test) + ": ";
                text.Append(CultureInfo.InvariantCulture, $"- {place}{test}{Escape(finding.Message)}\n");
            }

            if (item.Findings.Count > ShownFindings)
            {
                text.Append(CultureInfo.InvariantCulture, $"- and {item.Findings.Count - ShownFindings} more\n");
            }

            text.Append("\n</details>\n");
        }

        text.Append('\n');
    }

    // What tests and commands print is quoted: no table cell, link, mention or HTML of theirs may take effect.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in Phrasing.Line(text))
        {
            escaped.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '@' => "&#64;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }
}
