using System.Globalization;
using GoalBuild.Agent.Code;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Agent.Tools;

/// <summary>Shows what a C# file declares, or which types the files of a folder have; the tree need not compile.</summary>
/// <param name="index">The tree's declarations.</param>
internal sealed class OutlineTool(CodeIndex index) : ITool
{
    private const int MostLines = 300;

    /// <inheritdoc/>
    public string Name => "outline";

    /// <inheritdoc/>
    public string Description => "Types and members of a C# file with their lines; for a folder the types of each file.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(new ToolParameter("path", "string"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var path = arguments.Text("path");
        var full = context.Files.Readable(path);
        var relative = context.Files.Relative(full);
        if (Directory.Exists(full))
        {
            return OfFolder(relative, await CodeTools.LookAsync(index, cancellation).ConfigureAwait(false));
        }

        if (!File.Exists(full))
        {
            throw new ToolFaultException($"There is no file or folder '{path}'. Use list_files or find_symbol.");
        }

        if (!relative.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            throw new ToolFaultException($"'{path}' is no C# file (.cs), and only those have an outline. Use search_text to find things in it, or read_file.");
        }

        return await Task.Run(() => OfFile(relative), cancellation).ConfigureAwait(false);
    }

    private ToolResult OfFile(string path)
    {
        try
        {
            var lines = OutlineText.Of(index.Read(path)).ToList();
            return new ToolResult(lines.Count == 0
                ? $"{path} declares nothing; read it with read_file."
                : string.Join('\n', lines.Take(MostLines)) + CodeTools.LeftOut(lines.Count - MostLines, "find_symbol finds them by name"));
        }
        catch (GoalFaultException fault)
        {
            throw new ToolFaultException($"C# cannot be parsed here: {fault.Message} Use search_text.");
        }
    }

    private static ToolResult OfFolder(string path, CodeMap map)
    {
        var inFolder = map.Parsed.Where(file => path == "." || file.Path.StartsWith(path + "/", StringComparison.Ordinal)).ToList();
        if (inFolder.Count == 0)
        {
            return new ToolResult($"There are no C# files in '{path}'. Use list_files or search_text.");
        }

        var lines = inFolder.Select(file => $"{file.Path} {(file.IsGenerated ? "(generated)" : OutlineText.Types(file) is { Length: > 0 } types ? types : "(no types)")}").ToList();
        return new ToolResult(string.Join('\n', lines.Take(MostLines)) + CodeTools.LeftOut(lines.Count - MostLines, string.Create(CultureInfo.InvariantCulture, $"name one of its folders ({inFolder.Count} files are below it)")));
    }
}
