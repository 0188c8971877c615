using System.Text;
using GoalBuild.Verification;
using Spectre.Console;

namespace GoalBuild.Tool.Terminal;

/// <summary>
/// Draws how a goal stands as lines: of a run its phases and clauses, what the turn does, the budget and the keys; of a verification what runs now, since
/// each clause scrolls by as it ends. It draws for one caller at a time.
/// </summary>
/// <param name="color">Whether colours are used.</param>
/// <param name="glyphs">The signs.</param>
internal sealed class LivePanel(bool color, Glyphs glyphs)
{
    private const int MostRunning = 8;

    // Before a name: two blanks, a sign, a blank. Behind it, at most, two blanks and "59 min 59 s".
    private const int Indent = 4;
    private const int TimeWidth = 13;

    // A text this wide says enough; what is left over belongs to the name.
    private const int TextWidth = 32;

    // Two of them, with their figures, are to fit side by side in 80 columns.
    private const int BarWidth = 8;

    // From here on a budget is worth a look.
    private const double Tight = 0.8;

    private const double MillisecondsOfStep = 120;

    private static readonly Style Dim = new(decoration: Decoration.Dim), Bold = new(decoration: Decoration.Bold);
    private static readonly Style Cyan = new(Color.Teal), Green = new(Color.Green), Red = new(Color.Maroon), Yellow = new(Color.Olive);

    private readonly StringBuilder _drawn = new();

    // The library knows the terminal's colours and how wide its characters are; what it writes goes out with the line above it, at once.
    private IAnsiConsole? _console;

    /// <summary>The lines; none is wider than the terminal, less one column, since a full line would wrap in some.</summary>
    /// <param name="view">How things stand, or null.</param>
    /// <param name="keys">What the keys do, or empty.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Most lines.</param>
    public IReadOnlyList<string> Lines(LiveView? view, string keys, int width, int height)
    {
        if (view is null || height < 1)
        {
            return [];
        }

        // Where there is little room, the clauses go first, then the budget, then the keys; what goes on is always to be seen.
        var end = new List<Paragraph> { Activity(view, width) };
        var budget = Budget(view, width).ToList();
        if (height > budget.Count + (keys.Length > 0 ? 1 : 0))
        {
            end.InsertRange(0, budget);
        }

        if (keys.Length > 0 && height > end.Count)
        {
            end.Add(Line(keys, width, Dim));
        }

        var rows = view.IsRun ? RunRows(view, height - end.Count) : RunningRows(view, height - end.Count);
        return Draw(rows.Count > 0 ? [.. Table(rows, width), .. end] : end, width, height);
    }

    // Only what is under way, the longest first.
    private static List<PanelRow> RunningRows(LiveView view, int room)
    {
        var running = view.Clauses.Where(IsUnderWay).OrderBy(clause => clause.State == LiveClauseState.Paused).ThenByDescending(clause => clause.Time).ToList();
        var most = Math.Min(MostRunning, room - 1);
        List<PanelRow> rows = [.. running.Take(most).Select(clause => new PanelRow(clause, ""))];
        if (most > 0 && running.Count > most)
        {
            rows.Add(new PanelRow(null, $"and {running.Count - most} more"));
        }

        return rows;
    }

    // Of many clauses those are shown that say most: what runs, what fails, what waits, what holds; in the order of the goal, under their phases.
    private static List<PanelRow> RunRows(LiveView view, int room)
    {
        var phases = view.Clauses.GroupBy(clause => clause.Phase ?? "", StringComparer.Ordinal).ToList();
        var hasPhases = phases.Exists(phase => phase.Key.Length > 0);
        var all = view.Clauses.Count + (hasPhases ? phases.Count(phase => phase.Key.Length > 0) : 0);
        if (room < 1)
        {
            return [];
        }

        HashSet<LiveClause> chosen = [.. view.Clauses];
        if (all > room)
        {
            // One line for what is left out, and one for each phase where they are few.
            var heads = hasPhases && phases.Count <= room / 3 ? phases.Count : 0;
            chosen = [.. view.Clauses.OrderBy(Rank).Take(Math.Max(0, room - 1 - heads))];
            hasPhases &= heads > 0;
        }

        var rows = new List<PanelRow>();
        foreach (var phase in phases)
        {
            if (hasPhases && phase.Key.Length > 0)
            {
                var held = phase.Count(clause => clause.State == LiveClauseState.Holds);
                rows.Add(new PanelRow(null, $"phase {phase.Key}: {Words.Holding(held, phase.Count())}"));
            }

            rows.AddRange(phase.Where(chosen.Contains).Select(clause => new PanelRow(clause, "")));
        }

        var rest = view.Clauses.Where(clause => !chosen.Contains(clause)).ToList();
        if (rest.Count > 0)
        {
            rows.Add(new PanelRow(null, $"and {rest.Count} more: {string.Join(", ", Counts(rest))}"));
        }

        return rows;
    }

    private static IEnumerable<string> Counts(List<LiveClause> clauses)
    {
        foreach (var (state, word) in new[] { (LiveClauseState.Holds, "hold"), (LiveClauseState.Fails, "fail"), (LiveClauseState.Unknown, "unknown"), (LiveClauseState.Waiting, "wait") })
        {
            if (clauses.Count(clause => clause.State == state) is > 0 and var count)
            {
                yield return $"{count} {word}";
            }
        }

        if (clauses.Count(IsUnderWay) is > 0 and var running)
        {
            yield return $"{running} under way";
        }
    }

    private static bool IsUnderWay(LiveClause clause) => clause.State is LiveClauseState.Running or LiveClauseState.Paused;

    private static int Rank(LiveClause clause) => clause.State switch
    {
        LiveClauseState.Running => 0,
        LiveClauseState.Fails or LiveClauseState.Unknown => 1,
        LiveClauseState.Paused => 2,
        LiveClauseState.Waiting => 3,
        _ => 4,
    };

    // One line: sign, name, what there is to say of it, and the time at the right.
    private static Paragraph Row(string glyph, Style style, string name, Style nameStyle, int nameWidth, string text, TimeSpan? time, string noTime, int width)
    {
        var shownTime = time is { } known ? Phrasing.Time(known) : noTime;
        var room = width - 1 - Indent - shownTime.Length - 1;
        var shownName = Phrasing.Cut(name, Math.Min(nameWidth, room));
        var used = Phrasing.Width(shownName);
        var line = new Paragraph().Append("  ").Append(glyph, style).Append(" ").Append(shownName, nameStyle);
        var at = Math.Max(used, Math.Min(nameWidth, room)) + 2;
        if (text.Length > 0 && room - at > 8)
        {
            var shown = Phrasing.Cut(text, room - at);
            line.Append(new string(' ', at - used)).Append(shown, Dim);
            used = at + Phrasing.Width(shown);
        }

        return line.Append(new string(' ', Math.Max(1, room - used + 1))).Append(shownTime, Dim);
    }

    private static Paragraph Line(string text, int width, Style style) => new Paragraph().Append("    ").Append(Phrasing.Cut(text, width - 1 - Indent), style);

    private IEnumerable<Paragraph> Table(List<PanelRow> rows, int width)
    {
        var longest = rows.Max(row => row.Clause is { } clause ? Phrasing.Width(clause.Name) : 0);
        var room = width - 1 - Indent - TimeWidth;
        var name = rows.Exists(row => row.Clause?.Text.Length > 0) ? Math.Min(longest, Math.Max(room * 11 / 20, room - TextWidth)) : longest;
        foreach (var row in rows)
        {
            if (row.Clause is not { } clause)
            {
                yield return Line(row.Text, width, Dim);
                continue;
            }

            var (glyph, style) = Sign(clause);
            var isWaiting = clause.State == LiveClauseState.Waiting;
            yield return Row(glyph, style, clause.Name, isWaiting ? Dim : Style.Plain, name, clause.Text, clause.Time, isWaiting ? "" : "reused", width);
        }
    }

    private Paragraph Activity(LiveView view, int width)
    {
        var holding = $"{view.Holding} of {Words.Count(view.Goal.Clauses.Count, "clause")} {(view.Holding == 1 ? "holds" : "hold")}";
        var text = view.Message.Length > 0 ? view.Message : holding;
        return Row(SpinnerAt(view.Elapsed), Cyan, view.Activity, Bold, Phrasing.Width(view.Activity), text, view.Elapsed, "", width);
    }

    // What models cost, where nothing caps it, and each cap with its bar, as many on a line as fit.
    private IEnumerable<Paragraph> Budget(LiveView view, int width)
    {
        if (view.Spent is { } spent)
        {
            yield return Line(Phrasing.Of(spent), width, Dim);
        }

        Paragraph? line = null;
        var used = 0;
        foreach (var cap in view.Caps)
        {
            var wide = cap.Name.Length + cap.Text.Length + BarWidth + 2;
            if (Indent + wide > width - 1)
            {
                if (line is not null)
                {
                    yield return line;
                    line = null;
                }

                yield return Line($"{cap.Name} {cap.Text}", width, Dim);
                continue;
            }

            if (line is not null && used + 3 + wide > width - 1)
            {
                yield return line;
                line = null;
            }

            used = line is null ? Indent + wide : used + 3 + wide;
            line = line is null ? new Paragraph().Append("    ") : line.Append("   ");
            var full = (int)Math.Round(cap.Share * BarWidth, MidpointRounding.AwayFromZero);
            line.Append(cap.Name + " ", Dim)
                .Append(new string(glyphs.Full, full), cap.Share < Tight ? Green : cap.Share < 1 ? Yellow : Red)
                .Append(new string(glyphs.Empty, BarWidth - full), Dim)
                .Append(" " + cap.Text, Dim);
        }

        if (line is not null)
        {
            yield return line;
        }
    }

    private List<string> Draw(IReadOnlyList<Paragraph> lines, int width, int height)
    {
        _console ??= ConsoleOn(_drawn);
        _console.Profile.Width = width;
        _drawn.Clear();
        foreach (var line in lines.Take(height))
        {
            _console.Write(line);
            _drawn.Append('\n');
        }

        return [.. _drawn.ToString().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
    }

    private IAnsiConsole ConsoleOn(StringBuilder drawn)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(new StringWriter(drawn) { NewLine = "\n" }),
        });
        console.Profile.Capabilities.Unicode = ReferenceEquals(glyphs, Glyphs.Unicode);
        return console;
    }

    private (string Glyph, Style Style) Sign(LiveClause clause) => clause.State switch
    {
        LiveClauseState.Running => (SpinnerAt(clause.Time ?? TimeSpan.Zero), Cyan),
        LiveClauseState.Holds => (glyphs.Holds, Green),
        LiveClauseState.Fails => (glyphs.Fails, Red),
        LiveClauseState.Unknown => (glyphs.Unknown, Yellow),
        _ => (glyphs.Waiting, Dim),
    };

    private string SpinnerAt(TimeSpan elapsed) => glyphs.Spinner[(int)(elapsed.TotalMilliseconds / MillisecondsOfStep) % glyphs.Spinner.Length].ToString();

    /// <summary>A line about a clause, or one of text.</summary>
    /// <param name="Clause">The clause, or null.</param>
    /// <param name="Text">The text, where it is no clause.</param>
    private sealed record PanelRow(LiveClause? Clause, string Text);
}
