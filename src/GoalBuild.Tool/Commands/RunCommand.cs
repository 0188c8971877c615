using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Ci;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>run</c> and <c>resume</c>: the ladder works until the clauses hold.</summary>
internal static class RunCommand
{
    /// <summary>Runs the goals, or goes on with their interrupted runs.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="options">How to run.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, RunOptions options)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var codes = new List<int>();
        foreach (var file in CommandContext.Select(sources, goals).GroupBy(pair => pair.Source))
        {
            var request = new RunRequest(file.Key.Workspace, file.Key.Parsed.Source, BudgetCap.On(file.Key.Parsed.File, options.Cap))
            {
                Goals = goals.Count > 0 ? [.. file.Select(pair => pair.Goal.Name.Value)] : null,
                Isolate = options.Isolate,
                Reuse = options.Cache ? VerdictReuse.Holding : VerdictReuse.None,
                Command = options.CommandLine,
                Sandbox = options.Sandbox,
                OnFailure = options.OnFailure,
                More = options.More,
            };
            codes.Add(await RunAsync(context, file.Key, request, options.Resume).ConfigureAwait(false));
            if (codes[^1] == ExitCode.Cancelled)
            {
                break;
            }
        }

        var code = ExitCode.Worst(codes);
        InputsFile.Write(options.WriteInputs, context.Host, code, CommandContext.Select(sources, goals));
        return code;
    }

    private static async Task<int> RunAsync(CommandContext context, GoalSource source, RunRequest request, bool resume)
    {
        var watch = new RunWatch(context, source);
        try
        {
            var work = resume ? context.Rooms.Resume : context.Rooms.Run;
            var results = await work(request, new Relay<RunEvent>(watch.On), context.Cancellation).ConfigureAwait(false);
            watch.Finish(results);
            return ExitCode.Worst(results.Select(result => result.ExitCode));
        }
        catch (OperationCanceledException)
        {
            watch.Abandon("cancelled", ExitCode.Cancelled, "It was interrupted.");
            return ExitCode.Cancelled;
        }
        catch (Exception error)
        {
            // What is known is kept; the error itself is told by the caller.
            watch.Abandon("failed", ExitCode.Usage, error.Message);
            throw;
        }
    }
}

/// <summary>How to run.</summary>
/// <param name="Isolate">Whether in a copy.</param>
/// <param name="Cache">Whether earlier verdicts may stand in the first verification.</param>
/// <param name="Resume">Whether an interrupted run goes on, instead of a new one.</param>
/// <param name="CommandLine">What was typed, for the one who finds the goal held.</param>
internal sealed record RunOptions(bool Isolate, bool Cache, bool Resume, string CommandLine)
{
    /// <summary>The file of <c>--write-inputs</c>, or null.</summary>
    public string? WriteInputs { get; init; }

    /// <summary>Whether the commands of a model have to be contained.</summary>
    public SandboxMode Sandbox { get; init; }

    /// <summary>What becomes of the tree when the goal is not met.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>What a resumed run may spend on top of what it has spent, or null.</summary>
    public Budget? More { get; init; }

    /// <summary>What a new run may spend at most, beside the goal's own caps, or null.</summary>
    public Budget? Cap { get; init; }
}
