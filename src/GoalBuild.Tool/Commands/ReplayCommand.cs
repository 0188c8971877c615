using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>replay</c>: makes the calls of a run's models again, with no model, and says where the answers or the tree come out otherwise.</summary>
internal static class ReplayCommand
{
    private const int ShownLines = 12;

    /// <summary>Replays a run.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="isHere">Whether in the tree as it is.</param>
    /// <param name="sandbox">Whether commands have to be contained.</param>
    /// <param name="commandLine">What was typed.</param>
    public static async Task<int> RunAsync(CommandContext context, string run, IReadOnlyList<string> files, IReadOnlyList<string> goals, bool isHere, SandboxMode sandbox, string commandLine)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var (source, goal) = Owner(CommandContext.Select(sources, goals), run);
        var turns = await new Replay(source.Workspace, source.Parsed.Source, goal, context.Host.Clock)
            .RunAsync(run, isHere, sandbox, commandLine, new Relay<ReplayedCall>(call => Tell(context, goal.Name.Value, run, call)), context.Cancellation).ConfigureAwait(false);
        foreach (var turn in turns.Where(turn => turn.Differing?.Count > 0))
        {
            context.Reporter.Say($"turn {turn.Number}: {Words.Count(turn.Differing!.Count, "file")} not as the run left {(turn.Differing.Count == 1 ? "it" : "them")}: {string.Join(", ", turn.Differing)}");
        }

        var calls = turns.SelectMany(turn => turn.Calls).ToList();
        var different = calls.Count(call => !call.IsSame);
        var isSame = different == 0 && turns.All(turn => turn.Differing is null or { Count: 0 });
        context.Reporter.Say($"{goal.Name.Value}: {Words.Count(calls.Count, "call")} in {Words.Count(turns.Count, "turn")}, {(different == 0 ? "the same answers" : $"{different} answered otherwise")}{(isHere ? "" : turns.All(turn => turn.Differing is null or { Count: 0 }) ? ", the same tree" : ", another tree")}");
        context.Reporter.Tell(new JsonEvent("replayed")
        {
            Goal = goal.Name.Value,
            File = source.Path,
            Run = run,
            Turns = turns.Count,
            Same = isSame,
            Files = [.. turns.SelectMany(turn => turn.Differing ?? []).Distinct()],
        });
        return isSame ? ExitCode.Met : ExitCode.NotMet;
    }

    private static (GoalSource Source, Language.Model.Goal Goal) Owner(IReadOnlyList<(GoalSource Source, Language.Model.Goal Goal)> selected, string run)
    {
        foreach (var (source, goal) in selected)
        {
            using var ledger = RunLedger.OpenExisting(source.Workspace.StateDirectory);
            if (ledger?.Run(run) is { } known && known.Goal == source.KeyOf(goal.Name.Value))
            {
                return (source, goal);
            }
        }

        throw new GoalFaultException(DiagnosticCatalogue.NoSuchRun, $"There is no run '{run}' of {string.Join(", ", selected.Select(pair => $"'{pair.Goal.Name.Value}'"))}. 'dotnet goal log' shows the name of the newest.");
    }

    private static void Tell(CommandContext context, string goal, string run, ReplayedCall call)
    {
        var how = call.Answer is null ? "left out" : call.Recorded is null ? "never answered" : call.IsSame ? "same" : "differs";
        context.Reporter.Say($"{call.Turn,4}  {how,-8}  {Phrasing.Cut(call.Line, context.Host.Width - 16)}");
        if (!call.IsSame)
        {
            var lines = LineDiff.Of(call.Recorded!, call.Answer!);
            foreach (var line in context.Options.Verbosity == Verbosity.Detailed ? lines : lines.Take(ShownLines))
            {
                context.Reporter.Say($"        {line}");
            }
        }

        context.Reporter.Tell(new JsonEvent("replayed-call") { Goal = goal, Run = run, Turn = call.Turn, Message = call.Line, Status = how.Replace(' ', '-'), Same = call.IsSame });
    }
}
