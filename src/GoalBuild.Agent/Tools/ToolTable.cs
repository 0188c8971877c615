namespace GoalBuild.Agent.Tools;

/// <summary>The tools that a model is given: one line each.</summary>
internal sealed class ToolTable
{
    private readonly Dictionary<string, ITool> _byName;

    /// <summary>Makes a table.</summary>
    /// <param name="tools">The tools, in the order in which a model is told of them; names are unique.</param>
    public ToolTable(IReadOnlyList<ITool> tools)
    {
        All = tools;
        _byName = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    /// <summary>The tools.</summary>
    public IReadOnlyList<ITool> All { get; }

    /// <summary>Calls a tool. Whatever the model did wrong comes back to it as an error that it can act on.</summary>
    /// <param name="name">The tool's name as the model gave it.</param>
    /// <param name="json">The arguments as the model gave them.</param>
    /// <param name="context">What tools work with.</param>
    /// <param name="cancellation">Stops it, then throws.</param>
    public async Task<ToolResult> CallAsync(string name, string json, ToolContext context, CancellationToken cancellation)
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
