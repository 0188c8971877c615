using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Ci;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary>Runs a verb between interrupts on one side and faults on the other.</summary>
internal static class Guard
{
    /// <summary>Runs the verb, and turns what it throws into a message and an exit code.</summary>
    /// <param name="host">The surroundings.</param>
    /// <param name="options">How to tell.</param>
    /// <param name="rooms">The libraries.</param>
    /// <param name="work">The verb.</param>
    public static async Task<int> RunAsync(ToolHost host, OutputOptions options, Rooms rooms, Func<CommandContext, Task<int>> work)
    {
        using var interruption = host.OwnsProcess ? new Interruption(host.Clock, Interruption.EndProcess) : null;
        if (interruption is not null)
        {
            Interruption.MarkChildren();
        }

        var guarded = interruption is null ? host : host with { Cancellation = interruption.Token, Interrupt = () => interruption.OnInterrupt(host.Clock) };
        using var reporter = ReporterFor(guarded, options);
        using var files = options.Writes.Count > 0 || options.Format == OutputFormat.GitHub ? new CiReporter(reporter, guarded, options) : null;
        var code = await RunAsync(guarded, files ?? reporter, new CommandContext(guarded, options, files ?? reporter, rooms), work).ConfigureAwait(false);
        try
        {
            files?.Finish(code);
            return code;
        }
        catch (GoalFaultException fault)
        {
            reporter.Fault(Shown(fault, host));
            return ExitCode.Usage;
        }
    }

    private static async Task<int> RunAsync(ToolHost guarded, Reporter reporter, CommandContext context, Func<CommandContext, Task<int>> work)
    {
        try
        {
            return await work(context).ConfigureAwait(false);
        }
        catch (GoalFaultException fault)
        {
            reporter.Fault(Shown(fault, guarded));
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (guarded.Cancellation.IsCancellationRequested)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception error) when (!IsFatal(error))
        {
            reporter.Fault(UnexpectedFault.Of(error, guarded));
            return ExitCode.Usage;
        }
    }

    // The libraries know absolute paths; a path that was typed is shown as it was typed.
    private static GoalFaultException Shown(GoalFaultException fault, ToolHost host) => fault.File is { } file && Path.IsPathFullyQualified(file) && host.Show(file) is var shown && shown != file
        ? new GoalFaultException(fault.Descriptor, fault.Message, fault) { File = shown }
        : fault;

    private static bool IsFatal(Exception error) => error is OutOfMemoryException or InsufficientExecutionStackException;

    /// <summary>Makes the reporter of a format.</summary>
    /// <param name="host">The surroundings.</param>
    /// <param name="options">How to tell.</param>
    public static Reporter ReporterFor(ToolHost host, OutputOptions options) => options.Format switch
    {
        _ when options.IsDocument => ReporterFor(host with { Out = host.Error, IsTerminal = false }, options with { IsDocument = false, Color = options.ErrorColor }),
        OutputFormat.Json => new JsonReporter(host),
        OutputFormat.MSBuild => new MSBuildReporter(host, options.Verbosity),
        OutputFormat.GitHub => new GitHubReporter(host, options),
        OutputFormat.Azure => new AzureReporter(host, options),
        _ when host.IsTerminal && options.Verbosity >= Verbosity.Minimal => new LazyLiveReporter(host, options),
        _ => new TextReporter(host, options),
    };
}
