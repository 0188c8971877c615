using System.Globalization;
using System.Text;
using GoalBuild.Agent.Executors;

namespace GoalBuild.Report.Html;

/// <summary>
/// The course of a run as drawings without a script: clauses that held, tokens, and cost, one below the other over the same turns. Only shapes are
/// drawn; words and numbers are text of the page beside them, so that they are as large on a telephone as on paper.
/// </summary>
internal static class TimeLineChart
{
    // What a narrow screen can tell apart. Of more turns, several share a bar.
    private const int MostBars = 160;
    private const int Height = 100;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="report">The report.</param>
    public static void Write(HtmlWriter html, RunReport report)
    {
        var bars = Bars(report.Turns);
        var clauses = Math.Max(report.Evidence.Clauses.Count, 1);
        html.Line();
        using var figure = html.Open("figure", ("class", "chart"));
        using (Panel(html, "Clauses held", $"of {clauses}", HoldingInWords(report, clauses), bars.Count, "held"))
        {
            Holding(html, bars, report.HoldingAtStart, clauses);
        }

        var tokens = bars.ConvertAll(bar => (decimal)bar.Spent.Tokens);
        var dollars = bars.ConvertAll(bar => bar.Spent.Dollars);
        var each = bars.Count < report.Turns.Count ? $"in {bars[0].Turns} turns" : "in a turn";
        if (tokens.Max() > 0)
        {
            using var panel = Panel(html, "Tokens", $"most {Figures.Short(tokens.Max())} {each}", $"Tokens by turn: {Figures.Count((long)tokens.Sum())} in all, {Figures.Count((long)tokens.Max())} at most {each}.", bars.Count, "tokens");
            Columns(html, tokens);
        }

        if (dollars.Max() > 0)
        {
            using var panel = Panel(html, "Cost", $"most {Figures.Dollars(dollars.Max())} {each}", $"Cost by turn: {Figures.Dollars(dollars.Sum())} in all, {Figures.Dollars(dollars.Max())} at most {each}.", bars.Count, "cost");
            Columns(html, dollars);
        }

        Ticks(html, report.Turns);
        Caption(html, report, tokens.Max() == 0);
    }

    private static HtmlWriter.Element Panel(HtmlWriter html, string name, string scale, string words, int width, string kind)
    {
        html.Line();
        using (html.Open("p", ("class", "axis")))
        {
            html.Leaf("span", name).Leaf("span", scale, ("class", "scale"));
        }

        return html.Open("svg", ("class", kind), ("role", "img"), ("aria-label", words), ("viewBox", $"0 0 {width} {Height}"), ("preserveAspectRatio", "none"));
    }

    private static void Holding(HtmlWriter html, List<Bar> bars, int? atStart, int clauses)
    {
        var line = new StringBuilder();
        int? last = atStart;
        for (var index = 0; index < bars.Count; index++)
        {
            if (bars[index].Undone > 0)
            {
                // As high as their share of the turns that share the bar.
                var height = (decimal)Height * bars[index].Undone / bars[index].Turns;
                html.Empty("rect", ("class", "undone"), ("x", Number(index)), ("y", Number(Height - height)), ("width", "1"), ("height", Number(height)));
            }

            if (last is { } before)
            {
                line.Append(CultureInfo.InvariantCulture, $"{(line.Length == 0 ? "M" : "L")}{index} {Y(before)}");
            }

            last = bars[index].Holding ?? last;
            if (last is { } after)
            {
                line.Append(CultureInfo.InvariantCulture, $"{(line.Length == 0 ? "M" : "L")}{Number(index + 0.5m)} {Y(after)}L{index + 1} {Y(after)}");
            }
        }

        if (line.Length > 0)
        {
            html.Empty("path", ("class", "line"), ("d", line.ToString()), ("vector-effect", "non-scaling-stroke"));
        }

        // A little room above and below, so that a line at either end is whole.
        string Y(int holding) => Number(Height - 3 - (Height - 6) * (decimal)holding / clauses);
    }

    private static void Columns(HtmlWriter html, List<decimal> values)
    {
        var most = values.Max();
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] > 0)
            {
                var height = Math.Max(1, Height * values[index] / most);
                html.Empty("rect", ("x", Number(index + 0.1m)), ("y", Number(Height - height)), ("width", "0.8"), ("height", Number(height)));
            }
        }
    }

    private static void Ticks(HtmlWriter html, IReadOnlyList<ReportTurn> turns)
    {
        using var ticks = html.Open("p", ("class", "ticks"));
        html.Leaf("span", $"turn {Figures.Count(turns[0].Number)}");
        if (turns.Count > 2)
        {
            html.Leaf("span", Figures.Count(turns[turns.Count / 2].Number));
        }

        if (turns.Count > 1)
        {
            html.Leaf("span", Figures.Count(turns[^1].Number));
        }
    }

    private static void Caption(HtmlWriter html, RunReport report, bool noModel)
    {
        var undone = report.Turns.Count(turn => turn.State == "undone");
        var words = $"{(undone == 0 ? "" : $"{Verification.Words.Count(undone, "turn")} undone, shaded. ")}{(noModel ? "No model was asked." : $"{Figures.Count(report.Turns.Sum(turn => turn.Spent.Tokens))} tokens in all, {Figures.Dollars(report.Turns.Sum(turn => turn.Spent.Dollars))}.")}";
        html.Leaf("figcaption", words, ("class", "small"));
    }

    private static string HoldingInWords(RunReport report, int clauses)
    {
        var last = report.Turns.LastOrDefault(turn => turn.Holding is not null)?.Holding;
        return $"Clauses held by turn: {(report.HoldingAtStart is { } first ? $"{first} of {clauses} at the start" : "not known at the start")}, {(last is { } end ? $"{end} after turn {report.Turns[^1].Number}" : "not found out since")}.";
    }

    private static List<Bar> Bars(IReadOnlyList<ReportTurn> turns)
    {
        var each = (turns.Count + MostBars - 1) / MostBars;
        return [.. turns.Chunk(each).Select(group => new Bar(
            group.Length,
            group.LastOrDefault(turn => turn.Holding is not null)?.Holding,
            group.Aggregate(Spending.None, (sum, turn) => sum.Plus(turn.Spent)),
            group.Count(turn => turn.State == "undone")))];
    }

    private static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>One or several turns that share a bar.</summary>
    private sealed record Bar(int Turns, int? Holding, Spending Spent, int Undone);
}
