namespace GoalBuild.Agent.Sandbox;

/// <summary>
/// How much of the machine a contained command may use. The kernel holds each process to its memory and each user to the threads; that limit does not exist
/// for root, and none adds up a tree. So <see cref="TreeLimit"/> adds up and stops what is over, a moment later than the kernel would.
/// </summary>
internal sealed record SandboxLimits
{
    /// <summary>The most processes that a command may have at once.</summary>
    public int Processes { get; init; } = 1024;

    /// <summary>The most threads at once, all processes together; a build on a large machine has a few thousand.</summary>
    public int Threads { get; init; } = 8192;

    /// <summary>The most memory in bytes: for one process the private memory that it may ask for, for all together what is in use. Three quarters of the machine's by default.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>How often the tree is looked at. A short command is never.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(250);
}
