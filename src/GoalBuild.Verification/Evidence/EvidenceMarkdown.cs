using System.Globalization;
using System.Text;

namespace GoalBuild.Verification.Evidence;

/// <summary>Renders a bundle for people: first the outcome, then the proof of each requirement, then the details.</summary>
public static class EvidenceMarkdown
{
    /// <summary>Most findings shown for one clause; all of them stand in <c>evidence.json</c>.</summary>
    private const int ShownFindings = 20;

    /// <summary>Renders the bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    public static string Render(EvidenceBundle bundle)
    {
        var text = new StringBuilder();
        Header(text, bundle);
        Requirements(text, bundle);
        Clauses(text, bundle);
        Reviews(text, bundle);
        Findings(text, bundle);
        Constraints(text, bundle);
        Turns(text, bundle);
        Diff(text, bundle);
        Files(text, bundle);
        return text.ToString();
    }

    private static void Header(StringBuilder text, EvidenceBundle bundle)
    {
        var holding = bundle.Clauses.Count(clause => clause.Status == "holds");
        Line(text, $"# {Escape(bundle.Goal)}: {bundle.Outcome}");
        Line(text);
        Line(text, Escape(bundle.Summary));
        if (bundle.Objective is { } objective)
        {
            Line(text);
            foreach (var line in objective.ReplaceLineEndings("\n").Split('\n'))
            {
                Line(text, $"> {Escape(line)}".TrimEnd());
            }
        }

        Line(text);
        Line(text, "| | |");
        Line(text, "|---|---|");
        Row(text, "Clauses", $"{holding} of {bundle.Clauses.Count} hold");
        Row(text, "Mode", bundle.Mode == "run" ? "run: executors could edit" : "verify: nothing was edited");
        Row(text, "Goal file", $"{Link(bundle.GoalFile, bundle.GoalFile, linked: false)}, SHA-256 `{bundle.GoalHash}`");
        Row(text, "Run", $"`{bundle.Run}`");
        Row(text, "Time", $"{Moment(bundle.Started)} to {Moment(bundle.Finished)} ({Duration((long)(bundle.Finished - bundle.Started).TotalMilliseconds)})");
        if (bundle.Spent is { } spent)
        {
            Row(text, "Models", Spent(spent));
        }

        Row(text, "Verified by", Escape($"GoalBuild {bundle.Tool.Version}, {bundle.Tool.Runtime}, {bundle.Tool.OperatingSystem}"));
    }

    private static void Reviews(StringBuilder text, EvidenceBundle bundle)
    {
        if (bundle.Reviews.Count == 0)
        {
            return;
        }

        Section(text, "Reviews");
        Line(text, "| review by | of | approved by | at | tree | note |");
        Line(text, "|---|---|---|---|---|---|");
        foreach (var review in bundle.Reviews)
        {
            var person = review.Person is null ? "*nobody yet*" : $"{Escape(review.Person)}{(review.Account == review.Person ? "" : $" ({Escape(review.Account ?? "")})")}";
            Row(text, Escape(review.By), Escape(review.Subject), person, review.At is { } at ? Moment(at) : "", review.Tree is null ? "" : Code(review.Tree), Escape(review.Note ?? ""));
        }
    }

    private static void Requirements(StringBuilder text, EvidenceBundle bundle)
    {
        if (bundle.Requirements.Count == 0)
        {
            return;
        }

        Section(text, "Requirements");
        Line(text, "| requirement | status | proved by |");
        Line(text, "|---|---|---|");
        foreach (var requirement in bundle.Requirements)
        {
            var proof = requirement.Clauses.Count == 0 ? "*no clause*" : string.Join("<br>", requirement.Clauses.Select(Code));
            Row(text, Escape(requirement.Statement), requirement.Status, proof);
        }
    }

    private static void Clauses(StringBuilder text, EvidenceBundle bundle)
    {
        Section(text, "Clauses");
        Line(text, "| clause | line | status | reason | figures | time |");
        Line(text, "|---|---:|---|---|---|---:|");
        foreach (var clause in bundle.Clauses)
        {
            Row(
                text,
                Code(clause.Name) + (clause.Phase is null ? "" : $" (phase {Escape(clause.Phase)})"),
                clause.Line.ToString(CultureInfo.InvariantCulture),
                clause.Kind == "judge" && clause.Status == "holds" ? "holds (judged)" : clause.Status,
                Escape(clause.Reason),
                Escape(string.Join(", ", clause.Figures.Select(Figure))),
                clause.Reused ? "reused" : Duration(clause.DurationMs));
        }
    }

    private static void Findings(StringBuilder text, EvidenceBundle bundle)
    {
        foreach (var clause in bundle.Clauses.Where(clause => clause.Status != "holds" && clause.Findings.Count > 0))
        {
            Section(text, $"What {Code(clause.Name)} found");
            foreach (var finding in clause.Findings.Take(ShownFindings))
            {
                Line(text, $"- {Place(finding)}{(finding.Code is null ? "" : $"**{finding.Code}** ")}{(finding.Test is null ? "" : $"{Code(finding.Test)}{(finding.FailedBefore == true ? " (failed before the work began)" : "")}: ")}{Escape(FirstLine(finding.Message))}");
                var rest = string.Join("\n", new[] { RestOf(finding.Message), finding.Details }.Where(part => !string.IsNullOrWhiteSpace(part)));
                if (rest.Length > 0)
                {
                    Line(text);
                    foreach (var line in rest.ReplaceLineEndings("\n").TrimEnd().Split('\n'))
                    {
                        Line(text, $"      {line}".TrimEnd());
                    }

                    Line(text);
                }
            }

            if (clause.Findings.Count > ShownFindings)
            {
                Line(text, $"- and {clause.Findings.Count - ShownFindings} more in [evidence.json](evidence.json)");
            }
        }
    }

    private static void Constraints(StringBuilder text, EvidenceBundle bundle)
    {
        Section(text, "Constraints");
        Line(text, "| constraint | status | how |");
        Line(text, "|---|---|---|");
        foreach (var constraint in bundle.Constraints)
        {
            var status = constraint.Status switch { "not-proved" => "**not proved**", "not-checked" => "**not checked**", var other => other };
            Row(text, Escape(constraint.Description), status, Escape(constraint.Detail));
        }
    }

    private static void Turns(StringBuilder text, EvidenceBundle bundle)
    {
        if (bundle.Turns.Count == 0)
        {
            return;
        }

        Section(text, "Turns");
        Line(text, "| turn | executor | end | what | files | holding | time | models |");
        Line(text, "|---:|---|---|---|---:|---:|---:|---|");
        foreach (var turn in bundle.Turns)
        {
            Row(
                text,
                turn.Number.ToString(CultureInfo.InvariantCulture),
                Code(turn.Executor),
                turn.End,
                Escape(turn.Summary),
                turn.Changed.Count.ToString(CultureInfo.InvariantCulture),
                turn.Holding?.ToString(CultureInfo.InvariantCulture) ?? "",
                Duration(turn.DurationMs),
                turn.Spent is { } spent ? Spent(spent) : "");
        }
    }

    private static void Diff(StringBuilder text, EvidenceBundle bundle)
    {
        if (bundle.Diff is not { } diff)
        {
            return;
        }

        Section(text, "Diff");
        var patch = diff.Patch is null ? "" : $" ({Link(diff.Patch, diff.Patch, linked: true)})";
        Line(text, $"{Count(diff.Changes.Count, "file")}, {Count(diff.Added, "line")} added, {Count(diff.Deleted, "line")} deleted{patch}");
        Line(text);
        foreach (var change in diff.Changes)
        {
            Line(text, $"- {change.Kind} {Code(change.File)} +{change.Added} -{change.Deleted}");
        }
    }

    private static void Files(StringBuilder text, EvidenceBundle bundle)
    {
        Section(text, "Files");
        foreach (var file in bundle.Files.Prepend(EvidenceWriter.JsonFile))
        {
            Line(text, $"- {Link(file, file, linked: true)}");
        }
    }

    private static string Spent(EvidenceSpending spent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{spent.TokensIn:N0} tokens in ({spent.TokensCached:N0} cached), {spent.TokensOut:N0} out{(spent.Dollars > 0 ? string.Create(CultureInfo.InvariantCulture, $", ${spent.Dollars:0.00##}") : "")}");

    private static string Figure(EvidenceFigure figure) =>
        $"{figure.Name} {Number(figure.Value)}{figure.Unit}{(figure.Threshold is { } threshold ? $" (asked: {Number(threshold)}{figure.Unit})" : "")}";

    private static string Place(EvidenceFinding finding) => finding.File is null
        ? ""
        : Code(finding.Line is null ? finding.File : $"{finding.File}({finding.Line}{(finding.Column is null ? "" : $",{finding.Column}")})") + " ";

    private static string FirstLine(string message) => message.ReplaceLineEndings("\n").Split('\n', 2)[0];

    private static string? RestOf(string message) => message.ReplaceLineEndings("\n").Split('\n', 2) is [_, var rest] ? rest : null;

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Duration(long milliseconds) => milliseconds < 60_000
        ? (milliseconds / 1000m).ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : $"{milliseconds / 60_000} min {milliseconds / 1000 % 60} s";

    private static string Link(string label, string target, bool linked) =>
        linked ? $"[{Escape(label)}]({string.Join('/', target.Split('/').Select(Uri.EscapeDataString))})" : Code(label);

    /// <summary>A text as code in a line, or in a cell of a table.</summary>
    /// <param name="value">The text.</param>
    public static string Code(string value)
    {
        // A code span ends at as many backticks as it began with, and a pipe would end the table's cell.
        var flat = value.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
        return flat.Contains('`', StringComparison.Ordinal) ? $"`` {flat} ``" : $"`{flat}`";
    }

    /// <summary>A text in a line, or in a cell of a table, with nothing in it that means something in Markdown or is taken for a tag.</summary>
    /// <param name="value">The text.</param>
    public static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (var character in value.ReplaceLineEndings(" "))
        {
            if (character is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '|')
            {
                text.Append('\\');
            }

            text.Append(character);
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, string title)
    {
        Line(text);
        Line(text, $"## {title}");
        Line(text);
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
        {
            text.Append("| ").Append(cell).Append(' ');
        }

        Line(text, "|");
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
