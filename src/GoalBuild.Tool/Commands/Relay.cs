namespace GoalBuild.Tool.Commands;

/// <summary>Hands progress on at once and on the caller's thread; <see cref="Progress{T}"/> would reorder it.</summary>
/// <typeparam name="T">What is told.</typeparam>
/// <param name="handler">Takes it; may be called from any thread.</param>
internal sealed class Relay<T>(Action<T> handler) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => handler(value);
}
