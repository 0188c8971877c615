using System.Globalization;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tools;

/// <summary>
/// <c>run_command</c>: runs a command line. What has not ended after a short wait goes on as a job, which the same tool waits for, writes to and stops: a second
/// tool would cost its name and its schema with every request.
/// </summary>
/// <param name="sandbox">Starts commands.</param>
/// <param name="jobs">Keeps those that go on; its owner ends them.</param>
/// <param name="rules">Which commands the goal allows.</param>
/// <param name="mask">Masks secrets in a text.</param>
internal sealed class RunCommandTool(ICommandSandbox sandbox, CommandJobs jobs, CommandRules rules, Func<string, string> mask) : ITool
{
    /// <summary>Most characters of output in an answer, about 4,000 tokens.</summary>
    public const int MostCharacters = 16_000;

    private const int DefaultWait = 10;
    private const int DefaultTimeout = 600;
    private const int LongestTime = 4 * 60 * 60;

    /// <inheritdoc/>
    public string Name => "run_command";

    /// <inheritdoc/>
    public string Description =>
        "Runs a shell command. One still running after 'wait' seconds goes on as a job: call again with 'job' alone to wait for more of its output, or with 'input' or 'stop'.";

    /// <inheritdoc/>
    public bool HasEffects => true;

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        ToolParameter.Optional("command", "string"),
        ToolParameter.Optional("dir", "string", "default: repository root"),
        ToolParameter.Optional("wait", "integer", "seconds, default 10"),
        ToolParameter.Optional("timeout", "integer", "seconds until it is killed, default 600"),
        ToolParameter.Optional("input", "string", "for its stdin, which is empty without; \\u0004 ends it"),
        ToolParameter.Optional("job", "integer"),
        ToolParameter.Optional("stop", "boolean"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var number = arguments.NumberOrNull("job");
        var command = arguments.TextOrNull("command");
        var wait = Seconds(arguments, "wait", DefaultWait, 0);
        if (number is null == command is null)
        {
            throw new ToolFaultException("Give either 'command', to run one, or 'job', for one that runs.");
        }

        var job = number is { } known ? Known(known) : Start(command!, arguments, context);
        try
        {
            await TalkAsync(job, arguments, number is not null, cancellation).ConfigureAwait(false);

            // What is stopped ends at once, however short the wait is to be.
            await WaitAsync(job, arguments.Flag("stop") ? DefaultWait : wait, context.Clock, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await jobs.StopAllAsync().ConfigureAwait(false);
            throw;
        }

        return await AnswerAsync(job, context).ConfigureAwait(false);
    }

    private CommandJob Known(int number) => jobs.Find(number)
        ?? throw new ToolFaultException($"There is no job {number}. {(jobs.Running is { Count: > 0 } running ? $"These run: {string.Join(", ", running.Select(job => job.Number))}." : "None runs.")}");

    private CommandJob Start(string command, ToolArguments arguments, ToolContext context)
    {
        if (arguments.Flag("stop"))
        {
            throw new ToolFaultException("'stop' is for a 'job'.");
        }

        if (string.IsNullOrWhiteSpace(command) || command.Contains('\0', StringComparison.Ordinal))
        {
            throw new ToolFaultException("'command' is empty or holds a NUL.");
        }

        if (rules.Forbids(command) is { } why)
        {
            throw new ToolFaultException(why);
        }

        if (jobs.Running.Count >= CommandJobs.Most)
        {
            throw new ToolFaultException($"{CommandJobs.Most} jobs run already; stop one first: {string.Join(", ", jobs.Running.Select(running => running.Number))}.");
        }

        var folder = context.Files.Readable(arguments.TextOrNull("dir") ?? ".");
        if (!Directory.Exists(folder))
        {
            throw new ToolFaultException($"The folder '{arguments.TextOrNull("dir")}' does not exist; 'dir' is relative to the repository's root.");
        }

        var number = jobs.NextNumber();
        var output = new CommandOutput(mask, Path.Combine(context.OutputDirectory, $"command-{number}.txt"), MostCharacters);
        var request = sandbox.Request(command, folder, arguments.TextOrNull("input") is not null) with { Timeout = TimeSpan.FromSeconds(Seconds(arguments, "timeout", DefaultTimeout, 1)) };
        try
        {
            context.Progress.Report($"$ {mask(command.Split('\n')[0])}");
            var job = CommandJob.Start(number, command, request, output, sandbox.Limits, context.Clock);
            jobs.Add(job);
            return job;
        }
        catch (CommandNotFoundException exception)
        {
            throw new ToolFaultException(exception.Message);
        }
    }

    private static async Task TalkAsync(CommandJob job, ToolArguments arguments, bool isKnown, CancellationToken cancellation)
    {
        if (arguments.TextOrNull("input") is { } text && !job.Completion.IsCompleted)
        {
            // One that does not read what it is sent must not hold the turn.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var writing = job.WriteAsync(text, limit.Token);
            await Task.WhenAny(writing, job.Completion, Task.Delay(TimeSpan.FromSeconds(DefaultWait), limit.Token)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            var written = writing.IsCompletedSuccessfully && await writing.ConfigureAwait(false);
            await limit.CancelAsync().ConfigureAwait(false);
            if (!written && !job.Completion.IsCompleted)
            {
                throw new ToolFaultException($"Job {job.Number} does not read its input{(isKnown ? "; one that is to read has to be started with 'input'" : "")}. It goes on.");
            }
        }

        if (arguments.Flag("stop"))
        {
            job.Stop("you stopped it");
        }
    }

    private static async Task WaitAsync(CommandJob job, int seconds, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await job.Completion.WaitAsync(TimeSpan.FromSeconds(seconds), clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It goes on.
        }
    }

    private async Task<ToolResult> AnswerAsync(CommandJob job, ToolContext context)
    {
        // Asked before the output is taken: what comes in between would be lost with a job that is let go of.
        var hasEnded = job.Completion.IsCompleted;
        var text = job.Output.Take();
        var file = job.Output.FilePath is { } path ? $"; whole output in {context.Files.Relative(path)}" : "";
        if (!hasEnded)
        {
            return new ToolResult($"[job {job.Number} runs, {Time(job.Elapsed)} so far{file}]\n{text}") { IsWaiting = true };
        }

        var end = await job.Completion.ConfigureAwait(false);
        await jobs.RemoveAsync(job).ConfigureAwait(false);
        var how = end.Stopped is null ? $"exit code {end.ExitCode}" : $"stopped: {end.Stopped}";
        return new ToolResult($"[{how}, {Time(end.Duration)}{file}]\n{text}");
    }

    private static int Seconds(ToolArguments arguments, string name, int standard, int least) =>
        Math.Clamp(arguments.NumberOrNull(name) ?? standard, least, LongestTime);

    private static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
