using System.Collections.Concurrent;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>Passes what the engine says of targets on as news of clauses, and measures how long each takes.</summary>
/// <param name="clauses">The clauses.</param>
/// <param name="progress">Told the news, or null.</param>
/// <param name="clock">Measures; null for the system's.</param>
internal sealed class ClauseProgressRelay(IEnumerable<CompiledClause> clauses, IProgress<VerificationEvent>? progress, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<string, string> _names = clauses.ToDictionary(clause => clause.Target, clause => clause.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _paused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _durations = new(StringComparer.Ordinal);

    /// <summary>The engine began a target.</summary>
    public void Started(string target)
    {
        if (_names.TryGetValue(target, out var name) && _started.TryAdd(target, _clock.GetTimestamp()))
        {
            progress?.Report(_paused.ContainsKey(target) ? new ClauseProgress(name, "goes on") : new ClauseStarted(name));
        }
    }

    /// <summary>There is something to say about a target.</summary>
    public void Progress(string target, string message)
    {
        if (_names.TryGetValue(target, out var name))
        {
            progress?.Report(new ClauseProgress(name, message));
        }
    }

    /// <summary>A target waits for others to end; what it took until now counts, and the waiting does not.</summary>
    public void Paused(string target)
    {
        if (_names.TryGetValue(target, out var name) && _started.TryRemove(target, out var started))
        {
            _paused.AddOrUpdate(target, _ => _clock.GetElapsedTime(started), (_, before) => before + _clock.GetElapsedTime(started));
            progress?.Report(new ClausePaused(name));
        }
    }

    /// <summary>A target ended.</summary>
    public void Ended(string target)
    {
        if (_started.TryGetValue(target, out var started))
        {
            _durations[target] = _paused.GetValueOrDefault(target) + _clock.GetElapsedTime(started);
        }
    }

    /// <summary>How long a target took, or null where it did not end.</summary>
    public TimeSpan? DurationOf(string target) => _durations.TryGetValue(target, out var duration) ? duration : null;
}
