using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>Renders verdicts as lines that fit the width: status, name and figure, time at the right.</summary>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
/// <param name="show">Makes an absolute path one that is shown.</param>
internal sealed class ClauseLines(Ink ink, int width, Func<string, string> show)
{
    /// <summary>Columns before a clause's name: two blanks, the longest status, two blanks.</summary>
    public const int Indent = 11;

    /// <summary>The line of a verdict; a reason that does not fit goes on lines of its own.</summary>
    /// <param name="verdict">The verdict.</param>
    public IEnumerable<string> Of(Verdict verdict)
    {
        var status = (verdict is { Judged: true, Status: VerdictStatus.Holds } ? "judged" : Phrasing.Of(verdict.Status)).PadRight(Indent - 4);
        var colored = verdict.Status switch
        {
            VerdictStatus.Holds => ink.Green(status),
            VerdictStatus.Fails => ink.Red(status),
            _ => ink.Yellow(status),
        };
        var time = verdict.Reused ? "reused" : Phrasing.Time(verdict.Duration);
        var room = width - Indent - time.Length - 2;
        var name = Phrasing.Cut(verdict.Clause, room);
        var reason = Phrasing.Line(verdict.Reason);
        var fits = reason.Length > 0 && Phrasing.Width(name) + 2 + Phrasing.Width(reason) <= room;
        var middle = fits ? name + "  " + reason : name;
        var shown = fits ? name + "  " + ink.Dim(reason) : name;
        yield return $"  {colored}  {shown}{new string(' ', Math.Max(2, width - Indent - Phrasing.Width(middle) - time.Length))}{ink.Dim(time)}";
        if (!fits && reason.Length > 0)
        {
            foreach (var line in Phrasing.Wrap(verdict.Reason, width - Indent))
            {
                yield return new string(' ', Indent) + (verdict.Status == VerdictStatus.Holds ? ink.Dim(line) : line);
            }
        }
    }

    /// <summary>The first findings of a verdict, and where the rest is.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="most">How many findings are shown.</param>
    /// <param name="rest">Where the rest can be read.</param>
    public IEnumerable<string> Findings(GoalView goal, Verdict verdict, int most, string? rest)
    {
        var margin = new string(' ', Indent);
        foreach (var finding in verdict.Findings.Take(most))
        {
            var place = goal.PlaceOf(finding, show);
            var what = $"{(finding.Code is null ? "" : finding.Code + " ")}{(finding.Test is null ? "" : finding.Test + ": ")}{finding.Message.Trim()}";

            // A place on a line of its own stays whole, so that a terminal can make a link of it.
            var inline = place.Length > 0 && Phrasing.Line(what) == what && Indent + place.Length + 2 + what.Length <= width;
            if (place.Length > 0)
            {
                yield return margin + ink.Cyan(place) + (inline ? "  " + what : "");
            }

            if (!inline)
            {
                var indent = place.Length > 0 ? margin + "  " : margin;
                foreach (var line in Phrasing.Wrap(what, width - indent.Length))
                {
                    yield return indent + line;
                }
            }
        }

        if (verdict.Findings.Count > most)
        {
            var more = most == 0 ? Verification.Words.Count(verdict.Findings.Count, "finding") : $"{verdict.Findings.Count - most} more";
            yield return margin + ink.Dim($"{more}{(rest is null ? "" : $" in {rest}")}");
        }
    }
}
