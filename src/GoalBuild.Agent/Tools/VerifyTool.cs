namespace GoalBuild.Agent.Tools;

/// <summary>Lets the harness verify; the verdicts are those that people see. It asks, and decides nothing.</summary>
internal sealed class VerifyTool : ITool
{
    /// <inheritdoc/>
    public string Name => "verify";

    /// <inheritdoc/>
    public string Description => "Verifies clauses of the goal on the tree as it is.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(ToolParameter.Optional("clauses", "string[]", "names as in the verdicts; none: all"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var asked = arguments.Texts("clauses");
        var unknown = asked.Where(name => !context.Clauses.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        return unknown.Count > 0
            ? ToolResult.Error($"No clause is named '{unknown[0]}'. There are: {string.Join(", ", context.Clauses.Select(name => $"'{name}'"))}.")
            : new ToolResult(await context.Verify(asked.Count == 0 ? null : [.. context.Clauses.Where(name => asked.Contains(name, StringComparer.OrdinalIgnoreCase))], cancellation).ConfigureAwait(false));
    }
}
