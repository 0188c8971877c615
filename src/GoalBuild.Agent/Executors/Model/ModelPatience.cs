using System.Globalization;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>How long, and how often, a model is waited for.</summary>
internal sealed record ModelPatience
{
    /// <summary>The variable that holds <see cref="Idle"/> in seconds; a large model on a small machine may read for minutes before its first word.</summary>
    public const string IdleVariable = "GOALBUILD_MODEL_IDLE";

    /// <summary>The variable that holds <see cref="MostWait"/> in seconds.</summary>
    public const string MostWaitVariable = "GOALBUILD_MODEL_WAIT";

    /// <summary>The most time between two events of an answer, and from the request to the first of them. (Codex waits 300 s; a stream that lives sends something in much less.)</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The most time that an endpoint may ask to wait; what asks for more is unavailable.</summary>
    public TimeSpan MostWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The first wait where the endpoint does not say how long; each further one is twice as long. (Codex begins with 200 ms, and has given up before two
    /// seconds are over; nobody sits beside a run of hours, and an endpoint that is restarted takes longer.)
    /// </summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a request is tried that no answer begins to come for: with the waits between, a quarter of a minute.</summary>
    public int RequestTries { get; init; } = 6;

    /// <summary>How often a request is tried whose answer breaks off. (The figure of Codex.)</summary>
    public int StreamTries { get; init; } = 5;

    /// <summary>The most time until a connection stands.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The defaults, and what the environment says instead.</summary>
    /// <param name="environment">The value of a variable, or null.</param>
    /// <exception cref="ModelFaultException">A variable holds no number of seconds.</exception>
    public static ModelPatience Of(Func<string, string?> environment)
    {
        var defaults = new ModelPatience();
        return defaults with { Idle = Seconds(environment, IdleVariable) ?? defaults.Idle, MostWait = Seconds(environment, MostWaitVariable) ?? defaults.MostWait };
    }

    private static TimeSpan? Seconds(Func<string, string?> environment, string name)
    {
        // A day is more than anyone waits, and less than what timers can take.
        const int MostSeconds = 86_400;
        return environment(name) is not { Length: > 0 } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds)
            : throw new ModelFaultException(ModelFaultKind.Rejected, $"{name} is '{text}'; expected a whole number of seconds from 1 to {MostSeconds}.");
    }
}
