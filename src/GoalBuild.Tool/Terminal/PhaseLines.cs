using GoalBuild.Agent.Log;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>Renders the phases of a goal in the order of the work, as lines that fit the width: where each stands, what it comes after, and what of its own budget is spent.</summary>
/// <param name="ink">Colours.</param>
/// <param name="width">Columns.</param>
internal sealed class PhaseLines(Ink ink, int width)
{
    /// <summary>Columns before a phase's name: two blanks, the longest state, two blanks; as before a clause's.</summary>
    private const int Indent = 11;

    // So many are taken in at one glance; of more, those matter that are neither done nor far off.
    private const int MostWhole = 12;

    /// <summary>The state in a word, as people are told.</summary>
    /// <param name="state">The state.</param>
    public static string Of(PhaseState state) => state switch
    {
        PhaseState.Met => "met",
        PhaseState.AtWork => "at work",
        PhaseState.NotMet => "not met",
        _ => "waiting",
    };

    /// <summary>What there is to say of a phase behind its name.</summary>
    /// <param name="phase">The phase.</param>
    public static string Of(PhaseSituation phase)
    {
        string[] parts =
        [
            phase.After.Count > 0 ? $"after {string.Join(", ", phase.After)}" : "",
            phase.Clauses == 0 ? "no clause of its own" : $"{phase.Holding} of {phase.Clauses} {(phase.Clauses == 1 ? "holds" : "hold")}",
            string.Join(", ", Spent(phase)),
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    /// <summary>The lines. Of many phases those are left out that are met, or wait, between two others that do.</summary>
    /// <param name="phases">The phases, in the order of the work.</param>
    /// <param name="isWhole">Whether none is left out.</param>
    public IEnumerable<string> Of(IReadOnlyList<PhaseSituation> phases, bool isWhole)
    {
        foreach (var (state, text) in Rows(phases, isWhole || phases.Count <= MostWhole))
        {
            var label = Of(state).PadRight(Indent - 4);
            var shown = $"  {state switch { PhaseState.Met => ink.Green(label), PhaseState.NotMet => ink.Red(label), PhaseState.AtWork => ink.Yellow(label), _ => ink.Dim(label) }}  ";
            foreach (var line in Phrasing.Wrap(text, width - Indent))
            {
                yield return shown + line;
                shown = new string(' ', Indent);
            }
        }
    }

    private static IEnumerable<(PhaseState State, string Text)> Rows(IReadOnlyList<PhaseSituation> phases, bool isWhole)
    {
        for (var index = 0; index < phases.Count; index++)
        {
            var phase = phases[index];
            yield return (phase.State, Phrasing.Line($"{phase.Name}  {Of(phase)}"));
            var alike = isWhole || phase.State is PhaseState.AtWork or PhaseState.NotMet ? 1 : phases.Skip(index).TakeWhile(next => next.State == phase.State).Count();
            if (alike > 3)
            {
                yield return (phase.State, $"… {alike - 2} more; -v detailed names them");
                index += alike - 2;
            }
        }
    }

    // What has a cap of its own is told with it from the start; the rest once something is spent.
    private static IEnumerable<string> Spent(PhaseSituation phase)
    {
        var caps = phase.Caps ?? new Budget();
        if (caps.Turns is not null || phase.Turns > 0)
        {
            yield return caps.Turns is { } turns ? $"{phase.Turns} of {Words.Count(turns, "turn")}" : Words.Count(phase.Turns, "turn");
        }

        if (caps.Tokens is not null || phase.Spent.Tokens > 0)
        {
            yield return caps.Tokens is { } tokens ? $"{Phrasing.Number(phase.Spent.Tokens)} of {Phrasing.Number(tokens)} tokens" : $"{Phrasing.Number(phase.Spent.Tokens)} tokens";
        }

        if (caps.Cost is not null || phase.Spent.Dollars > 0)
        {
            yield return caps.Cost is { } cost ? $"{Phrasing.Dollars(phase.Spent.Dollars)} of {Phrasing.Dollars(cost)}" : Phrasing.Dollars(phase.Spent.Dollars);
        }

        if (caps.Time is { } time)
        {
            yield return $"{Phrasing.Time(phase.Time)} of {Phrasing.Time(time)}";
        }
    }
}
