using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// Makes the calls of a model's answers, each recorded before and after. A call that an earlier process began and did not bring to its end is looked at
/// first: what it did is found out where that is possible, and nothing is done twice.
/// </summary>
/// <param name="tools">The tools.</param>
/// <param name="conversation">The conversation.</param>
/// <param name="context">What tools work with; its edits are announced for the call under way.</param>
/// <param name="jobs">The commands that run.</param>
/// <param name="mask">Hides secrets.</param>
/// <param name="clock">Measures waits.</param>
internal sealed class ToolCaller(ToolTable tools, ModelConversation conversation, Func<Action<IReadOnlyList<EditIntent>>, ToolContext> context, CommandJobs jobs, Func<string, string> mask, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Repetitions _repetitions = new();
    private bool _wasToldOfCommands;

    // Whether the newest answer is one that this process had itself, so that it knows what it has begun.
    private bool _isOwn;

    /// <summary>The tools.</summary>
    public IReadOnlyList<ITool> Tools => tools.All;

    /// <summary>Whether the model does the same over and over.</summary>
    public bool IsStuck => _repetitions.InARow >= Repetitions.Ends;

    /// <summary>Makes the calls that have no answer yet, in their order.</summary>
    /// <param name="cancellation">Stops the one under way, then throws.</param>
    /// <returns>The obstacle that the model reported, or null. The calls behind it are not made.</returns>
    public async Task<string?> FinishAsync(CancellationToken cancellation)
    {
        var isFirst = true;
        foreach (var open in conversation.OpenCalls)
        {
            cancellation.ThrowIfCancellationRequested();
            var isInDoubt = open.WasStarted && !(isFirst && _isOwn);
            isFirst = false;
            conversation.Begin(open.Call);
            var result = isInDoubt ? await SettleAsync(open, cancellation).ConfigureAwait(false) : await CallAsync(open.Call, cancellation).ConfigureAwait(false);
            var text = mask(result.Text);
            if (!result.IsWaiting)
            {
                _repetitions.Add(open.Call.Name, open.Call.Arguments, text);
            }

            conversation.Return(new Returned(open.Call.Id, open.Call.Name, text + (result.IsWaiting ? "" : _repetitions.Nudge(open.Call.Name)), result.IsError) { Obstacle = result.Obstacle });
            if (result.Obstacle is not null)
            {
                _isOwn = true;
                return result.Obstacle;
            }
        }

        _isOwn = true;
        return null;
    }

    /// <summary>
    /// Looks for commands that still run when the model has stopped: nothing may write while the tree is verified. Most end soon and are waited for; of
    /// the others the model is told; those that it leaves running all the same are stopped.
    /// </summary>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <returns>What the model is to be told; null where nothing runs any more.</returns>
    public async Task<string?> SettleCommandsAsync(CancellationToken cancellation)
    {
        var running = jobs.Running;
        if (running.Count == 0)
        {
            return null;
        }

        try
        {
            await Task.WhenAll(running.Select(job => job.Completion)).WaitAsync(Patience, clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // They go on.
        }

        var names = string.Join(", ", running.Select(job => $"job {job.Number} ({ToolLine.Cut(mask(job.Command))})"));
        if (jobs.Running.Count == 0)
        {
            return $"You stopped while {names} ran; {(running.Count == 1 ? "it has" : "they have")} ended. Read with run_command and 'job' how, and go on, or stop again.";
        }

        if (_wasToldOfCommands)
        {
            await jobs.StopAllAsync().ConfigureAwait(false);
            return null;
        }

        _wasToldOfCommands = true;
        return $"You stopped while {names} still run{(running.Count == 1 ? "s" : "")}. Wait for what is needed, with run_command and 'job'; what runs when you stop again is ended, because the tree is verified then.";
    }

    private Task<ToolResult> CallAsync(Called call, CancellationToken cancellation)
    {
        var made = context(files => conversation.Announce(call, files));
        made.Progress.Report(ToolLine.Of(call));
        return tools.CallAsync(call.Name, call.Arguments, made, cancellation);
    }

    private async Task<ToolResult> SettleAsync(OpenCall open, CancellationToken cancellation)
    {
        if (open.Edits.Count > 0)
        {
            var made = context(files => conversation.Announce(open.Call, files));
            return made.Edits.RollForward(open.Edits) switch
            {
                EditState.Done => new ToolResult("Done. (The run was interrupted in the middle of this call; it was brought to its end.)"),
                EditState.NotBegun => await CallAsync(open.Call, cancellation).ConfigureAwait(false),
                _ => ToolResult.Error($"The run was interrupted in the middle of this call, and files changed since: {string.Join(", ", open.Edits.Select(edit => edit.Path))}. Read them, then do what is missing."),
            };
        }

        return tools.HasEffects(open.Call.Name)
            ? ToolResult.Error("The run was interrupted while this ran; nobody knows how far it came. Look at its effects before you run it again.")
            : await CallAsync(open.Call, cancellation).ConfigureAwait(false);
    }
}
