namespace GoalBuild.Agent.Sandbox;

/// <summary>Whether commands of models can be contained on this machine, for those who only want to know.</summary>
/// <param name="Program">Absolute path of the program that contains; empty where there is none.</param>
/// <param name="Why">Where there is none: why, as half a sentence.</param>
public sealed record SandboxProbe(string Program, string Why)
{
    /// <summary>Finds out, by trying.</summary>
    /// <param name="cancellation">Gives up waiting.</param>
    public static async Task<SandboxProbe> FindAsync(CancellationToken cancellation)
    {
        var found = await Containment.FindAsync(cancellation).ConfigureAwait(false);
        return new SandboxProbe(found.Kind == ContainmentKind.None ? "" : found.Program, found.Why);
    }
}
