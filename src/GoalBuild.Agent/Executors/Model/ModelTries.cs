namespace GoalBuild.Agent.Executors.Model;

/// <summary>Counts the tries of one question, and says how long to wait before the next.</summary>
/// <param name="patience">How often, and how long at first.</param>
internal sealed class ModelTries(ModelPatience patience)
{
    // The figure of Codex: clients that failed together must not come back together.
    private const double Jitter = 0.1;

    private int _requests;
    private int _streams;

    /// <summary>How many tries of the newest kind there have been.</summary>
    public int Last { get; private set; }

    /// <summary>The next try, or null where there have been enough.</summary>
    /// <param name="failure">How the last one failed.</param>
    public (TimeSpan Wait, int Number, int Most)? Next(ModelFailure failure)
    {
        // An answer that began shows that the endpoint can be reached. Streams are not forgiven, so that all of it is bounded.
        _requests = failure.InStream ? 0 : _requests + 1;
        _streams += failure.InStream ? 1 : 0;
        Last = failure.InStream ? _streams : _requests;
        var most = failure.InStream ? patience.StreamTries : patience.RequestTries;
        if (Last >= most)
        {
            return null;
        }

        var wait = patience.FirstWait * Math.Pow(2, Last - 1) * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble()));
        return (failure.Wait ?? (wait < patience.MostWait ? wait : patience.MostWait), Last + 1, most);
    }
}
