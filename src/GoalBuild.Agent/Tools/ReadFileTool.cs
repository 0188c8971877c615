using System.Globalization;
using System.Text;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>read_file</c>: lines of a text file, with their numbers.</summary>
internal sealed class ReadFileTool : ITool
{
    /// <summary>Most lines of one answer, and most characters: about 6,000 tokens.</summary>
    public const int MostLines = 500, MostCharacters = 24_000;

    /// <summary>Most characters of one line; what is longer is no source that a model could edit by lines.</summary>
    public const int MostOfLine = 1_000;

    private const long MostBytes = 32 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "read_file";

    /// <inheritdoc/>
    public string Description => "Read a text file; each line with its number and a tab in front.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        new ToolParameter("path", "string"),
        ToolParameter.Optional("start", "integer", "first line, from 1"),
        ToolParameter.Optional("end", "integer", "last line"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var path = arguments.Text("path");
        var full = context.Files.Readable(path);
        var (start, end) = (arguments.NumberOrNull("start") ?? 1, arguments.NumberOrNull("end") ?? int.MaxValue);
        if (Directory.Exists(full))
        {
            return ToolResult.Error($"'{path}' is a folder; list_files with path=\"{path}\" says what is in it.");
        }

        var file = new FileInfo(full);
        if (!file.Exists)
        {
            return ToolResult.Error($"There is no file '{path}'; list_files says which there are. Paths are relative to the repository's root.");
        }

        if (file.Length > MostBytes)
        {
            return ToolResult.Error($"'{path}' has {file.Length / 1024 / 1024} MB, more than can be read at once; search_text with path=\"{path}\" finds what is in it.");
        }

        var bytes = await File.ReadAllBytesAsync(full, cancellation).ConfigureAwait(false);
        return FileText.Of(bytes) is { } text
            ? Show(path, TextLine.Of(text.Text), Math.Max(1, start), end)
            : ToolResult.Error($"'{path}' is no text: {Words.Count(bytes.Length, "byte")} of binary data.");
    }

    private static ToolResult Show(string path, List<TextLine> lines, int start, int end)
    {
        if (lines.Count == 0)
        {
            return new ToolResult($"'{path}' is empty.");
        }

        if (start > lines.Count || end < start)
        {
            return ToolResult.Error($"There are no lines {start} to {(end == int.MaxValue ? "the end" : end)} in '{path}'; it has {Words.Count(lines.Count, "line")}.");
        }

        var last = Math.Min(Math.Min(end, lines.Count), start + MostLines - 1);
        var answer = new StringBuilder();
        var next = start;
        for (; next <= last && answer.Length < MostCharacters; next++)
        {
            answer.Append(CultureInfo.InvariantCulture, $"{next}\t{TextLine.Cut(lines[next - 1].Text, MostOfLine)}\n");
        }

        if (next <= Math.Min(end, lines.Count))
        {
            answer.Append(CultureInfo.InvariantCulture, $"… of {Words.Count(lines.Count, "line")}; read on with start={next}\n");
        }
        else if (next <= lines.Count)
        {
            answer.Append(CultureInfo.InvariantCulture, $"… of {Words.Count(lines.Count, "line")}\n");
        }

        return new ToolResult(answer.ToString());
    }
}
