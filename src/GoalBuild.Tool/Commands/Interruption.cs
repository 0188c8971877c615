using System.Runtime.InteropServices;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Commands;

/// <summary>
/// Ctrl+C, SIGTERM and SIGHUP: the first asks everything to stop, and after <see cref="Grace"/> ends the process with what it
/// has started; the second does that at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>How long cancelling may take. Two seconds are promised; the rest is for ending.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.6);

    private static string? _mark;

    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action _abandon;
    private ITimer? _watchdog;
    private int _count;

    /// <summary>Listens until disposed.</summary>
    /// <param name="clock">The clock that <see cref="Grace"/> is measured with.</param>
    /// <param name="abandon">Ends the process; called after the grace, or at the second interrupt.</param>
    public Interruption(TimeProvider clock, Action abandon)
    {
        _abandon = abandon;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                OnInterrupt(clock);
            }));
        }
    }

    /// <summary>Cancelled at the first interrupt.</summary>
    public CancellationToken Token => _cancelled.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _watchdog?.Dispose();
        _cancelled.Dispose();
    }

    /// <summary>Marks all processes that this one starts from now on, however deep, so that <see cref="EndProcess"/> finds them.</summary>
    public static void MarkChildren() => _mark = ProcessTree.Own;

    /// <summary>Ends the process and all that it started.</summary>
    public static void EndProcess()
    {
        if (_mark is { } carried)
        {
            ProcessTree.KillMarked(carried);
        }

        // A live display hides the cursor; it cannot show it again once we are gone.
        if (!Console.IsOutputRedirected)
        {
            Console.Out.Write("\e[?25h");
        }

        Environment.Exit(ExitCode.Cancelled);
    }

    internal void OnInterrupt(TimeProvider clock)
    {
        if (Interlocked.Increment(ref _count) > 1)
        {
            _abandon();
            return;
        }

        _watchdog = clock.CreateTimer(_ => _abandon(), null, Grace, Timeout.InfiniteTimeSpan);

        // Not here: callbacks of the token run on the thread that cancels, and signals must stay answered.
        _ = Task.Run(_cancelled.Cancel);
    }
}
