using System.Text;
using GoalBuild.Agent.Drafting;
using GoalBuild.Agent.Log;
using GoalBuild.Authoring;
using GoalBuild.Authoring.Composition;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Formatting;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary>What <c>draft</c> was told besides the objective.</summary>
/// <param name="Output">The file to write, or null for the goal's name in the current folder.</param>
/// <param name="Model">The model to ask, or null for the environment's.</param>
/// <param name="At">Its endpoint, or null for the environment's.</param>
/// <param name="Yes">Whether it is written without asking.</param>
internal sealed record DraftOptions(string? Output, string? Model, string? At, bool Yes);

/// <summary><c>draft</c>: lets a model propose a goal, shows how it differs from what is there, and writes it when a person says so.</summary>
internal static class DraftCommand
{
    private const int MostOfName = 40;

    /// <summary>Asks the model, shows the difference, and writes it where it may.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="objective">What is to be true at the end.</param>
    /// <param name="options">What was said besides.</param>
    /// <returns>0 where the goal was written; 1 where it was not; 3 where a person is needed before there can be one.</returns>
    public static async Task<int> RunAsync(CommandContext context, string objective, DraftOptions options)
    {
        if (objective.Trim().Length == 0)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, "The objective is empty; say what is to be true at the end: dotnet goal draft \"Orders can be cancelled until they are shipped.\"");
        }

        if (options.Output == GoalWriter.Standard)
        {
            throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, "'-o' is '-'; expected a file: a draft is shown as the difference to one, and '--json' tells its text to programs.");
        }

        var writer = new GoalWriter(context);
        var facts = NewCommand.Scan(context, writer.FolderOf(options.Output));
        var name = NameOf(objective);
        var path = writer.PathOf(options.Output, name);
        var before = File.Exists(path) ? await File.ReadAllTextAsync(path, context.Cancellation).ConfigureAwait(false) : null;
        var request = new GoalDraftRequest(objective, FactsPage.Lines(facts), before ?? NewGoal.Write(facts, name, objective), text => FaultsOf(context, path, text), Workspace.ForGoalFile(path).StateDirectory) { Model = options.Model, Url = options.At };
        var draft = await GoalDrafter.AskAsync(request, context.Host.Clock, new Progress(context.Reporter), context.Cancellation).ConfigureAwait(false);
        if (draft.Problem is { } problem)
        {
            Tell(context, draft, path, "none", problem);
            foreach (var fault in draft.Faults)
            {
                context.Reporter.Say($"  {Phrasing.Line(fault)}");
            }

            context.Reporter.Fault(new GoalFaultException(DiagnosticCatalogue.NoDraft, Phrasing.Line($"{problem}{Cost(draft, " It cost ")} 'dotnet goal new' writes a goal without a model.")));
            return ExitCode.Stalled;
        }

        var text = GoalFormatter.Format(new SourceText(path, draft.Text)).Text;
        return await OfferAsync(context, options, draft, path, before, text, writer).ConfigureAwait(false);
    }

    private static async Task<int> OfferAsync(CommandContext context, DraftOptions options, GoalDraft draft, string path, string? before, string text, GoalWriter writer)
    {
        var shown = context.Host.Show(path);
        var difference = LineDiff.Of(before ?? "", text).Where(line => before is not null || line != "- ").ToList();
        context.Reporter.Say($"{shown}: proposed by {Phrasing.Line(draft.Model)}{Cost(draft, ", ")}; {(before is null ? "a new file" : "what is there would change")}:");
        foreach (var line in difference)
        {
            context.Reporter.Say("  " + Ink.Safe(line, color: false));
        }

        if (difference.Count == 0)
        {
            context.Reporter.Say("  Nothing would change.");
        }

        if (difference.Count > 0 && !options.Yes && !await AgreesAsync(context, shown).ConfigureAwait(false))
        {
            Tell(context, draft, path, "proposed", null);
            context.Reporter.Say(context.Host.IsInteractive ? "Nothing was written." : "Nothing was written: there is no terminal to ask at. '--yes' writes it.");
            return ExitCode.NotMet;
        }

        GoalWriter.Write(path, text);
        context.Reporter.Say($"{shown}: written.");
        writer.SayNext(path);
        Tell(context, draft, path, "written", null);
        return ExitCode.Met;
    }

    // Paths and projects are looked at as if the goal stood there already.
    private static List<string> FaultsOf(CommandContext context, string path, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var parsed = context.Rooms.Check(stream, path);
        var shown = Path.GetFileName(path);
        List<string> faults = [.. parsed.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error || found.Code == DiagnosticCatalogue.UnprovenRequirement.Code)
            .Select(found => found.Render(new SourceText(shown, parsed.Source.Text)))];
        return faults.Count == 0 && parsed.File.Goals.Count == 0 ? ["There is no goal in it."] : faults;
    }

    private static async Task<bool> AgreesAsync(CommandContext context, string shown)
    {
        if (!context.Host.IsInteractive)
        {
            return false;
        }

        await context.Host.Out.WriteAsync($"Write {shown}? [y/N] ".AsMemory(), context.Cancellation).ConfigureAwait(false);
        await context.Host.Out.FlushAsync(context.Cancellation).ConfigureAwait(false);
        using var reader = new StreamReader(context.Host.In, leaveOpen: true);

        // A terminal cannot be read in a way that can be broken off; Ctrl+C must not wait for a line.
        var answer = await Task.Run(reader.ReadLine, context.Cancellation).WaitAsync(context.Cancellation).ConfigureAwait(false);
        return answer?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    private static void Tell(CommandContext context, GoalDraft draft, string path, string status, string? message)
    {
        var line = new JsonEvent("goal-draft")
        {
            File = path,
            Executor = draft.Model.Length > 0 ? draft.Model : null,
            Status = status,
            Message = message,
            Output = draft.Text.Length > 0 ? draft.Text : null,
            Turns = draft.Asked,
        };
        context.Reporter.Tell(draft.Spent.Tokens == 0 ? line : line with
        {
            TokensIn = draft.Spent.TokensIn,
            TokensCached = draft.Spent.TokensCached,
            TokensOut = draft.Spent.TokensOut,
            Dollars = draft.Spent.Dollars,
        });
    }

    private static string Cost(GoalDraft draft, string before) => draft.Spent.Tokens == 0 ? "" : $"{before}{Phrasing.Of(draft.Spent)}{(before.StartsWith(' ') ? "." : "")}";

    // The first words of what is to be done.
    private static string NameOf(string objective)
    {
        var slug = GoalText.Slug(objective);
        var cut = slug.Length <= MostOfName ? slug.Length : slug.LastIndexOf('-', MostOfName) is > 0 and var at ? at : MostOfName;
        return slug.Length == 0 ? "goal" : slug[..cut];
    }

    private sealed class Progress(Reporter reporter) : IProgress<string>
    {
        public void Report(string value) => reporter.Say($"  {Phrasing.Line(value)}");
    }
}
