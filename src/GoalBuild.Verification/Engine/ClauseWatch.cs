using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>Watches the time of clauses while one build runs. A clause's time begins when the engine begins its target, and includes building its projects.</summary>
/// <param name="clauses">The clauses.</param>
/// <param name="relay">Told the same.</param>
/// <param name="clock">Measures; null for the system's.</param>
internal sealed class ClauseWatch(IReadOnlyList<CompiledClause> clauses, ClauseProgressRelay relay, TimeProvider? clock = null) : IDisposable
{
    /// <summary>A task stops at its own limit, with a verdict that says more; it gets this long to write it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // Clauses of one build begin at one moment, and their timers fire one after another.
    private static readonly TimeSpan SameMoment = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(3650);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<string, ITimer> _timers = [];
    private readonly Dictionary<string, long> _ends = [];
    private readonly Dictionary<string, TimeSpan> _left = [];
    private readonly HashSet<string> _timedOut = new(StringComparer.Ordinal);
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Called when a clause's time runs out, once.</summary>
    public Action? OnTimeout { get; set; }

    /// <summary>Targets of the clauses whose time ran out: one, and those that began with it and had no more time.</summary>
    public IReadOnlySet<string> TimedOut => _timedOut;

    /// <summary>Targets of the clauses that ended in time.</summary>
    public IReadOnlySet<string> Finished
    {
        get
        {
            lock (_lock)
            {
                return new HashSet<string>(_finished, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The engine began a clause's target.</summary>
    public void Started(string target)
    {
        lock (_lock)
        {
            if (_timers.ContainsKey(target) || clauses.FirstOrDefault(clause => clause.Target == target) is not { } clause)
            {
                return;
            }

            var limit = _left.GetValueOrDefault(target, Bounded(clause.TimeLimit) + Grace);
            _ends[target] = _clock.GetTimestamp() + (long)(limit.TotalSeconds * _clock.TimestampFrequency);
            _timers[target] = _clock.CreateTimer(_ => Expire(target), null, limit < ClauseTask.LongestTimer ? limit : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        relay.Started(target);
    }

    /// <summary>A clause waits for others to end: its time stands still until it is begun again.</summary>
    public void Paused(string target)
    {
        relay.Paused(target);
        lock (_lock)
        {
            if (_timers.Remove(target, out var timer))
            {
                timer.Dispose();
                _left[target] = TimeSpan.FromSeconds(Math.Max(0, (double)(_ends[target] - _clock.GetTimestamp()) / _clock.TimestampFrequency));
                _ends.Remove(target);
            }
        }
    }

    /// <summary>A clause's target ended.</summary>
    public void Ended(string target)
    {
        relay.Ended(target);
        lock (_lock)
        {
            // What ended because another clause's time ran out did not end in time.
            if (_timedOut.Count == 0)
            {
                _finished.Add(target);
            }

            if (_timers.TryGetValue(target, out var timer))
            {
                timer.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var timer in _timers.Values)
            {
                timer.Dispose();
            }
        }
    }

    /// <summary>Ends are told in ticks of a fast counter, which a limit of centuries would overflow.</summary>
    private static TimeSpan Bounded(TimeSpan limit) => limit < LongestLimit ? limit : LongestLimit;

    private void Expire(string target)
    {
        lock (_lock)
        {
            if (_timedOut.Count > 0 || _finished.Contains(target))
            {
                return;
            }

            var now = _clock.GetTimestamp() + (long)(SameMoment.TotalSeconds * _clock.TimestampFrequency);
            _timedOut.Add(target);
            _timedOut.UnionWith(_ends.Where(end => end.Value <= now && !_finished.Contains(end.Key)).Select(end => end.Key));
        }

        OnTimeout?.Invoke();
    }
}
