using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>GitHub Actions: workflow commands.</summary>
/// <param name="host">Takes the lines.</param>
/// <param name="options">Verbosity; colours are as asked for.</param>
internal sealed class GitHubReporter(ToolHost host, OutputOptions options) : AnnotatingReporter(host, options)
{
    /// <summary>A workflow command, escaped as the runner asks: percent signs and line breaks everywhere, colons and commas in properties.</summary>
    /// <param name="error">Whether it is an error; a warning otherwise.</param>
    /// <param name="file">The file, relative to the repository's root, or null.</param>
    /// <param name="line">From 1, or null.</param>
    /// <param name="column">From 1, or null.</param>
    /// <param name="title">The annotation's title.</param>
    /// <param name="message">Its text; may hold several lines.</param>
    internal static string Command(bool error, string? file, int? line, int? column, string title, string message)
    {
        var properties = new List<string>();
        if (file is not null)
        {
            properties.Add($"file={Property(file)}");
            if (line is not null)
            {
                properties.Add($"line={line}");
            }

            if (column is not null)
            {
                properties.Add($"col={column}");
            }
        }

        properties.Add($"title={Property(title)}");
        return $"::{(error ? "error" : "warning")} {string.Join(',', properties)}::{Data(message)}";
    }

    /// <summary>A plain line that the runner does not take for a command: it takes what begins with <c>::</c>, and <c>##[</c> anywhere.</summary>
    /// <param name="line">The line.</param>
    internal static string Plain(string line)
    {
        var start = line.Length - line.TrimStart().Length;
        var plain = line.AsSpan(start).StartsWith("::") ? line.Insert(start + 1, " ") : line;
        return plain.Replace("##[", "## [", StringComparison.Ordinal);
    }

    private static string Data(string text) => string.Concat(text.Select(character => character is '\r' or '\n' || !Ink.IsUnsafe(character) ? character : character == '\t' ? ' ' : '?'))
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override string Annotation(bool error, string? file, int? line, int? column, string title, string message) => Command(error, file, line, column, title, message);

    /// <inheritdoc/>
    protected override string PlainLine(string line) => Plain(line);
}
