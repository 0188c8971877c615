using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tools;

/// <summary>The tools that a model is given: one line each.</summary>
internal sealed class ToolTable
{
    private readonly Dictionary<string, ITool> _byName;
    private readonly SecretMask _mask;

    /// <summary>Makes a table.</summary>
    /// <param name="tools">The tools, in the order in which a model is told of them; names are unique.</param>
    /// <param name="mask">Hides secrets in answers; null for those of the environment.</param>
    public ToolTable(IReadOnlyList<ITool> tools, SecretMask? mask = null)
    {
        All = tools;
        _mask = mask ?? SecretMask.OfEnvironment();
        _byName = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    /// <summary>The tools.</summary>
    public IReadOnlyList<ITool> All { get; }

    /// <summary>Whether a tool does something that cannot simply be done again.</summary>
    /// <param name="name">The tool's name as the model gave it.</param>
    public bool HasEffects(string name) => _byName.TryGetValue(name, out var tool) && tool.HasEffects;

    /// <summary>Calls a tool. Whatever the model did wrong comes back to it as an error that it can act on; secrets in the answer are masked.</summary>
    /// <param name="name">The tool's name as the model gave it.</param>
    /// <param name="json">The arguments as the model gave them.</param>
    /// <param name="context">What tools work with.</param>
    /// <param name="cancellation">Stops it, then throws.</param>
    public async Task<ToolResult> CallAsync(string name, string json, ToolContext context, CancellationToken cancellation)
    {
        var result = await AnswerAsync(name, json, context, cancellation).ConfigureAwait(false);
        return result with { Text = _mask.Apply(result.Text), Obstacle = result.Obstacle is { } obstacle ? _mask.Apply(obstacle) : null };
    }

    private async Task<ToolResult> AnswerAsync(string name, string json, ToolContext context, CancellationToken cancellation)
    {
        if (!_byName.TryGetValue(name, out var tool))
        {
            return ToolResult.Error($"There is no tool '{name}'. There are: {string.Join(", ", _byName.Keys)}.");
        }

        try
        {
            var arguments = ToolArguments.Parse(json);
            arguments.Check(tool.Schema);
            return await tool.CallAsync(arguments, context, cancellation).ConfigureAwait(false);
        }
        catch (ToolFaultException fault)
        {
            return ToolResult.Error(fault.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return ToolResult.Error($"{name} failed: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
