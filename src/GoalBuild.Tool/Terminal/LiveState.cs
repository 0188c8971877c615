using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Terminal;

/// <summary>What a live display shows of a goal under way, gathered from its events. Its members may be called from any thread.</summary>
/// <param name="clock">Measures how long.</param>
internal sealed class LiveState(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Known> _clauses = new(StringComparer.OrdinalIgnoreCase);
    private GoalView? _goal;
    private bool _isRun;
    private bool _isResumed;
    private long _since;
    private int _turn;
    private string _activity = "";
    private string _message = "";
    private Spending? _spent;
    private BudgetLeft _left = new(null, null, null);
    private long _leftAt;

    /// <summary>A goal begins.</summary>
    /// <param name="goal">The goal.</param>
    public void Begin(GoalView goal)
    {
        lock (_gate)
        {
            (_goal, _since, _activity, _message) = (goal, clock.GetTimestamp(), "starting", "");
            (_isRun, _isResumed, _turn, _spent, _left) = (false, false, 0, null, new BudgetLeft(null, null, null));
            _clauses.Clear();
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
                case RunStarted started:
                    (_isRun, _isResumed) = (true, started.Resumed);
                    break;
                case VerificationStarted started:
                    (_activity, _message) = (started.Final ? "proving the result" : started.Turn == 0 ? "verifying" : $"turn {started.Turn}, verifying", "");
                    Stop();
                    break;
                case ClauseReported { Event: ClauseStarted started }:
                    Set(started.Clause, known => known with { Since = clock.GetTimestamp(), Message = "", PausedAt = null });
                    break;
                case ClauseReported { Event: ClauseProgress progress }:
                    Set(progress.Clause, known => GoneOn(known) with { Message = progress.Message });
                    break;
                case ClauseReported { Event: ClausePaused paused }:
                    Set(paused.Clause, known => GoneOn(known) with { Message = ClausePaused.Message, PausedAt = clock.GetTimestamp() });
                    break;
                case ClauseReported { Event: ClauseFinished finished }:
                    Set(finished.Clause, known => known with { Since = null, Verdict = finished.Verdict });
                    break;
                case TurnStarted turn:
                    (_turn, _activity, _message) = (turn.Turn, $"turn {turn.Turn}, {turn.Executor}", "");
                    Stop();
                    break;
                case TokensSpent answer:
                    (_spent, _left, _leftAt) = ((_spent ?? Spending.None).Plus(answer.Spent), answer.Left, clock.GetTimestamp());
                    break;
                case TurnProgressed progress:
                    _message = progress.Message;
                    break;
            }
        }
    }

    /// <summary>How things stand now; null where nothing runs.</summary>
    public LiveView? Now()
    {
        lock (_gate)
        {
            if (_goal is null)
            {
                return null;
            }

            var clauses = _goal.Clauses.Select(clause => Shown(clause.Name, clause.Phase))
                .Concat(_clauses.Keys.Where(name => !_goal.Clauses.Any(clause => string.Equals(clause.Name, name, StringComparison.OrdinalIgnoreCase))).Select(name => Shown(name, null)));
            return new LiveView(_goal, [.. clauses])
            {
                IsRun = _isRun,
                Activity = _activity,
                Message = _message,
                Elapsed = clock.GetElapsedTime(_since),
                Turn = _turn,
                Spent = _spent,
                Caps = Caps(),
            };
        }
    }

    private LiveClause Shown(string name, string? phase)
    {
        if (!_clauses.TryGetValue(name, out var known) || (known.Since is null && known.Verdict is null))
        {
            return new LiveClause(name, phase, LiveClauseState.Waiting, "", null);
        }

        if (known.Since is { } since)
        {
            var elapsed = known.PausedAt is { } paused ? clock.GetElapsedTime(since, paused) : clock.GetElapsedTime(since);
            return new LiveClause(name, phase, known.PausedAt is null ? LiveClauseState.Running : LiveClauseState.Paused, known.Message, elapsed);
        }

        var state = known.Verdict!.Status switch
        {
            VerdictStatus.Holds => LiveClauseState.Holds,
            VerdictStatus.Fails => LiveClauseState.Fails,
            _ => LiveClauseState.Unknown,
        };
        return new LiveClause(name, phase, state, known.Verdict.Reason, known.Verdict.Reused ? null : known.Verdict.Duration);
    }

    // The goal's own caps are known from the start, and what is left of them, and of those of phase and step, with each answer of a model. What a resumed
    // run had spent before is in its ledger: until a model has answered, nothing is shown of it rather than something wrong.
    private List<LiveCap> Caps()
    {
        var budget = _goal!.Budget;
        var caps = new List<LiveCap>();
        if (budget?.Turns is { } turns && _turn <= turns && _turn > 0)
        {
            caps.Add(new LiveCap("turns", _turn, turns, $"{_turn} of {turns}"));
        }

        if (_left is { Tokens: { } tokens, MostTokens: { } mostTokens })
        {
            Add("tokens", mostTokens - tokens, mostTokens, Phrasing.Number(mostTokens - tokens), Phrasing.Number(mostTokens));
        }

        if (_left is { Dollars: { } dollars, MostDollars: { } mostDollars })
        {
            Add("cost", (double)(mostDollars - dollars), (double)mostDollars, Phrasing.Dollars(mostDollars - dollars), Phrasing.Dollars(mostDollars));
        }

        var (time, spent) = _left is { Time: { } timeLeft, MostTime: { } mostTime }
            ? (mostTime, mostTime - timeLeft + clock.GetElapsedTime(_leftAt))
            : (_isResumed ? null : budget?.Time, clock.GetElapsedTime(_since));
        if (_isRun && time is { } most)
        {
            Add("time", spent.TotalSeconds, most.TotalSeconds, Phrasing.Time(spent), Phrasing.Time(most));
        }

        return caps;

        void Add(string name, double used, double most, string shown, string whole) => caps.Add(new LiveCap(name, used, most, $"{shown} of {whole}"));
    }

    private void Set(string clause, Func<Known, Known> change) => _clauses[clause] = change(_clauses.GetValueOrDefault(clause, new Known(null, "", null, null)));

    private void Stop()
    {
        foreach (var name in _clauses.Keys.ToList())
        {
            _clauses[name] = _clauses[name] with { Since = null, PausedAt = null };
        }
    }

    // What it waited is not its time: it counts as if it had begun so much later.
    private Known GoneOn(Known known) => known.Since is null ? known with { Since = clock.GetTimestamp() }
        : known.PausedAt is { } paused ? known with { Since = known.Since + clock.GetTimestamp() - paused, PausedAt = null }
        : known;

    /// <summary>What is known of a clause.</summary>
    /// <param name="Since">When it began, in ticks of the clock; null where it does not run.</param>
    /// <param name="Message">What it does.</param>
    /// <param name="PausedAt">When it began to wait, where it waits.</param>
    /// <param name="Verdict">Its newest verdict, or null.</param>
    private sealed record Known(long? Since, string Message, long? PausedAt, Verdict? Verdict);
}
