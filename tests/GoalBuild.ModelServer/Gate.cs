namespace GoalBuild.ModelScripts;

/// <summary>Holds the events of an answer back until the test lets them go.</summary>
public sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim _free = new(0);

    /// <summary>Lets some more events through.</summary>
    /// <param name="count">How many.</param>
    public void Open(int count = 1) => _free.Release(count);

    /// <summary>Lets all through.</summary>
    public void OpenWide() => _free.Release(1_000_000);

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    internal Task PassAsync(CancellationToken cancellation) => _free.WaitAsync(cancellation);
}
