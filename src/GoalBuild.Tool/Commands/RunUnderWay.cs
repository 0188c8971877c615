using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary>What the events of a run have told so far.</summary>
/// <param name="goal">The goal.</param>
/// <param name="view">The goal as renderers see it.</param>
/// <param name="started">How the run began.</param>
/// <param name="at">When this process began it, or went on with it.</param>
internal sealed class RunUnderWay(Goal goal, GoalView view, RunStarted started, DateTimeOffset at)
{
    private readonly Dictionary<string, Verdict> _verdicts = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset? _turnStarted;

    /// <summary>The goal.</summary>
    public Goal Goal => goal;

    /// <summary>The goal as renderers see it.</summary>
    public GoalView View => view;

    /// <summary>How the run began.</summary>
    public RunStarted Started => started;

    /// <summary>When this process began it, or went on with it.</summary>
    public DateTimeOffset At => at;

    /// <summary>The turns that ended in this process.</summary>
    public List<EvidenceTurn> Turns { get; } = [];

    /// <summary>The newest verdicts, in the order of the goal.</summary>
    public IReadOnlyList<Verdict> Verdicts => [.. GoalClause.Of(goal).Where(clause => _verdicts.ContainsKey(clause.Name)).Select(clause => _verdicts[clause.Name])];

    /// <summary>News of the run.</summary>
    /// <param name="news">The event.</param>
    /// <param name="now">When it came.</param>
    public void On(RunEvent news, DateTimeOffset now)
    {
        switch (news)
        {
            case ClauseReported { Event: ClauseFinished finished }:
                _verdicts[finished.Clause] = finished.Verdict;
                break;
            case VerificationFinished finished:
                foreach (var verdict in finished.Result.Verdicts)
                {
                    _verdicts[verdict.Clause] = verdict;
                }

                break;
            case TurnStarted:
                _turnStarted = now;
                break;
            case TurnKept turn:
                Add(turn.Turn, turn.Executor, "kept", turn.Summary, turn.Holding, turn.Files, now);
                break;
            case TurnUndone turn:
                Add(turn.Turn, turn.Executor, "undone", $"{(turn.Code is null ? "" : turn.Code + ": ")}{turn.Reason}", null, turn.Files, now);
                break;
            case TurnIdle turn:
                Add(turn.Turn, turn.Executor, "unchanged", turn.Summary, null, [], now);
                break;
        }
    }

    private void Add(int number, string executor, string end, string summary, int? holding, IReadOnlyList<string> files, DateTimeOffset now) =>
        Turns.Add(new EvidenceTurn(number, executor, end, summary, holding, (long)(now - (_turnStarted ?? at)).TotalMilliseconds) { Changed = files });
}
