using System.Globalization;
using GoalBuild.Agent.Log;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Terminal;

/// <summary>Where a goal stands, for people.</summary>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
/// <param name="show">Makes an absolute path one that is shown.</param>
/// <param name="clock">Says since when something goes on.</param>
/// <param name="isWhole">Whether each of many phases has its line.</param>
internal sealed class StatusText(Ink ink, int width, Func<string, string> show, TimeProvider clock, bool isWhole)
{
    /// <summary>Columns before a clause's name: two blanks, the longest status, two blanks.</summary>
    private const int ClauseIndent = 11;

    /// <summary>The lines.</summary>
    /// <param name="status">Where the goal stands.</param>
    public IEnumerable<string> Lines(GoalStatus status)
    {
        var state = status.State.Replace('-', ' ');
        var colored = status.State switch
        {
            "met" => ink.Green(state),
            "running" or "interrupted" or "never-verified" or "cancelled" or "waiting-for-review" => ink.Yellow(state),
            _ => ink.Red(state),
        };
        var at = status.At is { } moment ? Time(moment) : "";
        yield return $"{ink.Bold(status.Goal.Name)}: {colored}  {ink.Dim(string.Join(", ", new[] { status.Goal.File, at }.Where(part => part.Length > 0)))}";
        foreach (var line in status.Message.Length > 0 ? Phrasing.Wrap(status.Message, width - 2) : [])
        {
            yield return "  " + line;
        }

        if (status.Situation is { } situation)
        {
            foreach (var line in Situation(status, situation))
            {
                yield return line;
            }
        }

        if (status.Phases.Count > 0)
        {
            yield return Field("phases", $"{status.Phases.Count(phase => phase.State == PhaseState.Met)} of {status.Phases.Count} met");
            foreach (var line in new PhaseLines(ink, width).Of(status.Phases, isWhole))
            {
                yield return line;
            }
        }

        foreach (var review in status.Reviews)
        {
            var signed = review.Person is null ? "not approved yet" : $"approved by {review.Person}{(review.At is { } when ? $", {Time(when)}" : "")}{(review.Note is { } note ? $": {note}" : "")}";
            yield return Field("review", $"{review.By} ({review.Subject}): {signed}");
        }

        // What another run or verification found must not read like what this one left.
        if (status.ClausesAt is { } earlier)
        {
            var held = status.Clauses.Count(clause => clause.Status == "holds");
            yield return "  " + ink.Dim($"This run has left no evidence yet. As of {Time(earlier)}, {Verification.Words.Holding(held, status.Clauses.Count)}{(held < status.Clauses.Count ? ":" : ".")}");
        }

        foreach (var clause in status.Clauses.Where(clause => clause.Status != "holds"))
        {
            // Whole, as where it was verified: a reason ends with what to do.
            var label = clause.Status.PadRight(ClauseIndent - 4);
            var shown = $"  {(clause.Status == "fails" ? ink.Red(label) : ink.Yellow(label))}  ";
            foreach (var line in Phrasing.Wrap($"{clause.Name}  {clause.Reason}", width - ClauseIndent))
            {
                yield return shown + line;
                shown = new string(' ', ClauseIndent);
            }
        }

        if (status.GoalChanged)
        {
            yield return "  " + ink.Yellow("The goal file was changed since.");
        }

        if (status.EvidenceDirectory is { } folder)
        {
            yield return Field("evidence", show(Path.Combine(folder, EvidenceWriter.MarkdownFile)));
        }

        foreach (var next in status.Next)
        {
            yield return Field("next", next);
        }
    }

    private IEnumerable<string> Situation(GoalStatus status, RunSituation situation)
    {
        if (situation.Now is { } now)
        {
            var turn = situation.Turn is { } number ? $"turn {number}: " : "";
            var since = clock.GetUtcNow() - situation.Since;
            var time = $", for {Phrasing.Time(since > TimeSpan.Zero ? since : TimeSpan.Zero)}";
            yield return Field("now", Phrasing.Cut(turn + now, width - 12 - time.Length) + time);
        }
        else if (situation.Turn is { } last)
        {
            yield return Field("turns", Phrasing.Cut($"{last}, the last by {situation.Executor}", width - 12));
        }

        var judged = status.Clauses.Count(clause => clause is { Kind: "judge", Status: "holds" });
        if (status.Clauses.Count > 0)
        {
            yield return Field("clauses", $"{status.Clauses.Count(clause => clause.Status == "holds")} of {status.Clauses.Count} hold{(judged == 0 ? "" : $", {judged} of them judged and not proved")}");
        }

        if (situation.Spent.Tokens > 0)
        {
            yield return Field("spent", Phrasing.Of(situation.Spent));
        }

        var left = Phrasing.Left(situation.Left, situation.TurnsLeft).TrimStart(';', ' ');
        yield return Field("elapsed", $"{Phrasing.Time(situation.Elapsed)}{(left.Length > 0 ? $"; {left}" : "")}");
    }

    private string Field(string label, string value) => $"  {ink.Dim(label.PadRight(8))}  {value}";

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
