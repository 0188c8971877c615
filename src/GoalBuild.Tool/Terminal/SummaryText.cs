using GoalBuild.Tool.Commands;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Terminal;

/// <summary>The end of a goal for people: the outcome, each clause, what is wrong, what to do, and where the evidence is.</summary>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
/// <param name="show">Makes an absolute path one that is shown.</param>
/// <param name="height">Rows of the terminal that the end is to fit in, or null.</param>
internal sealed class SummaryText(Ink ink, int width, Func<string, string> show, int? height = null)
{
    /// <summary>How many findings of a clause are shown; all of them are in the evidence.</summary>
    public const int ShownFindings = 5;

    /// <summary>Columns before a field's value: two blanks, the longest label, two blanks.</summary>
    private const int FieldIndent = 12;

    /// <summary>The lines.</summary>
    /// <param name="summary">How the goal came out.</param>
    /// <param name="verbosity">How much is told.</param>
    public IEnumerable<string> Lines(GoalSummary summary, Verbosity verbosity)
    {
        // A verification has told of each clause as it ended.
        var end = End(summary, verbosity).ToList();
        if (verbosity >= Verbosity.Normal && summary.Turns is not null)
        {
            // The prompt and a blank line take two.
            foreach (var line in Clauses(summary, verbosity, height - end.Count - 2))
            {
                yield return line;
            }
        }

        foreach (var line in end)
        {
            yield return line;
        }
    }

    private IEnumerable<string> End(GoalSummary summary, Verbosity verbosity)
    {
        yield return Outcome(summary);
        if (summary.Message.Length > 0)
        {
            foreach (var line in Phrasing.Wrap(summary.Code is null ? summary.Message : $"{summary.Code}: {summary.Message}", width - 2))
            {
                yield return "  " + line;
            }
        }

        if (verbosity == Verbosity.Quiet)
        {
            yield break;
        }

        if (summary.PatchFile is { } patch)
        {
            foreach (var line in Field("patch", show(patch), $"{Verification.Words.Count(summary.ChangedFiles.Count, "file")}{(summary.Isolated ? "" : ", applied")}"))
            {
                yield return line;
            }
        }

        if (summary.EvidenceDirectory is { } evidence)
        {
            foreach (var line in Field("evidence", show(Path.Combine(evidence, EvidenceWriter.MarkdownFile)), ""))
            {
                yield return line;
            }
        }

        foreach (var next in summary.Next)
        {
            foreach (var line in Field(ReferenceEquals(next, summary.Next[0]) ? "next" : "", next, ""))
            {
                yield return line;
            }
        }
    }

    // Where not all fits, findings are the first to go, then the clauses that hold; the evidence has it all.
    private IEnumerable<string> Clauses(GoalSummary summary, Verbosity verbosity, int? rows)
    {
        if (verbosity == Verbosity.Detailed || rows is not { } most)
        {
            return Clauses(summary, verbosity == Verbosity.Detailed ? int.MaxValue : ShownFindings, withHolding: true);
        }

        foreach (var (findings, withHolding) in new[] { (ShownFindings, true), (2, true), (ShownFindings, false), (2, false), (1, false), (0, false) })
        {
            // What does not fit is laid out no further than that shows.
            if (Clauses(summary, findings, withHolding).Take(most + 1).ToList() is var lines && lines.Count <= most)
            {
                return lines;
            }
        }

        return Bare(summary, most);
    }

    // The first of what does not hold, as many as there is room for.
    private List<string> Bare(GoalSummary summary, int most)
    {
        var clauses = new ClauseLines(ink, width, show);
        var lines = new List<string>();
        var open = summary.Open.ToList();
        var shown = 0;
        while (shown < open.Count && clauses.Of(open[shown]).ToList() is var next && (shown == 0 || lines.Count + next.Count <= most - 3))
        {
            lines.AddRange(next);
            shown++;
        }

        if (shown < open.Count)
        {
            lines.Add(new string(' ', ClauseLines.Indent) + ink.Dim($"{open.Count - shown} more{(Rest(summary) is { } rest ? $" in {rest}" : "")}"));
        }

        if (summary.Holding > 0)
        {
            lines.Add(Holding(summary));
        }

        return [.. lines, ""];
    }

    private string Holding(GoalSummary summary) => $"  {ink.Green("holds".PadRight(ClauseLines.Indent - 4))}  {Verification.Words.Count(summary.Holding, "clause")}";

    private string? Rest(GoalSummary summary) => summary.EvidenceDirectory is { } directory ? show(Path.Combine(directory, EvidenceWriter.MarkdownFile)) : null;

    private IEnumerable<string> Clauses(GoalSummary summary, int findings, bool withHolding)
    {
        var lines = new ClauseLines(ink, width, show);
        var rest = Rest(summary);
        foreach (var verdict in summary.Verdicts.Concat(summary.Constraints.Where(verdict => verdict.Status != VerdictStatus.Holds)))
        {
            if (verdict.Status == VerdictStatus.Holds && !withHolding)
            {
                continue;
            }

            foreach (var line in lines.Of(verdict))
            {
                yield return line;
            }

            if (verdict.Status != VerdictStatus.Holds)
            {
                foreach (var line in lines.Findings(summary.Goal, verdict, findings, rest))
                {
                    yield return line;
                }
            }
        }

        if (!withHolding && summary.Holding > 0)
        {
            yield return Holding(summary);
        }

        if (summary.Verdicts.Count > 0)
        {
            yield return "";
        }
    }

    private string Outcome(GoalSummary summary)
    {
        var words = summary.OutcomeWords;
        var colored = summary.ExitCode switch
        {
            ExitCode.Met => ink.Green(words),
            ExitCode.WaitingForReview or ExitCode.Cancelled => ink.Yellow(words),
            _ => ink.Red(words),
        };
        var parts = new List<string>();
        if (summary.Verdicts.Count > 0)
        {
            parts.Add(Verification.Words.Holding(summary.Holding, summary.Verdicts.Count));
        }

        if (summary.Turns is { } turns)
        {
            parts.Add(Verification.Words.Count(turns, "turn"));
        }

        if (summary.Spent.Tokens > 0)
        {
            parts.Add(Phrasing.Short(summary.Spent));
        }

        parts.Add(Phrasing.Time(summary.Duration));
        var tail = string.Join(", ", parts);
        return $"{ink.Bold(Phrasing.Cut(summary.Goal.Name, Math.Max(10, width - words.Length - tail.Length - 4)))}: {colored}  {ink.Dim(tail)}";
    }

    // A path or a command stays whole, for a terminal to make a link of it and a reader to copy it; a note that finds no room gets a line.
    private IEnumerable<string> Field(string label, string value, string note)
    {
        var fits = note.Length == 0 || FieldIndent + value.Length + 2 + note.Length <= width;
        yield return $"  {ink.Dim(label.PadRight(FieldIndent - 4))}  {value}{(note.Length > 0 && fits ? "  " + ink.Dim(note) : "")}";
        if (!fits)
        {
            yield return new string(' ', FieldIndent) + ink.Dim(note);
        }
    }
}
