using System.Globalization;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>How figures and times are said, everywhere alike.</summary>
internal static class Phrasing
{
    /// <summary>The code of the catalogue for a verdict that does not hold.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string CodeOf(Verdict verdict) => verdict.Status == VerdictStatus.Unknown ? DiagnosticCatalogue.ClauseUnknown.Code : verdict.Constraint ?? DiagnosticCatalogue.ClauseFails.Code;

    /// <summary>A duration to read: <c>0.4 s</c>, <c>1 min 12 s</c>, <c>2 h 5 min</c>.</summary>
    /// <param name="duration">The duration.</param>
    public static string Time(TimeSpan duration) =>
        duration.TotalSeconds < 60 ? duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : duration.TotalMinutes < 60 ? $"{(int)duration.TotalMinutes} min {duration.Seconds} s"
        : $"{(int)duration.TotalHours} h {duration.Minutes} min";

    /// <summary>What models cost: <c>12,345 tokens in (10,000 cached), 2,345 out, $0.12</c>. No dollars where no price is known.</summary>
    /// <param name="spent">What was spent.</param>
    public static string Of(Spending spent) =>
        $"{Number(spent.TokensIn)} tokens in{(spent.TokensCached > 0 ? $" ({Number(spent.TokensCached)} cached)" : "")}, {Number(spent.TokensOut)} out{(spent.Dollars > 0 ? $", {Dollars(spent.Dollars)}" : "")}";

    /// <summary>The same in short: <c>14,690 tokens, $0.12</c>.</summary>
    /// <param name="spent">What was spent.</param>
    public static string Short(Spending spent) => $"{Number(spent.Tokens)} tokens{(spent.Dollars > 0 ? $", {Dollars(spent.Dollars)}" : "")}";

    /// <summary>What is left of a budget, behind what was spent: <c>; left: $3.88, 18 min 0 s</c>; empty without a cap.</summary>
    /// <param name="left">What is left.</param>
    /// <param name="turns">How many turns are left, or null.</param>
    public static string Left(BudgetLeft left, long? turns = null)
    {
        string?[] parts =
        [
            turns is { } count ? Words.Count(count, "turn") : null,
            left.Tokens is { } tokens ? $"{Number(tokens)} tokens" : null,
            left.Dollars is { } dollars ? Dollars(dollars) : null,
            left.Time is { } time ? Time(time) : null,
        ];
        return parts.Any(part => part is not null) ? $"; left: {string.Join(", ", parts.Where(part => part is not null))}" : "";
    }

    /// <summary>A count with its thousands set off.</summary>
    /// <param name="count">The count.</param>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>An amount of money; below ten cents with the digits that tell.</summary>
    /// <param name="dollars">United States dollars.</param>
    public static string Dollars(decimal dollars) => "$" + dollars.ToString(dollars < 0.1m ? "0.00##" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>The status as the language says it.</summary>
    /// <param name="status">The status.</param>
    public static string Of(VerdictStatus status) => status switch
    {
        VerdictStatus.Holds => "holds",
        VerdictStatus.Fails => "fails",
        _ => "unknown",
    };

    /// <summary>That a turn was undone, and why.</summary>
    /// <param name="turn">The turn.</param>
    public static string Undone(TurnUndone turn) => $"Turn {turn.Turn}, {turn.Executor}, was undone: {turn.Reason}";

    /// <summary>How many columns of a terminal a text takes: two for a wide character, none for one that joins another.</summary>
    /// <param name="text">One line.</param>
    public static int Width(string text) => System.Text.Ascii.IsValid(text) ? text.Length : Cells.Of(text);

    /// <summary>A text as one line, cut with <c>…</c> where it is too long.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Most columns.</param>
    public static string Cut(string text, int width)
    {
        var line = Line(text);
        return Width(line) <= width ? line : width < 2 ? Start(line, width) : Start(line, width - 1) + "…";
    }

    /// <summary>As much of a line's start as fits; no character is parted.</summary>
    /// <param name="line">The line.</param>
    /// <param name="width">Most columns.</param>
    public static string Start(string line, int width)
    {
        if (System.Text.Ascii.IsValid(line))
        {
            return line[..Math.Clamp(width, 0, line.Length)];
        }

        var (end, used) = (0, 0);
        for (var elements = StringInfo.GetTextElementEnumerator(line); elements.MoveNext();)
        {
            used += Width(elements.GetTextElement());
            if (used > width)
            {
                break;
            }

            end = elements.ElementIndex + elements.GetTextElement().Length;
        }

        return line[..end];
    }

    /// <summary>A text as one line: breaks become blanks, and other control characters, which could move a cursor, become <c>?</c>.</summary>
    /// <param name="text">The text.</param>
    public static string Line(string text) => string.Create(text.Length, text, static (line, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            line[i] = source[i] is '\n' or '\r' or '\t' ? ' ' : Ink.IsUnsafe(source[i]) ? '?' : source[i];
        }
    }).Trim();

    /// <summary>Breaks a text into lines at blanks; a word that is wider than a line is broken.</summary>
    /// <param name="text">The text; its own line breaks stay.</param>
    /// <param name="width">Most columns, at least 1.</param>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var rest = Line(paragraph);
            while (Width(rest) > width)
            {
                var fits = Math.Max(1, Start(rest, width).Length);
                var at = fits < rest.Length && rest[fits] == ' ' ? fits : rest.LastIndexOf(' ', fits - 1);
                var taken = at > 0 ? at : fits;
                yield return rest[..taken].TrimEnd();
                rest = rest[taken..].TrimStart();
            }

            yield return rest;
        }
    }
}
