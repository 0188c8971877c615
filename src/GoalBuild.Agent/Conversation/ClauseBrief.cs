using System.Globalization;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>What a model is told of one clause that does not hold.</summary>
/// <param name="verdict">Its verdict.</param>
/// <param name="clause">The clause, or null where the goal has it no more.</param>
/// <param name="source">The goal's text.</param>
/// <param name="before">Its verdict before the last turn, or null where there is none.</param>
internal sealed class ClauseBrief(Verdict verdict, GoalClause? clause, SourceText source, Verdict? before)
{
    private const int MostNew = 5;

    /// <summary>The least that is said of it: that it fails.</summary>
    public string Heading => $"{(verdict.Status == VerdictStatus.Unknown ? "UNKNOWN" : verdict.Constraint is null ? "FAILS" : $"BROKEN ({verdict.Constraint}) constraint")} '{Flat(verdict.Clause, 160)}'{Place}";

    /// <summary>What is said of it before the details: as it stands in the goal, why it fails, what was measured, and what changed.</summary>
    public IReadOnlyList<string> Facts
    {
        get
        {
            var lines = new List<string>();
            if (clause is not null)
            {
                lines.Add($"  clause: {Flat(source.Text.Substring(clause.Clause.Span.Start, clause.Clause.Span.Length), 400)}");
            }

            lines.Add($"  reason: {Flat(verdict.Reason, 400)}");
            if (verdict.Figures.Count > 0)
            {
                lines.Add($"  figures: {string.Join(", ", verdict.Figures.Select(Figure))}");
            }

            if (before is not null && Delta(VerdictDelta.Of(before, verdict)) is { } delta)
            {
                lines.Add(delta);
            }

            return lines;
        }
    }

    /// <summary>The details, one for each thing to mend, the most important first.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Details { get; } = [.. FindingGroup.Of(verdict.Findings).Select(FindingText.Short)];

    /// <summary>All that is known of it.</summary>
    public IEnumerable<string> Whole() =>
        [Heading, .. Facts, .. FindingGroup.Of(verdict.Findings).SelectMany(group => group.Findings).SelectMany(FindingText.Whole)];

    private string Place => clause is null ? "" : string.Create(
        CultureInfo.InvariantCulture, $" ({Path.GetFileName(source.Path)} line {source.PositionOf(clause.Clause.Span.Start).Line})");

    private string? Delta(VerdictDelta delta)
    {
        if (before!.Status == VerdictStatus.Holds)
        {
            return $"  since the last turn: it no longer holds{Named(delta)}";
        }

        return delta.Fixed + delta.Still + delta.New.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"  since the last turn: fixed {delta.Fixed}, new {delta.New.Count}, still {delta.Still}{Named(delta)}");
    }

    private static string Named(VerdictDelta delta)
    {
        var names = delta.New.Select(FindingText.Name).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : $"; new: {string.Join(", ", names.Take(MostNew))}{(names.Count > MostNew ? " …" : "")}";
    }

    private string Figure(Figure figure)
    {
        var was = before?.Figures.FirstOrDefault(other => other.Name == figure.Name && other.Unit == figure.Unit);
        var said = new[]
        {
            figure.Threshold is { } threshold ? $"asked {Number(threshold)}{Flat(figure.Unit, 20)}" : null,
            was is not null && was.Value != figure.Value ? $"before {Number(was.Value)}{Flat(figure.Unit, 20)}" : null,
        }.Where(part => part is not null).ToList();
        return $"{Flat(figure.Name, 60)} {Number(figure.Value)}{Flat(figure.Unit, 20)}{(said.Count == 0 ? "" : $" ({string.Join(", ", said)})")}";
    }

    private static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Flat(string text, int most) => PlainText.OneLine(text, most);
}
