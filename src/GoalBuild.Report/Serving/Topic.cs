namespace GoalBuild.Report.Serving;

/// <summary>
/// What all viewers of one page are shown: its newest state, whole. A viewer takes it when it is ready for it, so that nothing is ever kept for one
/// that is slow.
/// </summary>
internal sealed class Topic
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _pulse = NewPulse();
    private byte[]? _state;
    private int _viewers;

    /// <summary>How many look at it now.</summary>
    public int Viewers => Volatile.Read(ref _viewers);

    /// <summary>The newest state, null before the first; and what ends when there is another, or at a heartbeat.</summary>
    public (byte[]? State, Task Next) Current
    {
        get
        {
            lock (_gate)
            {
                return (_state, _pulse.Task);
            }
        }
    }

    /// <summary>Shows another state to all.</summary>
    /// <param name="state">The state; nothing happens where it is the same.</param>
    public void Show(byte[] state)
    {
        if (_state is not { } shown || !shown.AsSpan().SequenceEqual(state))
        {
            Pulse(state);
        }
    }

    /// <summary>Lets all viewers see that the connection is alive.</summary>
    public void Beat() => Pulse(_state);

    /// <summary>Somebody begins to look.</summary>
    public void Enter() => Interlocked.Increment(ref _viewers);

    /// <summary>Somebody has stopped looking. What nobody looks at is not kept: it would be old when the next one comes.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (Interlocked.Decrement(ref _viewers) == 0)
            {
                _state = null;
            }
        }
    }

    private void Pulse(byte[]? state)
    {
        TaskCompletionSource pulse;
        lock (_gate)
        {
            (_state, pulse, _pulse) = (state, _pulse, NewPulse());
        }

        pulse.SetResult();
    }

    // Not on the thread that shows: a hundred viewers write at their own pace.
    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
