using System.Globalization;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>What another agent's program is given before it is stopped.</summary>
internal sealed record AgentPatience
{
    /// <summary>The variable that holds <see cref="Idle"/> in seconds.</summary>
    public const string IdleVariable = "GOALBUILD_AGENT_IDLE";

    /// <summary>The most time without any output: longer than a build or a test run of its own takes, of which it may tell only when it ends.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The most characters that it may print in a turn.</summary>
    public long MostOutput { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long it may take to stop when it is asked to, before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The defaults, and what the environment says instead; what is no number of seconds says nothing.</summary>
    /// <param name="environment">The value of a variable, or null.</param>
    public static AgentPatience Of(Func<string, string?> environment)
    {
        const int MostSeconds = 86_400;
        var defaults = new AgentPatience();
        return int.TryParse(environment(IdleVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostSeconds
            ? defaults with { Idle = TimeSpan.FromSeconds(seconds) }
            : defaults;
    }
}
