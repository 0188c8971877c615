using System.Globalization;
using System.Text;
using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Agents;

/// <summary>What an agent may ask of the goals here. It can ask for a verification; none of this sets a status or approves.</summary>
/// <param name="context">What to work with.</param>
/// <param name="files">Paths of goal files, or none for those found here, anew with each call.</param>
internal sealed class GoalTools(CommandContext context, IReadOnlyList<string> files)
{
    /// <summary>The most bytes of an answer: about twenty thousand tokens, a good part of what an agent keeps in mind.</summary>
    public const int MostBytes = 60 * 1024;

    private const int BriefTokens = 6000;

    /// <summary>An answer.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="IsError">Whether nothing came of what was asked; the text is what the command line would show.</param>
    internal sealed record Answer(string Text, bool IsError);

    /// <summary>Tells what the goals ask.</summary>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Answer> GoalAsync(IReadOnlyList<string> goals, CancellationToken cancellation) => AskAsync(null, async (within, reporter) =>
    {
        if (await within.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return new Answer(reporter.Errors, true);
        }

        return new Answer(GoalDescription.Of(CommandContext.Select(sources, goals)), false);
    }, cancellation);

    /// <summary>Tells where the goals stand; nothing is verified.</summary>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Answer> StatusAsync(IReadOnlyList<string> goals, CancellationToken cancellation) => AskAsync(null, async (within, reporter) =>
        Told(await StatusCommand.RunAsync(within, files, goals).ConfigureAwait(false), reporter), cancellation);

    /// <summary>Verifies.</summary>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="clauses">Names of clauses, or none for all.</param>
    /// <param name="progress">Told how many clauses are done, of how many, and what happened.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Answer> VerifyAsync(IReadOnlyList<string> goals, IReadOnlyList<string> clauses, Action<int, int, string> progress, CancellationToken cancellation) => AskAsync(progress, async (within, reporter) =>
    {
        var told = Told(await VerifyCommand.RunAsync(within, files, goals, clauses, cache: true).ConfigureAwait(false), reporter);
        cancellation.ThrowIfCancellationRequested();
        var open = reporter.Found.Where(found => !found.Result.AllHold).ToList();
        return open.Count == 0 ? told : told with { Text = $"{told.Text}\n{string.Join('\n', open.Select(found => Brief(found, reporter, open.Count)))}" };
    }, cancellation);

    /// <summary>Gives the newest evidence.</summary>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="json">Whether as the bundle itself, else in Markdown.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Answer> EvidenceAsync(IReadOnlyList<string> goals, bool json, CancellationToken cancellation) => AskAsync(null, async (within, reporter) =>
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var asked = within with { Host = within.Host with { Out = text }, Options = within.Options with { Format = json ? OutputFormat.Json : OutputFormat.Text } };
        var code = await ReportCommand.RunAsync(asked, files, goals, new ReportOptions(null, null, Html: false, Markdown: false)).ConfigureAwait(false);
        var whole = text.ToString();
        if (code != ExitCode.Met || Encoding.UTF8.GetByteCount(whole) <= MostBytes)
        {
            return code == ExitCode.Met ? new Answer(whole, false) : Told(code, reporter);
        }

        var paths = string.Join(", ", CommandContext.Select(reporter.Sources, goals)
            .Select(pair => EvidenceFolder.Newest(pair.Source, pair.Goal.Name.Value)).OfType<string>()
            .Select(folder => within.Host.Show(Path.Combine(folder, json ? EvidenceWriter.JsonFile : EvidenceWriter.MarkdownFile))));

        // Half of a JSON document is none.
        return json
            ? new Answer($"The evidence is longer than {MostBytes / 1024} KB. Ask for one goal or for Markdown, or read {paths}.", true)
            : new Answer($"{Cut(whole)}\n\n(cut here: all of it is in {paths})\n", false);
    }, cancellation);

    private static string Cut(string text)
    {
        var length = Math.Min(text.Length, MostBytes / 4);
        while (length < text.Length && Encoding.UTF8.GetByteCount(text.AsSpan(0, Math.Min(text.Length, length + 1024))) <= MostBytes)
        {
            length = Math.Min(text.Length, length + 1024);
        }

        return text[..text.LastIndexOf('\n', length - 1)];
    }

    private static Answer Told(int code, CollectingReporter reporter) => new(
        code == ExitCode.Usage ? reporter.Errors + reporter.Output : reporter.Output + reporter.Errors,
        code == ExitCode.Usage);

    private static string Brief(CollectingReporter.Finding found, CollectingReporter reporter, int goals)
    {
        var source = reporter.Sources.First(source => source.Path == found.View.Path);
        var goal = source.Parsed.File.Goals.First(goal => goal.Name.Value == found.View.Name);
        return FailureBrief.Of(found.Result, goal, source.Parsed.Source, BriefTokens / goals);
    }

    private async Task<Answer> AskAsync(Action<int, int, string>? progress, Func<CommandContext, CollectingReporter, Task<Answer>> work, CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, context.Cancellation);
        using var reporter = new CollectingReporter(context.Host, progress);
        var within = context with { Host = context.Host with { Cancellation = ends.Token }, Reporter = reporter };
        try
        {
            var answer = await work(within, reporter).ConfigureAwait(false);
            return answer with { Text = Safe(answer.Text) };
        }
        catch (GoalFaultException fault)
        {
            reporter.Fault(fault);
            return new Answer(Safe(reporter.Errors), true);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException or InsufficientExecutionStackException))
        {
            reporter.Fault(UnexpectedFault.Of(error, context.Host));
            return new Answer(Safe(reporter.Errors), true);
        }
    }

    private static string Safe(string text) => string.Join('\n', text.Split('\n').Select(line => Ink.Safe(line.TrimEnd('\r'), color: false)));
}
