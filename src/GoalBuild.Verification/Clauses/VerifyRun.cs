using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>run STRING [in DIR] [exits N] [prints STRING|PATTERN] [never prints …]</c></summary>
internal sealed class RunKind : ClauseKind<RunClause>
{
    /// <inheritdoc/>
    public override OutputUse OutputUse => OutputUse.MayWrite;

    /// <inheritdoc/>
    public override bool RunsInContainer => true;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(RunClause clause, ClauseContext context)
    {
        return
        [
            context.Verify(
                nameof(VerifyRun),
                ("Command", clause.Command.Value),
                ("Directory", context.FullPath(clause.Directory ?? new Text("."))),
                ("Exits", clause.Exits.ToString(CultureInfo.InvariantCulture)),
                Texts("PrintsTexts", never: false),
                Patterns("PrintsPatterns", never: false),
                Texts("NeverPrintsTexts", never: true),
                Patterns("NeverPrintsPatterns", never: true)),
        ];

        TaskParameter Texts(string name, bool never) =>
            TaskParameter.List(name, [.. clause.Prints.Where(print => print.Never == never).Select(print => print.Text?.Value).OfType<string>()]);

        TaskParameter Patterns(string name, bool never) =>
            TaskParameter.List(name, [.. clause.Prints.Where(print => print.Never == never).Select(print => print.Pattern?.ToString()).OfType<string>()]);
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(RunClause clause, ClauseContext context) => new ClauseReads.Tree();
}

/// <summary>Runs a command and judges its exit code and what it prints.</summary>
public sealed class VerifyRun : CommandTask
{
    /// <summary>The exit code that it must end with.</summary>
    public int Exits { get; set; }

    /// <summary>Texts that it must print.</summary>
    public string[] PrintsTexts { get; set; } = [];

    /// <summary>Patterns that what it prints must match, each <c>/regex/flags</c>.</summary>
    public string[] PrintsPatterns { get; set; } = [];

    /// <summary>Texts that it must not print.</summary>
    public string[] NeverPrintsTexts { get; set; } = [];

    /// <summary>Patterns that what it prints must not match.</summary>
    public string[] NeverPrintsPatterns { get; set; } = [];

    /// <inheritdoc/>
    protected override Verdict Judge(ProcessResult result)
    {
        if (result.ExitCode != Exits)
        {
            var expected = Exits == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", not {Exits}");
            return Fails(string.Create(CultureInfo.InvariantCulture, $"It exits with {result.ExitCode}{expected}.{LastLine(result)}"), OutputFindings(result)) with { Figures = ExitCode(result) };
        }

        try
        {
            return (JudgePrints(result) ?? Holds(string.Create(CultureInfo.InvariantCulture, $"It exits with {result.ExitCode}{(PrintsTexts.Length + PrintsPatterns.Length > 0 ? " and prints what is asked" : "")}."))) with { Figures = ExitCode(result) };
        }
        catch (RegexMatchTimeoutException exception)
        {
            return Unknown(ClausePattern.Backtracks($"/{exception.Pattern}/"));
        }
    }

    private Verdict? JudgePrints(ProcessResult result)
    {
        foreach (var text in MSBuildText.Elements(PrintsTexts))
        {
            if (!Streams(result).Any(stream => stream.Text.Contains(text, StringComparison.Ordinal)))
            {
                return Missing(result, $"\"{text}\"");
            }
        }

        foreach (var pattern in MSBuildText.Elements(PrintsPatterns))
        {
            var regex = ClausePattern.Parse(pattern);
            if (!Streams(result).Any(stream => regex.IsMatch(stream.Text)))
            {
                return Missing(result, pattern);
            }
        }

        foreach (var text in MSBuildText.Elements(NeverPrintsTexts))
        {
            if (Streams(result).FirstOrDefault(stream => stream.Text.Contains(text, StringComparison.Ordinal)) is { } stream)
            {
                return Fails($"It prints \"{text}\", which it never should.", Around(stream.Text, stream.Text.IndexOf(text, StringComparison.Ordinal)));
            }
        }

        foreach (var pattern in MSBuildText.Elements(NeverPrintsPatterns))
        {
            var regex = ClausePattern.Parse(pattern);
            foreach (var stream in Streams(result))
            {
                if (regex.Match(stream.Text) is { Success: true } match)
                {
                    return Fails($"It prints what matches {pattern}, which it never should.", Around(stream.Text, match.Index));
                }
            }
        }

        return NeverPrintsTexts.Length + NeverPrintsPatterns.Length > 0 && !IsWhole(result) ? Cut("Whether it never prints that") : null;
    }

    private Verdict Missing(ProcessResult result, string what) =>
        IsWhole(result) ? Fails($"It does not print {what}.", OutputFindings(result)) : Cut($"Whether it prints {what}");

    private static CapturedText[] Streams(ProcessResult result) => [result.StandardOutput, result.StandardError];

    private static ValueList<Figure> ExitCode(ProcessResult result) => [new Figure("exit code", result.ExitCode, "", null)];

    private static Finding Around(string text, int index)
    {
        var start = index == 0 ? 0 : text.LastIndexOf('\n', index - 1) + 1;
        var end = text.IndexOf('\n', index) is var newline and >= 0 ? newline : text.Length;
        var line = text[start..end].TrimEnd('\r');
        return new Finding(FindingKind.Output, line.Length <= 500 ? line : line[..500] + "…");
    }
}
