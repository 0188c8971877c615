using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Commands;

public sealed class InterruptionTests
{
    [Test]
    public async Task The_first_interrupt_asks_and_the_second_ends()
    {
        var clock = new TimerClock();
        var ended = 0;
        using var interruption = new Interruption(clock, () => ended++);
        var cancelled = new TaskCompletionSource();
        using var registration = interruption.Token.Register(cancelled.SetResult);
        interruption.OnInterrupt(clock);
        await cancelled.Task;
        Assert.That(ended, Is.Zero);
        interruption.OnInterrupt(clock);
        Assert.That(ended, Is.EqualTo(1));
    }

    [Test]
    public void What_does_not_stop_in_time_is_ended()
    {
        var clock = new TimerClock();
        var ended = 0;
        using var interruption = new Interruption(clock, () => ended++);
        interruption.OnInterrupt(clock);
        Assert.That(clock.Due, Is.GreaterThan(TimeSpan.FromSeconds(1)).And.LessThan(TimeSpan.FromSeconds(2)));
        clock.Fire!();
        Assert.That(ended, Is.EqualTo(1));
    }

    /// <summary>A clock whose only timer goes off when it is told to.</summary>
    private sealed class TimerClock : TimeProvider
    {
        public TimeSpan Due { get; private set; }

        public Action? Fire { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (Due, Fire) = (dueTime, () => callback(state));
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
