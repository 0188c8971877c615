using System.Collections.Concurrent;
using System.Diagnostics;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Engine;

/// <summary>Passes what the engine says of targets on as news of clauses, and measures how long each takes.</summary>
internal sealed class ClauseProgressRelay(IEnumerable<CompiledClause> clauses, IProgress<VerificationEvent>? progress)
{
    private readonly Dictionary<string, string> _names = clauses.ToDictionary(clause => clause.Target, clause => clause.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _paused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _durations = new(StringComparer.Ordinal);

    /// <summary>The engine began a target.</summary>
    public void Started(string target)
    {
        if (_names.TryGetValue(target, out var name) && _started.TryAdd(target, Stopwatch.GetTimestamp()) && !_paused.ContainsKey(target))
        {
            progress?.Report(new ClauseStarted(name));
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
            _paused.AddOrUpdate(target, _ => Stopwatch.GetElapsedTime(started), (_, before) => before + Stopwatch.GetElapsedTime(started));
            progress?.Report(new ClauseProgress(name, "waits until other clauses have ended"));
        }
    }

    /// <summary>A target ended.</summary>
    public void Ended(string target)
    {
        if (_started.TryGetValue(target, out var started))
        {
            _durations[target] = _paused.GetValueOrDefault(target) + Stopwatch.GetElapsedTime(started);
        }
    }

    /// <summary>How long a target took, or null where it did not end.</summary>
    public TimeSpan? DurationOf(string target) => _durations.TryGetValue(target, out var duration) ? duration : null;
}
