using System.Globalization;
using GoalBuild.Agent.Code;

namespace GoalBuild.Agent.Tools;

/// <summary>Finds where C# types and members are declared; the tree need not compile.</summary>
/// <param name="index">The tree's declarations.</param>
internal sealed class FindSymbolTool(CodeIndex index) : ITool
{
    private const int MostFound = 40;

    /// <inheritdoc/>
    public string Name => "find_symbol";

    /// <inheritdoc/>
    public string Description => "Find C# declarations by name or part of it: Type, Type.Member, Namespace.Type.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(new("name", "string"), ToolParameter.Optional("kind", "string", "type, member, class, method, property …"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var name = arguments.Text("name");
        var match = new NameMatch(name);
        if (match.IsEmpty)
        {
            throw new ToolFaultException($"'{name}' is no name; expected one such as Type, Type.Member or Namespace.Type.");
        }

        var kind = arguments.TextOrNull("kind") is { Length: > 0 } given ? given.ToLowerInvariant() : null;
        if (kind is not null && !KindWords.All.Contains(kind))
        {
            throw new ToolFaultException($"There is no kind '{kind}'; there are: {string.Join(", ", KindWords.All)}.");
        }

        var map = await CodeTools.LookAsync(index, cancellation).ConfigureAwait(false);
        var found = SymbolSearch.Find(map, match, kind);
        if (found.Count == 0)
        {
            return new ToolResult(map.Parsed.Count == 0
                ? "There are no C# files in the repository. Use search_text."
                : string.Create(CultureInfo.InvariantCulture, $"No declaration{(kind is null ? "" : $" of kind '{kind}'")} fits '{name}' in {map.Parsed.Count} C# files. Try a part of the name, or search_text; names from packages are not declared here."));
        }

        var lines = found.Take(MostFound).Select(symbol => CodeTools.Line(symbol.File, symbol.Declaration));
        return new ToolResult(string.Join('\n', lines) + CodeTools.LeftOut(found.Count - MostFound, "give more of the name, or a kind"));
    }
}
