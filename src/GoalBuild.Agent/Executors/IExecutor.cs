using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Executors;

/// <summary>One step of the ladder: something that edits files so that more clauses hold. It never decides whether they do.</summary>
public interface IExecutor
{
    /// <summary>The step in the words of the language.</summary>
    string Name { get; }

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

    /// <summary>What this step has tried already on exactly this tree, in the words of <see cref="TurnResult.Attempts"/>; trying it again would end the same.</summary>
    public IReadOnlySet<string> Tried { get; init; } = new HashSet<string>();
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
}
