using GoalBuild.Tool.Commands;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Terminal;

/// <summary>Azure Pipelines: logging commands. The evidence becomes a page of the run.</summary>
/// <param name="host">Takes the lines.</param>
/// <param name="options">Verbosity; colours are as asked for.</param>
internal sealed class AzureReporter(ToolHost host, OutputOptions options) : AnnotatingReporter(host, options)
{
    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary)
    {
        base.GoalFinished(summary);
        if (summary.EvidenceDirectory is { } folder && Path.Combine(folder, EvidenceWriter.MarkdownFile) is var report && File.Exists(report))
        {
            Write($"##vso[task.uploadsummary]{Data(report)}");
        }
    }

    /// <inheritdoc/>
    protected override string Annotation(bool error, string? file, int? line, int? column, string title, string message)
    {
        var place = file is null ? "" : $"sourcepath={Property(file)};{(line is null ? "" : $"linenumber={line};")}{(column is null ? "" : $"columnnumber={column};")}";
        return $"##vso[task.logissue type={(error ? "error" : "warning")};{place}code={Property(title)};]{Data(message)}";
    }

    /// <inheritdoc/>
    protected override string PlainLine(string line) => line
        .Replace("##vso[", "## vso[", StringComparison.OrdinalIgnoreCase)
        .Replace("##[", "## [", StringComparison.Ordinal);

    // The agent's own escapes; %AZP25 is its percent sign.
    private static string Data(string text) => string.Concat(text.Select(character => character is '\r' or '\n' || !Ink.IsUnsafe(character) ? character : character == '\t' ? ' ' : '?'))
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace("]", "%5D", StringComparison.Ordinal);
}
