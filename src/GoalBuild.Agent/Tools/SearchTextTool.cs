using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>search_text</c>: the lines of the project's files that a regular expression matches.</summary>
internal sealed class SearchTextTool : ITool
{
    /// <summary>Most matches of an answer, and of one file while others wait.</summary>
    public const int MostMatches = 100, MostOfFile = 25;

    private const int MostContext = 20, MostFilesNamed = 10;
    private const long MostBytes = 8 * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "search_text";

    /// <inheritdoc/>
    public string Description => "Find lines by a .NET regex, in the files that list_files lists.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        new ToolParameter("pattern", "string"),
        ToolParameter.Optional("glob", "string"),
        ToolParameter.Optional("path", "string", "folder or file"),
        ToolParameter.Optional("ignore_case", "boolean"),
        ToolParameter.Optional("context", "integer", "lines around"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var pattern = arguments.Text("pattern");
        var search = new LineSearch(pattern, arguments.Flag("ignore_case"), MostOfFile, Math.Clamp(arguments.NumberOrNull("context") ?? 0, 0, MostContext));
        var (path, _) = SearchedFiles.Resolve(arguments.TextOrNull("path") is { Length: > 0 } given ? given : ".", context.Files);
        var files = await SearchedFiles.FindAsync(context, path, arguments.TextOrNull("glob") ?? "", cancellation).ConfigureAwait(false);

        var found = new FileMatches?[files.Count];
        var (large, slow) = (0, (string?)null);
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, (index, state) =>
        {
            try
            {
                // Through a link only as far as reading may go.
                var file = new FileInfo(Path.Combine(context.Workspace.Root, files[index]));
                file = file.LinkTarget is null ? file : new FileInfo(context.Files.Readable(files[index]));
                if (file.Exists && file.Length > MostBytes)
                {
                    Interlocked.Increment(ref large);
                }
                else if (file.Exists && FileText.Of(File.ReadAllBytes(file.FullName)) is { } text)
                {
                    found[index] = search.In(files[index], text.Text);
                }
            }
            catch (RegexMatchTimeoutException)
            {
                slow = files[index];
                state.Stop();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ToolFaultException)
            {
                // What cannot be read has no lines.
            }
        });
        return slow is not null
            ? ToolResult.Error($"The pattern takes too long on '{slow}': it backtracks without end. Write it without nested repetitions, such as (a+)+.")
            : new ToolResult(Show(pattern, files.Count, large, [.. found.OfType<FileMatches>().Where(matches => matches.Count > 0)]));
    }

    private static string Show(string pattern, int searched, int large, List<FileMatches> found)
    {
        var leftAside = large > 0 ? $" {Words.Count(large, "file")} of more than {MostBytes / 1024 / 1024} MB {(large == 1 ? "was" : "were")} left aside; name one with path and use a command." : "";
        if (found.Count == 0)
        {
            var lines = pattern.Contains("\\n", StringComparison.Ordinal) || pattern.Contains('\n', StringComparison.Ordinal) ? " It is compared line by line, so it cannot match a line break." : "";
            return $"Nothing in {Words.Count(searched, "file")} matches.{lines}{leftAside}";
        }

        var answer = new StringBuilder();
        var room = MostMatches;
        var more = new List<(string Path, int Count)>();
        foreach (var file in found)
        {
            var shown = Math.Min(room, file.Kept);
            room -= shown;
            Append(answer, file, shown);
            if (file.Count > shown)
            {
                more.Add((file.Path, file.Count - shown));
            }
        }

        if (more.Count > 0)
        {
            var named = string.Join(", ", more.OrderByDescending(file => file.Count).Take(MostFilesNamed).Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Path} ({file.Count})")));
            answer.Append(CultureInfo.InvariantCulture, $"… {more.Sum(file => file.Count)} more matching lines in {Words.Count(more.Count, "file")}: {named}{(more.Count > MostFilesNamed ? ", …" : "")}; narrow the pattern, glob or path.\n");
        }

        return answer.ToString().TrimEnd('\n') + leftAside;
    }

    private static void Append(StringBuilder answer, FileMatches file, int shown)
    {
        var last = -1;
        foreach (var (index, line) in file.Lines)
        {
            shown -= line.IsMatch ? 1 : 0;
            if (shown < 0)
            {
                break;
            }

            if (last >= 0 && index > last + 1 && file.Lines.Count > file.Kept)
            {
                answer.Append("--\n");
            }

            var mark = line.IsMatch ? ':' : '-';
            answer.Append(CultureInfo.InvariantCulture, $"{file.Path}{mark}{index + 1}{mark} {line.Text}\n");
            last = index;
        }
    }
}
