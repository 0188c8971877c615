using GoalBuild.Agent.Loop;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>What runs now: one line for each clause under way, and one for the whole goal.</summary>
/// <param name="clock">Measures how long.</param>
/// <param name="ink">Colours.</param>
internal sealed class LiveRegion(TimeProvider clock, Ink ink)
{
    private const int MostClauses = 8;
    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Since, string Message)> _running = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, VerdictStatus> _known = new(StringComparer.OrdinalIgnoreCase);
    private GoalView? _goal;
    private long _since;
    private string _activity = "";
    private string _message = "";

    /// <summary>A goal begins.</summary>
    /// <param name="goal">The goal.</param>
    public void Begin(GoalView goal)
    {
        lock (_gate)
        {
            (_goal, _since, _activity, _message) = (goal, clock.GetTimestamp(), "starting", "");
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
                    _running[started.Clause] = (clock.GetTimestamp(), "");
                    break;
                case ClauseReported { Event: ClauseProgress progress }:
                    _running[progress.Clause] = (_running.TryGetValue(progress.Clause, out var entry) ? entry.Since : clock.GetTimestamp(), progress.Message);
                    break;
                case ClauseReported { Event: ClauseFinished finished }:
                    _running.Remove(finished.Clause);
                    _known[finished.Clause] = finished.Verdict.Status;
                    break;
                case TurnStarted turn:
                    (_activity, _message) = ($"turn {turn.Turn}, {turn.Executor}", "");
                    _running.Clear();
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
            var most = Math.Min(MostClauses, height - 2);
            foreach (var (clause, (since, message)) in _running.OrderBy(pair => pair.Value.Since).Take(most))
            {
                lines.Add(Line(width, ink.Cyan(SpinnerAt(since).ToString()), clause, message, clock.GetElapsedTime(since)));
            }

            if (most > 0 && _running.Count > most)
            {
                lines.Add(ink.Dim($"    and {_running.Count - most} more"));
            }

            var held = _known.Values.Count(status => status == VerdictStatus.Holds);
            lines.Add(Line(width, ink.Cyan(SpinnerAt(_since).ToString()), _activity, _message.Length > 0 ? _message : $"{held} of {Words.Count(_goal.Clauses.Count, "clause")} {(held == 1 ? "holds" : "hold")}", clock.GetElapsedTime(_since)));
            return lines;
        }
    }

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

    private char SpinnerAt(long since) => Spinner[(int)(clock.GetElapsedTime(since).TotalMilliseconds / 120) % Spinner.Length];
}
