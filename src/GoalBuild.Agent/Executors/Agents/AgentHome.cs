using GoalBuild.Agent.Sandbox;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>The private home of another agent's program, kept from turn to turn of a run: what it downloads or sets up there is not done in each turn.</summary>
internal sealed class AgentHome : IAsyncDisposable
{
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>Absolute path of the folder.</summary>
    /// <param name="turn">The turn.</param>
    public string Of(Turn turn)
    {
        var folder = PrivateFolders.Of(turn.Workspace, $"{turn.Host!.Run}-agent-{turn.Host.Step}");
        _made.Add(folder);
        return folder;
    }

    /// <summary>Refuses a run whose containment is required where there is none.</summary>
    /// <param name="sandbox">Whether commands have to be contained.</param>
    /// <exception cref="Language.Diagnostics.GoalFaultException">GOAL0024.</exception>
    public static async Task EnsureContainedAsync(SandboxMode sandbox)
    {
        if (sandbox == SandboxMode.Required)
        {
            (await Containment.FindAsync(CancellationToken.None).ConfigureAwait(false)).Check(sandbox);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (var folder in _made.Where(Directory.Exists))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A home and temporary files of a program that has ended: they cost space, and no more.
            }
        }

        _made.Clear();
        return ValueTask.CompletedTask;
    }
}
