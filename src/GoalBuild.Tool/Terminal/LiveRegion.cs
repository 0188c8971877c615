using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>What runs now: one line for each clause under way, and one for the whole goal.</summary>
/// <param name="clock">Measures how long.</param>
/// <param name="ink">Colours.</param>
internal sealed class LiveRegion(TimeProvider clock, Ink ink)
{
    private const int MostClauses = 8;
    private const string Waiting = "·";
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Running> _running = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, VerdictStatus> _known = new(StringComparer.OrdinalIgnoreCase);
    private GoalView? _goal;
    private long _since;
    private string _activity = "";
    private string _message = "";
    private Spending? _spent;
    private BudgetLeft _left = new(null, null, null);

    /// <summary>A goal begins.</summary>
    /// <param name="goal">The goal.</param>
    public void Begin(GoalView goal)
    {
        lock (_gate)
        {
            (_goal, _since, _activity, _message) = (goal, clock.GetTimestamp(), "starting", "");
            _spent = null;
            _running.Clear();
            _known.Clear();
        }
    }

    /// <summary>Nothing runs any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _goal = null;
        }
    }

    /// <summary>News of the run.</summary>
    /// <param name="news">The event.</param>
    public void On(RunEvent news)
    {
        lock (_gate)
        {
            switch (news)
            {
                case VerificationStarted started:
                    (_activity, _message) = (started.Final ? "proving the result" : started.Turn == 0 ? "verifying" : $"turn {started.Turn}, verifying", "");
                    _running.Clear();
                    break;
                case ClauseReported { Event: ClauseStarted started }:
                    _running[started.Clause] = new Running(clock.GetTimestamp(), "");
                    break;
                case ClauseReported { Event: ClauseProgress progress }:
                    _running[progress.Clause] = GoneOn(progress.Clause) with { Message = progress.Message };
                    break;
                case ClauseReported { Event: ClausePaused paused }:
                    _running[paused.Clause] = GoneOn(paused.Clause) with { Message = ClausePaused.Message, PausedAt = clock.GetTimestamp() };
                    break;
                case ClauseReported { Event: ClauseFinished finished }:
                    _running.Remove(finished.Clause);
                    _known[finished.Clause] = finished.Verdict.Status;
                    break;
                case TurnStarted turn:
                    (_activity, _message, _spent) = ($"turn {turn.Turn}, {turn.Executor}", "", null);
                    _running.Clear();
                    break;
                case TokensSpent answer:
                    (_spent, _left) = ((_spent ?? Spending.None).Plus(answer.Spent), answer.Left);
                    break;
                case TurnProgressed progress:
                    _message = progress.Message;
                    break;
            }
        }
    }

    /// <summary>The lines as they are now; none where nothing runs.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Most lines.</param>
    public IReadOnlyList<string> Lines(int width, int height)
    {
        lock (_gate)
        {
            if (_goal is null)
            {
                return [];
            }

            var lines = new List<string>();
            var most = Math.Min(MostClauses, height - (_spent is null ? 2 : 3));
            foreach (var (clause, running) in _running.OrderBy(pair => pair.Value.PausedAt is not null).ThenBy(pair => pair.Value.Since).Take(most))
            {
                lines.Add(running.PausedAt is { } paused
                    ? Line(width, Waiting, clause, running.Message, clock.GetElapsedTime(running.Since, paused))
                    : Line(width, ink.Cyan(SpinnerAt(running.Since).ToString()), clause, running.Message, clock.GetElapsedTime(running.Since)));
            }

            if (most > 0 && _running.Count > most)
            {
                lines.Add(ink.Dim($"    and {_running.Count - most} more"));
            }

            if (_spent is not null)
            {
                lines.Add(ink.Dim($"    {Phrasing.Cut($"{Phrasing.Of(_spent)}{Phrasing.Left(_left)}", width - 5)}"));
            }

            var held = _known.Values.Count(status => status == VerdictStatus.Holds);
            lines.Add(Line(width, ink.Cyan(SpinnerAt(_since).ToString()), _activity, _message.Length > 0 ? _message : $"{held} of {Words.Count(_goal.Clauses.Count, "clause")} {(held == 1 ? "holds" : "hold")}", clock.GetElapsedTime(_since)));
            return lines;
        }
    }

    // What it waited is not its time: it counts as if it had begun so much later.
    private Running GoneOn(string clause) => !_running.TryGetValue(clause, out var running) ? new Running(clock.GetTimestamp(), "")
        : running.PausedAt is { } paused ? running with { Since = running.Since + clock.GetTimestamp() - paused, PausedAt = null }
        : running;

    // One column is left free: a full line would wrap in some terminals.
    private string Line(int width, string spinner, string what, string message, TimeSpan elapsed)
    {
        var time = Phrasing.Time(elapsed);
        var room = width - 5 - time.Length;
        var name = Phrasing.Cut(what, room - 2);
        var rest = message.Length > 0 && room - name.Length - 2 > 8 ? Phrasing.Cut(message, room - name.Length - 2) : "";
        var used = name.Length + (rest.Length > 0 ? rest.Length + 2 : 0);
        return $"  {spinner} {name}{(rest.Length > 0 ? "  " + ink.Dim(rest) : "")}{new string(' ', Math.Max(1, room - used))}{ink.Dim(time)}";
    }

    /// <summary>A clause under way.</summary>
    /// <param name="Since">When it began, in ticks of the clock.</param>
    /// <param name="Message">What it does.</param>
    private sealed record Running(long Since, string Message)
    {
        /// <summary>When it began to wait, where it waits.</summary>
        public long? PausedAt { get; init; }
    }

    private char SpinnerAt(long since) => Spinner[(int)(clock.GetElapsedTime(since).TotalMilliseconds / 120) % Spinner.Length];
}
