using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Commands;

/// <summary><c>log</c>: what happened in a run, and what its models said and did, in order.</summary>
internal static class LogCommand
{
    // Often enough to follow with the eye; each look reads a few rows of a file that is in memory.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Tells.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="options">Which run, which part of it, and until when.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, LogOptions options)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var shown = 0;
        var selected = CommandContext.Select(sources, goals);
        foreach (var (source, goal) in selected)
        {
            using var ledger = RunLedger.OpenExisting(source.Workspace.StateDirectory);
            if (ledger?.RunsOf(source.KeyOf(goal.Name.Value)).FirstOrDefault(run => options.Run is null || run.Id == options.Run) is { } run)
            {
                shown++;
                Secrets.Declare(Secrets.Of(goal));
                await ShowAsync(context, source, ledger, run, options).ConfigureAwait(false);
            }
        }

        return shown > 0 ? ExitCode.Met : throw NoRun(selected, options.Run);
    }

    private static async Task ShowAsync(CommandContext context, GoalSource source, RunLedger ledger, LedgerRun run, LogOptions options)
    {
        var log = new RunLog(ledger, run.Id, SecretMask.OfEnvironment());
        var text = new LogText(new Ink(context.Options.Color), context.Host.Width, context.Options.Verbosity);
        context.Reporter.Say(text.Heading(run));
        while (true)
        {
            // Looked at before the entries are: what was recorded until then is among them.
            var isOver = !IsUnderWay(source, ledger, run);
            foreach (var entry in log.ReadOn().Where(entry => options.Turn is null || entry.Turn == options.Turn))
            {
                foreach (var line in text.Lines(entry))
                {
                    context.Reporter.Say(line);
                }

                context.Reporter.Tell(EventOf(run, entry));
            }

            if (!options.Follow || isOver)
            {
                return;
            }

            await Task.Delay(BetweenLooks, context.Host.Clock, context.Cancellation).ConfigureAwait(false);
        }
    }

    private static bool IsUnderWay(GoalSource source, RunLedger ledger, LedgerRun run) =>
        ledger.Run(run.Id) is { EndedAt: null } && RunLock.HolderOf(source.Workspace.StateDirectory, RunLock.KeyOf(run.Goal)) is not null;

    private static JsonEvent EventOf(LedgerRun run, LogEntry entry) => new("log")
    {
        At = entry.At,
        Goal = run.Goal.Name,
        Run = run.Id,
        Turn = entry.Turn == 0 ? null : entry.Turn,
        Kind = entry.Kind,
        Tool = entry.Tool,
        Code = entry.Code,
        Message = entry.Text,
        Severity = entry.IsError ? "error" : null,
        TokensIn = entry.Spent?.TokensIn,
        TokensCached = entry.Spent?.TokensCached,
        TokensOut = entry.Spent?.TokensOut,
        Dollars = entry.Spent?.Dollars,
    };

    private static GoalFaultException NoRun(IReadOnlyList<(GoalSource Source, Language.Model.Goal Goal)> selected, string? run)
    {
        var names = string.Join(", ", selected.Select(pair => $"'{pair.Goal.Name.Value}'"));
        return new GoalFaultException(
            DiagnosticCatalogue.NoSuchRun,
            run is null
                ? $"There is no run of {names} yet. Make one with 'dotnet goal run'."
                : $"There is no run '{run}' of {names}. 'dotnet goal log' without --run takes the newest.");
    }
}

/// <summary>What of which run is told.</summary>
/// <param name="Run">The run's name, or null for the newest.</param>
/// <param name="Turn">Only this turn, or null for all.</param>
/// <param name="Follow">Whether to go on until the run ends.</param>
internal sealed record LogOptions(string? Run, int? Turn, bool Follow);
