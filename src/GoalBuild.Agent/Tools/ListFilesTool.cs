using System.Globalization;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>list_files</c>: the project's files.</summary>
internal sealed class ListFilesTool : ITool
{
    /// <summary>Most lines of an answer.</summary>
    public const int MostLines = 200;

    /// <inheritdoc/>
    public string Name => "list_files";

    /// <inheritdoc/>
    public string Description => "List files, without those that git ignores.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        ToolParameter.Optional("glob", "string", "such as *.cs or src/**/*.{cs,md}"),
        ToolParameter.Optional("path", "string", "folder"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var path = arguments.TextOrNull("path") is { Length: > 0 } given ? given : ".";
        var (folder, _) = SearchedFiles.Resolve(path, context.Files);
        var glob = arguments.TextOrNull("glob") ?? "";
        var files = await SearchedFiles.FindAsync(context, folder, glob, cancellation).ConfigureAwait(false);
        if (files.Count == 0)
        {
            return new ToolResult($"No files{(glob.Length > 0 ? $" match '{glob}'" : "")}{(path == "." ? "" : $" in '{path}'")}; those that git ignores are not listed.");
        }

        var (lines, leftOut) = FoldedList.Of(files, MostLines);
        var note = leftOut > 0 ? string.Create(CultureInfo.InvariantCulture, $"\n… {Words.Count(files.Count, "file")} in all, {leftOut} of them not shown; narrow it with path or glob.")
            : lines.Count < files.Count ? string.Create(CultureInfo.InvariantCulture, $"\n… {files.Count} files in all; list a folder with path.")
            : "";
        return new ToolResult(string.Join('\n', lines) + note);
    }
}
