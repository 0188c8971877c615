using System.Collections.Concurrent;

namespace GoalBuild.Agent.Code;

/// <summary>Numbers identifiers: thousands of files use the same ones. The numbers are good for comparing only; they differ from run to run.</summary>
internal sealed class NameTable
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>The number of a name, a new one where it has none.</summary>
    /// <param name="name">The name.</param>
    public int Add(string name) => _numbers.TryGetValue(name, out var number) ? number : _numbers.GetOrAdd(name, _ => Interlocked.Increment(ref _last));

    /// <summary>The number of a name, or null where no file uses it.</summary>
    /// <param name="name">The name.</param>
    public int? Find(string name) => _numbers.TryGetValue(name, out var number) ? number : null;
}
