using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>What a turn of another agent came to, from what it said and how it ended.</summary>
/// <param name="turn">The turn.</param>
/// <param name="prompt">What it was told.</param>
/// <param name="transcript">What it told.</param>
internal sealed class AgentTurn(Turn turn, AgentPrompt prompt, AgentTranscript transcript)
{
    /// <summary>The result.</summary>
    /// <param name="fault">Why the program did not do its work, or null.</param>
    public TurnResult Ended(string? fault)
    {
        if (transcript.IsSpent)
        {
            return new TurnResult(TurnEnd.Spent, $"{Words(turn.Host!.Left())}, and the agent was stopped");
        }

        if ((transcript.Fault ?? fault) is { } why)
        {
            return new TurnResult(TurnEnd.Failed, AgentTranscript.Line(why));
        }

        return Obstacle() is { } obstacle ? new TurnResult(TurnEnd.Blocked, obstacle)
            : new TurnResult(TurnEnd.Worked, transcript.LastSaid is { } said ? AgentTranscript.Line(said)
                : transcript.LastRefused is { } refused ? $"the agent ended when it was refused: {refused}"
                : "the agent ended without a word");
    }

    /// <summary>Says once in a run what of the budget does not count for an agent, because it does not tell.</summary>
    /// <param name="name">The step.</param>
    public void TellUncounted(string name)
    {
        var left = turn.Host!.Left();
        if (transcript.Spent.Tokens == 0 && (left.Tokens is not null || left.Dollars is not null))
        {
            turn.Host.Notice($"{name} does not tell what it spends: of the budget only turns and time count for it.");
        }
        else if (transcript.Spent is { Tokens: > 0, Dollars: 0 } && left.Dollars is not null)
        {
            turn.Host.Notice($"{name} tells its tokens and no cost: 'cost' does not count for it. Cap its 'tokens' as well.");
        }
    }

    // Held to the same kinds as what a model reports; an agent that merely gives up has worked.
    private string? Obstacle()
    {
        var last = transcript.LastSaid?.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim(' ', '*', '`');
        if (last?.StartsWith(AgentPrompt.BlockedMark, StringComparison.Ordinal) != true)
        {
            return null;
        }

        var claim = new ObstacleClaim(prompt.Goal, new FileGuard(turn.Workspace, turn.Forbids), last[AgentPrompt.BlockedMark.Length..].Trim(), AgentTranscript.Line(transcript.LastSaid!));
        return Obstacles.All.FirstOrDefault(kind => kind.Refuses(claim) is null) is { } found ? $"{found.Title}: {AgentTranscript.Line(claim.Reason)}" : null;
    }

    private static string Words(BudgetLeft left) => left switch
    {
        { Tokens: 0 } => $"all of {left.MostTokens} tokens are spent",
        { Dollars: 0 } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"all of ${left.MostDollars} is spent"),
        _ => "the budget is spent",
    };
}
