using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Report.Serving;

/// <summary>Looks at the ledger for all viewers, and shows them what has changed.</summary>
/// <param name="board">Reads the ledger.</param>
/// <param name="clock">The clock.</param>
internal sealed class LiveTopics(RunBoard board, TimeProvider clock)
{
    /// <summary>The topic of the page of all runs; every other one is a run's name.</summary>
    public const string All = "";

    // A person does not see more, and a run of many turns is not read for nothing.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromSeconds(15);

    // Looking takes a fortieth of the time, however long the run is; but nobody waits longer than this for news.
    private const int RestForEach = 40;
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    /// <summary>How many viewers there are now.</summary>
    public int Viewers => _topics.Values.Sum(topic => topic.Viewers);

    /// <summary>The topic of a name.</summary>
    /// <param name="name">A run that exists, or <see cref="All"/>.</param>
    public Topic Named(string name) => _topics.GetOrAdd(name, _ => new Topic());

    /// <summary>Looks until it is cancelled.</summary>
    /// <param name="cancellation">Ends it; that is no error.</param>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        var beat = clock.GetUtcNow();
        var rest = BetweenLooks;
        try
        {
            while (true)
            {
                await Task.Delay(rest, clock, cancellation).ConfigureAwait(false);
                var watched = _topics.Where(topic => topic.Value.Viewers > 0).ToList();
                if (watched.Count == 0)
                {
                    continue;
                }

                var took = Stopwatch.StartNew();
                Look(watched);
                rest = TimeSpan.FromTicks(Math.Clamp((took.Elapsed * RestForEach).Ticks, BetweenLooks.Ticks, LongestRest.Ticks));
                if (clock.GetUtcNow() - beat >= BetweenBeats)
                {
                    beat = clock.GetUtcNow();
                    watched.ForEach(topic => topic.Value.Beat());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private void Look(List<KeyValuePair<string, Topic>> watched)
    {
        try
        {
            var hasChanged = board.HasChanged();
            foreach (var (name, topic) in watched.Where(topic => hasChanged || topic.Value.Current.State is null))
            {
                if (PartOf(name) is { } part)
                {
                    topic.Show(EventOf(part));
                }
            }
        }
        catch (Exception exception) when (IsOfTheLedger(exception))
        {
            // A ledger that is damaged may be replaced by the next run.
            var words = exception is GoalFaultException fault ? fault.Render() : $"The ledger cannot be understood: {exception.Message}";
            watched.ForEach(topic => topic.Value.Show(EventOf(new Html.HtmlWriter().Leaf("p", words).ToString())));
        }
    }

    /// <summary>Whether an exception says that the ledger cannot be read, or holds what this version does not understand.</summary>
    /// <param name="exception">The exception.</param>
    public static bool IsOfTheLedger(Exception exception) =>
        exception is GoalFaultException or System.Text.Json.JsonException or InvalidDataException or IOException or UnauthorizedAccessException or KeyNotFoundException or FormatException or ArgumentException;

    private string? PartOf(string name)
    {
        if (name != All)
        {
            return board.View(name) is { } view ? LivePages.RunPart(view) : null;
        }

        return LivePages.HistoryPart(board.History());
    }

    // Each line of what is sent is a line of the event; the browser puts them together again.
    private static byte[] EventOf(string part) => Encoding.UTF8.GetBytes($"data: {part.Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n");
}
