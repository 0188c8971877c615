using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Processes;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>measure STRING = run STRING [in DIR] matching PATTERN &lt;op&gt; NUMBER</c></summary>
internal sealed class MeasureKind : ClauseKind<MeasureClause>
{
    /// <inheritdoc/>
    public override OutputUse OutputUse => OutputUse.MayWrite;

    /// <inheritdoc/>
    public override bool RunsInContainer => true;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(MeasureClause clause, ClauseContext context) =>
    [
        context.Verify(
            nameof(VerifyMeasure),
            ("Name", clause.Name.Value),
            ("Command", clause.Command.Value),
            ("Directory", context.FullPath(clause.Directory ?? new Text("."))),
            ("Matching", clause.Matching.ToString()),
            ("Comparison", clause.Comparison.ToString()),
            ("Threshold", clause.Threshold.Value.ToString(CultureInfo.InvariantCulture)),
            ("Unit", Threshold.Symbol(clause.Threshold.Unit))),
    ];

    /// <inheritdoc/>
    protected override ClauseReads Reads(MeasureClause clause, ClauseContext context) => new ClauseReads.Tree();
}

/// <summary>Runs a command and compares a number that it prints. Of several matches the median counts, of an even number of them the mean of the middle two.</summary>
public sealed class VerifyMeasure : CommandTask
{
    /// <summary>What is measured.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The pattern whose group <c>value</c> is the number, <c>/regex/flags</c>.</summary>
    [Required]
    public string Matching { get; set; } = "";

    /// <summary>How the number is compared; a name of <see cref="GoalBuild.Language.Model.Comparison"/>.</summary>
    [Required]
    public string Comparison { get; set; } = "";

    /// <summary>What it is compared with, in the unit that the command prints.</summary>
    [Required]
    public string Threshold { get; set; } = "";

    /// <summary>The unit, for messages.</summary>
    public string Unit { get; set; } = "";

    /// <inheritdoc/>
    protected override Verdict Judge(ProcessResult result)
    {
        if (result.ExitCode != 0)
        {
            return Unknown(string.Create(CultureInfo.InvariantCulture, $"The command that measures exits with {result.ExitCode}.{LastLine(result)}")) with { Findings = [.. OutputFindings(result)] };
        }

        if (!IsWhole(result))
        {
            return Cut("What it measures");
        }

        var values = new List<decimal>();
        try
        {
            var regex = ClausePattern.Parse(Matching);
            if (!regex.GetGroupNames().Contains("value"))
            {
                return Unknown($"The pattern {Matching} has no group 'value'. Write (?<value>…) around the number.");
            }

            foreach (Match match in regex.Matches(result.StandardOutput.Text + "\n" + result.StandardError.Text))
            {
                var text = match.Groups["value"].Value;
                if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                {
                    return Unknown($"The pattern {Matching} matched '{text}', which is not a number such as 1200 or 1.5.") with { Findings = [.. OutputFindings(result)] };
                }

                values.Add(value);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            return Unknown(ClausePattern.Backtracks(Matching));
        }

        if (values.Count == 0)
        {
            return Unknown($"Nothing that the command printed matches {Matching}. Correct the pattern, or let the command print the number.") with { Findings = [.. OutputFindings(result)] };
        }

        return Compare(Median(values), values.Count);
    }

    private Verdict Compare(decimal measured, int count)
    {
        var threshold = decimal.Parse(Threshold, CultureInfo.InvariantCulture);
        var comparison = Enum.Parse<Comparison>(Comparison);
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} {measured}{Unit}{(count > 1 ? $" (median of {count})" : "")}, asked for {Clauses.Threshold.Symbol(comparison)} {threshold}{Unit}.");
        return (Clauses.Threshold.Holds(measured, comparison, threshold) ? Holds(reason) : Fails(reason)) with
        {
            Figures = [new Figure(Name, measured, Unit, threshold)],
        };
    }

    private static decimal Median(List<decimal> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] / 2) + (values[middle] / 2);
    }
}
