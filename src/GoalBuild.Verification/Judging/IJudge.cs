namespace GoalBuild.Verification.Judging;

/// <summary>A model that is asked for an opinion; it did not do the work, and has no part in the conversation of one that did.</summary>
public interface IJudge
{
    /// <summary>Asks once.</summary>
    /// <param name="instructions">What is asked of it.</param>
    /// <param name="question">The statement and what it is to be judged by; no secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What came of it; a fault is a <see cref="JudgeAnswer.Problem"/>, not an exception.</returns>
    Task<JudgeAnswer> AskAsync(string instructions, string question, CancellationToken cancellation);
}

/// <summary>What came of asking a judge.</summary>
/// <param name="Model">The model's name; empty where there is none.</param>
/// <param name="Text">What it answered, or null.</param>
/// <param name="Problem">Why there is no answer and what to do, as sentences; or null.</param>
/// <param name="Tokens">How many tokens it took, sent and received together.</param>
public sealed record JudgeAnswer(string Model, string? Text, string? Problem, long Tokens);
