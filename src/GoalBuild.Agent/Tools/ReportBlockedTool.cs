using GoalBuild.Agent.Conversation;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>report_blocked</c>: ends the run where only a person can go on. That something is hard, or fails, is no obstacle.</summary>
/// <param name="goal">Reads the goal.</param>
internal sealed class ReportBlockedTool(Func<GoalText> goal) : ITool
{
    /// <summary>Fewest characters of the evidence: less names nothing.</summary>
    public const int LeastEvidence = 20;

    /// <inheritdoc/>
    public string Name => "report_blocked";

    /// <inheritdoc/>
    public string Description => "End the run because only a person can go on. Difficulty and failing checks are no reason.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        new ToolParameter("kind", "string") { Values = [.. Obstacles.All.Select(obstacle => obstacle.Kind)] },
        new ToolParameter("reason", "string"),
        new ToolParameter("evidence", "string", "what was tried, what it answered"));

    /// <inheritdoc/>
    public Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var (kind, reason, evidence) = (arguments.Text("kind"), OneLine(arguments.Text("reason")), OneLine(arguments.Text("evidence")));
        if (Obstacles.All.FirstOrDefault(obstacle => obstacle.Kind == kind.Trim().ToLowerInvariant().Replace(' ', '_')) is not { } obstacle)
        {
            return Task.FromResult(ToolResult.Error($"There is no kind '{kind}'; there are: {string.Join(", ", Obstacles.All.Select(known => known.Kind))}. If none fits, it is no obstacle: go on."));
        }

        if (evidence.Length < LeastEvidence)
        {
            return Task.FromResult(ToolResult.Error($"The evidence has {Words.Count(evidence.Length, "character")}; say what you tried and what it answered, so that a person need not try it again."));
        }

        return Task.FromResult(obstacle.Refuses(new ObstacleClaim(goal(), context.Files, reason, evidence)) is { } why
            ? ToolResult.Error($"This is no such obstacle: {why} Otherwise go on with the goal.")
            : new ToolResult("The run ends here.") { Obstacle = $"{obstacle.Title}: {reason.TrimEnd('.')}. {evidence}" });
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
