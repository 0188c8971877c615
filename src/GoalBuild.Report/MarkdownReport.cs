using System.Text;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report;

/// <summary>A report in Markdown: the evidence, then what only a report has.</summary>
public static class MarkdownReport
{
    /// <summary>Writes it.</summary>
    /// <param name="report">The report.</param>
    public static string Render(RunReport report)
    {
        var text = new StringBuilder(EvidenceMarkdown.Render(report.Evidence));
        if (report.Since is { } since)
        {
            text.Append($"\n## Since then\n\n{EvidenceMarkdown.Escape(Words.Capital(since))}; what was found out before does not speak of the tree as it is.\n");
        }

        Proof(text, report);
        Changes(text, report);
        return SafeText.Of(text.ToString());
    }

    private static void Proof(StringBuilder text, RunReport report)
    {
        var measured = report.Evidence.Clauses.Where(clause => !RunReport.IsJudged(clause)).ToList();
        text.Append("\n## What is proved, and what is judged\n\n");
        text.Append($"- {(report.Proof == ProofState.Proved ? "Proved in a clean checkout" : "Verified")}: {Words.Holding(measured.Count(clause => clause.Status == "holds"), measured.Count)}\n");
        foreach (var clause in report.Judged)
        {
            text.Append($"- Judged by a model, not proved: {EvidenceMarkdown.Code(clause.Name)} {clause.Status}: {EvidenceMarkdown.Escape(clause.Reason)}\n");
        }

        foreach (var constraint in report.Evidence.Constraints.Where(constraint => constraint.Status is "not-checked" or "not-proved"))
        {
            text.Append($"- Taken on trust: {EvidenceMarkdown.Code(constraint.Description)}\n");
        }
    }

    private static void Changes(StringBuilder text, RunReport report)
    {
        if (report.Files.Count == 0)
        {
            return;
        }

        text.Append("\n## Changes\n");
        foreach (var file in report.Files.Where(file => file.Lines.Count > 0))
        {
            // Longer than any fence in the file itself.
            var fence = new string('`', Math.Max(3, 1 + file.Lines.Max(LongestRun)));
            text.Append($"\n<details><summary>{System.Net.WebUtility.HtmlEncode(SafeText.OneLine(file.Change.File, 300))} +{file.Change.Added} -{file.Change.Deleted}</summary>\n\n{fence}diff\n");
            foreach (var line in file.Lines)
            {
                text.Append(line.ReplaceLineEndings(" ")).Append('\n');
            }

            text.Append($"{fence}\n{(file.LeftOut > 0 ? $"\n{Words.Count(file.LeftOut, "more line")} in the patch.\n" : "")}\n</details>\n");
        }
    }

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var character in line)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
