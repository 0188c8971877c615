using GoalBuild.Tool.Commands;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Terminal;

/// <summary>The end of a goal for people: the outcome, each clause, what is wrong, what to do, and where the evidence is.</summary>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
/// <param name="show">Makes an absolute path one that is shown.</param>
internal sealed class SummaryText(Ink ink, int width, Func<string, string> show)
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
        if (verbosity >= Verbosity.Normal && summary.Turns is not null)
        {
            foreach (var line in Clauses(summary, verbosity))
            {
                yield return line;
            }
        }

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

    private IEnumerable<string> Clauses(GoalSummary summary, Verbosity verbosity)
    {
        var lines = new ClauseLines(ink, width, show);
        var rest = summary.EvidenceDirectory is { } directory ? show(Path.Combine(directory, EvidenceWriter.MarkdownFile)) : null;
        foreach (var verdict in summary.Verdicts.Concat(summary.Constraints.Where(verdict => verdict.Status != VerdictStatus.Holds)))
        {
            foreach (var line in lines.Of(verdict))
            {
                yield return line;
            }

            if (verdict.Status != VerdictStatus.Holds)
            {
                foreach (var line in lines.Findings(summary.Goal, verdict, verbosity == Verbosity.Detailed ? int.MaxValue : ShownFindings, rest))
                {
                    yield return line;
                }
            }
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
