using System.Text;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary><c>report</c>: prints the evidence of a run, in Markdown or, with <c>--format json</c>, as the bundle itself.</summary>
internal static class ReportCommand
{
    /// <summary>Prints the report.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="run">The run's name, or null for the newest.</param>
    /// <param name="output">A file, <c>-</c> or null for the output.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, string? run, string? output)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var text = new StringBuilder();
        foreach (var (source, goal) in CommandContext.Select(sources, goals))
        {
            var folder = FolderOf(source, goal.Name.Value, run);
            try
            {
                text.Append(context.Options.Format == OutputFormat.Json
                    ? await File.ReadAllTextAsync(Path.Combine(folder, EvidenceWriter.JsonFile), context.Cancellation).ConfigureAwait(false)
                    : Shown(EvidenceMarkdown.Render(EvidenceWriter.Read(folder)!), context.Options.Format));
            }
            catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                throw new GoalFaultException(DiagnosticCatalogue.NoEvidence, $"The evidence cannot be read: {error.Message.ReplaceLineEndings(" ")} Verify the goal again to have new evidence.", error);
            }
        }

        if (output is null or "-")
        {
            await context.Host.Out.WriteAsync(text.ToString().AsMemory(), context.Cancellation).ConfigureAwait(false);
        }
        else
        {
            CompileCommand.Write(Path.GetFullPath(output, context.Host.Directory), text.ToString());
        }

        return ExitCode.Met;
    }

    // The evidence quotes what commands have printed.
    private static string Shown(string markdown, OutputFormat format) => string.Join(
        '\n',
        markdown.Split('\n').Select(line => Ink.Safe(line.TrimEnd('\r'), color: false)).Select(line => format == OutputFormat.GitHub ? GitHubReporter.Plain(line) : line));

    private static string FolderOf(GoalSource source, string goal, string? run)
    {
        var all = EvidenceFolder.All(source, goal);
        var found = run is null
            ? EvidenceFolder.Newest(source, goal)
            : all.FirstOrDefault(folder => Path.GetFileName(folder) == run && File.Exists(Path.Combine(folder, EvidenceWriter.JsonFile)));
        return found ?? throw new GoalFaultException(
            DiagnosticCatalogue.NoEvidence,
            run is null
                ? $"There is no evidence of goal '{goal}' yet. Make some with 'dotnet goal verify' or 'dotnet goal run'."
                : $"Goal '{goal}' has no evidence of a run named '{run}'. There {(all.Count == 1 ? "is" : "are")}: {(all.Count == 0 ? "none" : string.Join(", ", all.Take(5).Select(Path.GetFileName)))}.")
        { File = source.Shown };
    }
}
