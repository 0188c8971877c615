using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Report;
using GoalBuild.Report.Html;
using GoalBuild.Report.Reading;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary><c>report</c>: a run for people, in Markdown or as one page of HTML, or with <c>--format json</c> the bundle of its evidence.</summary>
internal static partial class ReportCommand
{
    private const string PageFile = "report.html";
    private const string StandardOutput = "-";

    /// <summary>Writes the report.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="words">From the command line: a run's name, and paths.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="options">Which run, in which form, and to where.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> words, IReadOnlyList<string> goals, ReportOptions options)
    {
        var runs = words.Where(word => RunName().IsMatch(word)).ToList();
        if (options.Html && options.Markdown)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, "Found '--html' and '--md', expected one of them.");
        }

        if (runs.Count + (options.Run is null ? 0 : 1) > 1)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"Found several runs, {string.Join(" and ", runs.Prepend(options.Run).OfType<string>().Select(run => $"'{run}'"))}, expected one. A file of such a name is written './{runs[^1]}'.");
        }

        if (await context.ReadAsync([.. words.Except(runs)]).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        options = options with { Run = options.Run ?? runs.FirstOrDefault() };
        var selected = CommandContext.Select(sources, goals).Select(pair => (pair.Source, Goal: pair.Goal.Name.Value)).ToList();
        if (options.Writes.Count > 0)
        {
            var results = new List<GoalResult>();
            foreach (var (source, goal) in selected)
            {
                var report = await ReadAsync(context, source, goal, RunOf(source, goal, options.Run)).ConfigureAwait(false);
                results.Add(GoalResult.Of(report.Evidence, source.Workspace.Root));
            }

            WriteTarget.Write(options.Writes, context.Host, results, []);
            if (options is { Output: null, Html: false, Markdown: false })
            {
                // Whoever wants files for other programs asks for the report, too, where it is wanted.
                return ExitCode.Met;
            }
        }

        if (options.Html)
        {
            await WritePagesAsync(context, selected, options).ConfigureAwait(false);
            return ExitCode.Met;
        }

        var text = new StringBuilder();
        foreach (var (source, goal) in selected)
        {
            text.Append(await TextAsync(context, source, goal, options).ConfigureAwait(false));
        }

        await WriteAsync(context, text.ToString(), options.Output).ConfigureAwait(false);
        return ExitCode.Met;
    }

    private static async Task WritePagesAsync(CommandContext context, List<(GoalSource Source, string Goal)> selected, ReportOptions options)
    {
        if (options.Output is not null && selected.Count > 1)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.CommandLineWrong,
                $"'-o' names one file, and {selected.Count} goals would be reported. Name one with '--goal', or leave '-o' out: each page then lies beside its evidence.");
        }

        foreach (var (source, goal) in selected)
        {
            var run = RunOf(source, goal, options.Run);
            var page = HtmlReport.Render(await ReadAsync(context, source, goal, run).ConfigureAwait(false));
            var path = options.Output ?? Path.Combine(EvidenceFolder.OfGoal(source, goal), run, PageFile);
            await WriteAsync(context, page, path).ConfigureAwait(false);
            if (path != StandardOutput)
            {
                var full = Path.GetFullPath(path, context.Host.Directory);
                context.Reporter.Say($"{goal}: {context.Host.Show(full)}");
                context.Reporter.Tell(new JsonEvent("report-written") { Goal = goal, File = source.Path, Run = run, Output = full });
            }
        }
    }

    private static async Task<string> TextAsync(CommandContext context, GoalSource source, string goal, ReportOptions options)
    {
        var run = RunOf(source, goal, options.Run);
        var bundle = Path.Combine(EvidenceFolder.OfGoal(source, goal), run, EvidenceWriter.JsonFile);
        if (context.Options.Format != OutputFormat.Json || options.Markdown)
        {
            return Shown(MarkdownReport.Render(await ReadAsync(context, source, goal, run).ConfigureAwait(false)), context.Options.Format);
        }

        // As it was written: whoever compares hashes finds the same bytes.
        return File.Exists(bundle)
            ? await Guarded(() => File.ReadAllTextAsync(bundle, context.Cancellation)).ConfigureAwait(false)
            : EvidenceWriter.ToJson((await ReadAsync(context, source, goal, run).ConfigureAwait(false)).Evidence);
    }

    private static Task<RunReport> ReadAsync(CommandContext context, GoalSource source, string goal, string run) => Guarded(async () =>
        await new ReportReader(source.Workspace, context.Host.Clock, ToolVersion.Value).ReadAsync(source.KeyOf(goal), run, context.Cancellation).ConfigureAwait(false)
        ?? throw Unknown(source, goal, run));

    private static async Task<T> Guarded<T>(Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NoEvidence, $"The evidence cannot be read: {error.Message.ReplaceLineEndings(" ")} Verify the goal again to have new evidence.", error);
        }
    }

    private static async Task WriteAsync(CommandContext context, string text, string? output)
    {
        if (output is null or StandardOutput)
        {
            await context.Host.Out.WriteAsync(text.AsMemory(), context.Cancellation).ConfigureAwait(false);
            return;
        }

        CompileCommand.Write(Path.GetFullPath(output, context.Host.Directory), text);
    }

    // The evidence quotes what commands have printed.
    private static string Shown(string markdown, OutputFormat format) => string.Join(
        '\n',
        markdown.Split('\n').Select(line => Ink.Safe(line.TrimEnd('\r'), color: false)).Select(line => format == OutputFormat.GitHub ? GitHubReporter.Plain(line) : line));

    // The one that is asked for; else the newest that left evidence, else the newest that the ledger knows.
    private static string RunOf(GoalSource source, string goal, string? run)
    {
        if (run is not null)
        {
            return Path.GetFileName(run) == run ? run : throw Unknown(source, goal, run);
        }

        if (EvidenceFolder.Newest(source, goal) is { } folder)
        {
            return Path.GetFileName(folder);
        }

        using var ledger = RunLedger.OpenExisting(source.Workspace.StateDirectory);
        return ledger?.RunsOf(source.KeyOf(goal)) is [var newest, ..]
            ? newest.Id
            : throw new GoalFaultException(DiagnosticCatalogue.NoEvidence, $"There is no evidence of goal '{goal}' yet. Make some with 'dotnet goal verify' or 'dotnet goal run'.") { File = source.Shown };
    }

    private static GoalFaultException Unknown(GoalSource source, string goal, string run)
    {
        var all = EvidenceFolder.All(source, goal);
        return new GoalFaultException(
            DiagnosticCatalogue.NoEvidence,
            $"Goal '{goal}' has no evidence of a run named '{run}'. There {(all.Count == 1 ? "is" : "are")}: {(all.Count == 0 ? "none" : string.Join(", ", all.Take(5).Select(Path.GetFileName)))}.")
        { File = source.Shown };
    }

    // As RunLedger and EvidenceFolder name them.
    [GeneratedRegex(@"^\d{8}-\d{6}-\d{3}-(?:[0-9a-f]{4}|verify)$", RegexOptions.CultureInvariant)]
    private static partial Regex RunName();
}

/// <summary>What is reported, and how.</summary>
/// <param name="Run">The run's name, or null for the newest.</param>
/// <param name="Output">A file, <c>-</c> for the output, or null for the default.</param>
/// <param name="Html">Whether it is a page.</param>
/// <param name="Markdown">Whether it is Markdown, whatever the format of the output is.</param>
internal sealed record ReportOptions(string? Run, string? Output, bool Html, bool Markdown)
{
    /// <summary>Files in the forms of other programs.</summary>
    public IReadOnlyList<WriteTarget> Writes { get; init; } = [];
}
