using System.Globalization;
using GoalBuild.Agent.Log;
using GoalBuild.Language.Model;
using GoalBuild.Report.Html;
using GoalBuild.Verification;

namespace GoalBuild.Report.Serving;

/// <summary>The pages of <c>serve</c>: the frame of each, and the part of it that is replaced as things happen.</summary>
internal static class LivePages
{
    private const int MostOfLine = 160;

    private static readonly string Script = Page.Resource("live.js");

    /// <summary>What these pages may do: their own script may ask this server alone, and a form be sent to it.</summary>
    public static string Policy { get; } = $"default-src 'none'; style-src {Page.StyleHash}; script-src {Page.HashOf(Script)}; connect-src 'self'; form-action 'self'; base-uri 'none'";

    /// <summary>The page of all runs.</summary>
    /// <param name="root">The tree, as it is shown.</param>
    /// <param name="part">What <see cref="HistoryPart"/> gave.</param>
    public static string History(string root, string part) => Page.Of($"Runs of {root}", html =>
    {
        using (html.Open("header", ("class", "head")))
        {
            html.Leaf("p", root, ("class", "kicker")).Leaf("h1", "Runs");
        }

        Live(html, part);
    }, Policy);

    /// <summary>The page of a run.</summary>
    /// <param name="view">The run.</param>
    /// <param name="part">What <see cref="RunPart"/> gave.</param>
    public static string Run(RunView view, string part) => Page.Of($"{view.Row.Run.Goal.Name}, live", html =>
    {
        Live(html, part);
        using var bar = html.Open("div", ("class", "bar"));
        if (view.Row.IsUnderWay)
        {
            using var form = html.Open("form", ("method", "post"), ("action", "pause"));
            html.Leaf("button", "Pause", ("class", "button"));
        }

        html.Leaf("a", "Report", ("href", "report")).Text(" ").Leaf("a", "All runs", ("href", "../../"));
    }, Policy);

    /// <summary>The runs and verifications, as far as they change.</summary>
    /// <param name="history">They.</param>
    public static string HistoryPart(History history)
    {
        var html = new HtmlWriter();
        var (rows, older, verifications) = history;
        if (rows.Count + verifications.Count == 0)
        {
            html.Leaf("p", "There is no run yet. 'dotnet goal run' makes one, and it appears here.");
            return html.ToString();
        }

        html.Leaf("p", $"{Words.Count(rows.Count(row => row.IsUnderWay), "run")} under way, {Words.Count(rows.Count + older, "run")} in all. {Figures.Dollars(rows.Sum(row => row.Spent.Dollars))} and {Figures.Count(rows.Sum(row => row.Spent.Tokens))} tokens{(older > 0 ? $" in the newest {rows.Count}" : "")}.{(verifications.Count > 0 ? $" {Words.Count(verifications.Count, "verification")}, which edited nothing." : "")}", ("class", "lead"));
        Table(html, rows.Select(HistoryRow.Of).Concat(verifications.Select(HistoryRow.Of)).OrderByDescending(row => row.StartedAt));
        return html.ToString();
    }

    /// <summary>A run, as far as it changes.</summary>
    /// <param name="view">The run.</param>
    public static string RunPart(RunView view)
    {
        var html = new HtmlWriter();
        var (row, situation) = (view.Row, view.Situation);
        using (html.Open("header", ("class", $"head {Figures.Mood(row.Outcome)}")))
        {
            using (html.Open("p", ("class", "kicker")))
            {
                html.Text($"Run {row.Run.Id} of ").Leaf("code", row.Run.Goal.File);
            }

            html.Leaf("h1", row.Run.Goal.Name);
            using (html.Open("p", ("class", "verdict")))
            {
                html.Leaf("strong", Figures.Outcome(row.Outcome)).Text(" ").Leaf("span", Words.Holding(row.Holding, row.Clauses), ("class", "proof"));
            }

            if (situation.Now is { } now)
            {
                html.Leaf("p", $"{(situation.Turn is { } turn ? $"Turn {turn}, {situation.Executor}: " : "")}{SafeText.OneLine(now, MostOfLine)}", ("class", "now"));
            }
            else if (row.Run.Message.Length > 0)
            {
                html.Leaf("p", row.Run.Message);
            }

            Figure(html, view);
        }

        Budget(html, view);
        Clauses(html, view);
        Log(html, view.Newest);
        return html.ToString();
    }

    private static void Live(HtmlWriter html, string part)
    {
        html.Line();
        using (html.Open("main", ("id", "live"), ("data-events", "events")))
        {
            // What the writer of a part has encoded.
            html.Own(part);
        }

        html.Line().Leaf("p", "", ("id", "state"), ("class", "small"), ("role", "status"));
        html.Line().Own("<script>").Own(Script).Own("</script>\n");
    }

    private static void Table(HtmlWriter html, IEnumerable<HistoryRow> rows)
    {
        using var table = html.Open("table", ("class", "runs"), ("role", "table"));
        using (html.Open("thead", ("role", "rowgroup")))
        {
            using var head = html.Open("tr", ("role", "row"));
            foreach (var title in new[] { "Goal", "Outcome", "Clauses", "Turns", "Cost", "Began" })
            {
                html.Leaf("th", title, ("scope", "col"), ("role", "columnheader"));
            }
        }

        using var body = html.Open("tbody", ("role", "rowgroup"));
        foreach (var row in rows)
        {
            html.Line();
            Row(html, row);
        }
    }

    private static void Row(HtmlWriter html, HistoryRow row)
    {
        using var line = html.Open("tr", ("role", "row"));
        using (html.Open("td", ("role", "cell")))
        {
            html.Leaf("a", row.Goal.Name, ("href", row.Address));
            if (row.Tag is { } tag)
            {
                html.Text(" ").Leaf("span", tag, ("class", "tag"));
            }

            html.Leaf("div", row.Goal.File, ("class", "small"));
        }

        using (html.Open("td", ("role", "cell")))
        {
            html.Leaf("span", Figures.Outcome(row.Outcome), ("class", $"state {Figures.Mood(row.Outcome)}"));
            html.Leaf("div", SafeText.OneLine(row.Message, MostOfLine), ("class", "small"));
        }

        html.Leaf("td", row.Clauses == 0 ? "" : $"{row.Holding} of {row.Clauses} hold", ("role", "cell"));
        html.Leaf("td", row.Turns, ("role", "cell"));
        html.Leaf("td", row.Cost, ("role", "cell"));
        using var began = html.Open("td", ("role", "cell"));
        html.Leaf("time", Figures.Moment(row.StartedAt), ("datetime", Figures.Machine(row.StartedAt)));
    }

    private static void Figure(HtmlWriter html, RunView view)
    {
        var (row, situation) = (view.Row, view.Situation);
        using var facts = html.Open("dl", ("class", "facts"));
        using (html.Open("div"))
        {
            var elapsed = ((long)situation.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            html.Leaf("dt", "Time").Leaf("dd", Figures.Duration(situation.Elapsed), ("data-elapsed", row.IsUnderWay ? elapsed : null));
        }

        Pair("Turns", Figures.Count(row.Turns));
        Pair("Tokens", Figures.Count(situation.Spent.Tokens));
        Pair("Cost", Figures.Dollars(situation.Spent.Dollars));
        foreach (var phase in situation.Phases)
        {
            Pair($"Phase {phase.Name}", $"{phase.State switch { PhaseState.AtWork => "at work", PhaseState.Met => "met", PhaseState.NotMet => "not met", _ => "waiting" }}, {phase.Holding} of {phase.Clauses}");
        }

        void Pair(string name, string value)
        {
            using var pair = html.Open("div");
            html.Leaf("dt", name).Leaf("dd", value);
        }
    }

    private static void Budget(HtmlWriter html, RunView view)
    {
        var situation = view.Situation;
        var bars = new List<(string Name, string Words, decimal Spent, decimal Left)>();
        if (situation.TurnsLeft is { } turns)
        {
            bars.Add(("Turns", $"{turns} left", view.Row.Turns, turns));
        }

        if (situation.Left.Tokens is { } tokens)
        {
            bars.Add(("Tokens", $"{Figures.Short(tokens)} left", situation.Spent.Tokens, tokens));
        }

        if (situation.Left.Dollars is { } dollars)
        {
            bars.Add(("Cost", $"{Figures.Dollars(dollars)} left", situation.Spent.Dollars, dollars));
        }

        if (situation.Left.Time is { } time)
        {
            bars.Add(("Time", $"{Figures.Duration(time)} left", (decimal)situation.Elapsed.TotalSeconds, (decimal)time.TotalSeconds));
        }

        if (bars.Count == 0)
        {
            return;
        }

        html.Leaf("h2", "Budget");
        using var all = html.Open("div", ("class", "bars"));
        foreach (var (name, words, spent, left) in bars)
        {
            using var bar = html.Open("label", ("class", "small"));
            html.Text($"{name}: {words}");
            html.Leaf("meter", "", ("min", "0"), ("max", "1"), ("value", (spent + left == 0 ? 0 : Math.Round(spent / (spent + left), 3)).ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void Clauses(HtmlWriter html, RunView view)
    {
        var verdicts = view.Situation.Verdicts.GroupBy(verdict => verdict.Clause).ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase);
        html.Leaf("h2", "Clauses");
        using var table = html.Open("table", ("class", "clauses"), ("role", "table"));
        using var body = html.Open("tbody", ("role", "rowgroup"));
        foreach (var clause in GoalClause.Of(view.Goal))
        {
            html.Line();
            using var row = html.Open("tr", ("role", "row"));
            var verdict = verdicts.GetValueOrDefault(clause.Name);
            using (html.Open("td", ("role", "cell")))
            {
                html.Leaf("code", clause.Name);
            }

            using var cell = html.Open("td", ("role", "cell"));
            ClauseTable.State(html, verdict?.Status ?? "unknown");
            html.Leaf("div", SafeText.OneLine(verdict?.Reason ?? "It was not verified yet.", MostOfLine), ("class", "small"));
        }
    }

    private static void Log(HtmlWriter html, IReadOnlyList<LogEntry> newest)
    {
        if (newest.Count == 0)
        {
            return;
        }

        html.Leaf("h2", "What the model does");
        using var log = html.Open("div", ("class", "log"));
        foreach (var entry in newest)
        {
            html.Line().Leaf("div", $"{entry.Kind}{(entry.Tool is { } tool && entry.Kind == LogKinds.Returned ? $" {tool}" : "")}: {SafeText.OneLine(entry.Text, MostOfLine)}");
        }
    }
}
