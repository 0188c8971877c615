using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Executors;

/// <summary>One step of the ladder: something that edits files so that more clauses hold. It never decides whether they do.</summary>
public interface IExecutor
{
    /// <summary>The step in the words of the language.</summary>
    string Name { get; }

    /// <summary>
    /// Whether its turns build on one another, as those of a conversation do. Such a turn stays although fewer clauses hold after it, is gone on with
    /// where it was interrupted, and when nothing moves any more its executor is told so, before the next step of the ladder takes over.
    /// </summary>
    bool IsConversation => false;

    /// <summary>Says whether it can work on a goal at all, before anything is spent.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="sandbox">Whether its commands have to be contained.</param>
    /// <exception cref="Language.Diagnostics.GoalFaultException">It cannot, and a person has to change that.</exception>
    Task EnsureUsableAsync(Goal goal, string stateDirectory, SandboxMode sandbox) => Task.CompletedTask;

    /// <summary>Works for one turn on the tree. What it changed is judged afterwards, by constraints and by verification.</summary>
    /// <param name="turn">The goal, the tree, and what is known of it.</param>
    /// <param name="cancellation">Stops every process that was started, then throws.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation);
}

/// <summary>What an executor gets for one turn.</summary>
/// <param name="Number">The turn's number in its run, from 1.</param>
/// <param name="Workspace">The tree.</param>
/// <param name="Goal">The goal.</param>
/// <param name="GoalPath">Absolute path of the goal file.</param>
/// <param name="Verdicts">The newest verdicts, in the order of the goal.</param>
/// <param name="Progress">Told in one line what goes on.</param>
public sealed record Turn(
    int Number,
    Workspace Workspace,
    Goal Goal,
    string GoalPath,
    ValueList<Verdict> Verdicts,
    IProgress<string> Progress)
{
    /// <summary>The goal's folder.</summary>
    public string GoalDirectory => Path.GetDirectoryName(GoalPath)!;

    /// <summary>Whether a file, relative to the workspace's root, may be changed; says which constraint forbids it, or null.</summary>
    public Func<string, string?> Forbids { get; init; } = _ => null;

    /// <summary>Whether a file, relative to the workspace's root, is protected whatever its purpose: what <c>only</c> leaves out is not meant, because builds write there.</summary>
    public Func<string, bool> IsProtected { get; init; } = _ => false;

    /// <summary>What this step has tried already on exactly this tree, in the words of <see cref="TurnResult.Attempts"/>; trying it again would end the same.</summary>
    public IReadOnlySet<string> Tried { get; init; } = new HashSet<string>();

    /// <summary>What the run does for an executor in the middle of a turn; null outside of a run.</summary>
    public ITurnHost? Host { get; init; }
}

/// <summary>How a turn ended for the executor.</summary>
public enum TurnEnd
{
    /// <summary>It did something; verify.</summary>
    Worked,

    /// <summary>It knows nothing more to do; the next step of the ladder takes over.</summary>
    Exhausted,

    /// <summary>It cannot go on, and no other step could; a person is needed.</summary>
    Blocked,

    /// <summary>It could not work, for a reason of its own.</summary>
    Failed,

    /// <summary>It did what was left of the budget for; what it did is judged, and the run ends.</summary>
    Spent,
}

/// <summary>What an executor says of its turn.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Summary">One line: what was done, or why nothing was.</param>
public sealed record TurnResult(TurnEnd End, string Summary)
{
    /// <summary>
    /// What was tried, by names of the executor's own. On the same tree they come back in <see cref="Turn.Tried"/>, in a
    /// resumed run too, so that an executor needs no memory of its own.
    /// </summary>
    public ValueList<string> Attempts { get; init; } = [];

    /// <summary>Whether it did the same over and over, so that another turn like it would be no better.</summary>
    public bool IsStuck { get; init; }
}
