using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Agent.Code;
using GoalBuild.Agent.Code.References;
using GoalBuild.Agent.Conversation;

namespace GoalBuild.Agent.Tools;

/// <summary>Finds where a C# symbol is used.</summary>
/// <param name="index">The tree's declarations.</param>
/// <param name="finder">Finds by meaning.</param>
internal sealed partial class FindReferencesTool(CodeIndex index, ReferenceFinder finder) : ITool
{
    private const int MostPlaces = 60;
    private const int MostCharacters = 160;

    /// <inheritdoc/>
    public string Name => "find_references";

    /// <inheritdoc/>
    public string Description => "Uses of a C# symbol, by its name (Type, Type.Member) or by path:line:column.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(new ToolParameter("symbol", "string"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var symbol = arguments.Text("symbol").Trim();
        var map = await CodeTools.LookAsync(index, cancellation).ConfigureAwait(false);
        var query = Position().Match(symbol) is { Success: true } position ? At(map, position, context) : Named(map, symbol);
        context.Progress.Report($"looking for uses of {query.Name}");
        var found = await finder.FindAsync(map, query, cancellation).ConfigureAwait(false);
        return new ToolResult(Answer(query, found));
    }

    private static ReferenceQuery At(CodeMap map, Match position, ToolContext context)
    {
        var path = context.Files.Relative(context.Files.Readable(position.Groups["path"].Value));
        var file = map.Parsed.FirstOrDefault(file => file.Path == path) ?? throw new ToolFaultException($"'{path}' is no C# file of the repository. Use search_text, or give a name.");
        var line = int.Parse(position.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (position.Groups["column"].Success)
        {
            var column = int.Parse(position.Groups["column"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
            return IdentifierAt(context.Workspace.Root, path, line, column) is { } name
                ? new ReferenceQuery(name, [.. file.Declarations.Where(declaration => declaration.Line == line && declaration.Name == name).Select(declaration => new FoundSymbol(file, declaration))], (path, line, column))
                : throw new ToolFaultException(string.Create(CultureInfo.InvariantCulture, $"No name stands at {path}:{line}:{column}. Lines and columns count from 1; a declaration's path:line or a name will do too."));
        }

        var declared = file.Declarations.Where(declaration => declaration.Line == line).ToList();
        return declared is [var first, ..]
            ? new ReferenceQuery(first.Name, [new FoundSymbol(file, first)], null)
            : throw new ToolFaultException(string.Create(CultureInfo.InvariantCulture, $"Nothing is declared in line {line} of {path}. Give the column as well, or a name."));
    }

    private static ReferenceQuery Named(CodeMap map, string symbol)
    {
        var match = new NameMatch(symbol);
        if (match.IsEmpty)
        {
            throw new ToolFaultException($"'{symbol}' is no name; expected one such as Type or Type.Member, or path:line:column.");
        }

        var declared = SymbolSearch.Find(map, match, null).Where(found => found.Declaration.Kind != DeclarationKind.Constructor).ToList();
        var exact = declared.FindAll(found => match.Of(found.Declaration) == NameFit.Exact);
        exact = exact.Count > 0 ? exact : declared.FindAll(found => match.Of(found.Declaration) == NameFit.AnyCase);
        if (exact.Count > 0)
        {
            // Names that differ by case only are asked for one by one.
            return new ReferenceQuery(exact[0].Declaration.Name, exact.FindAll(found => found.Declaration.Name == exact[0].Declaration.Name), null);
        }

        return map.Names.Find(match.Name) is not null && declared.Count == 0
            ? new ReferenceQuery(match.Name, [], null)
            : throw new ToolFaultException($"Nothing named '{symbol}' is declared in the repository{(declared.Count == 0 ? "." : $"; did you mean {declared[0].Declaration.FullName}?")} Use find_symbol.");
    }

    private static string Answer(ReferenceQuery query, FoundReferences found)
    {
        var text = new StringBuilder();
        Say(ReferenceUse.Declaration, "Declared:");
        Say(ReferenceUse.Implementation, "Overridden or implemented:");
        Say(ReferenceUse.Use, "Used:");
        if (found.ByNameBecause is { } because)
        {
            text.Append(CultureInfo.InvariantCulture, $"By name only, since {PlainText.OneLine(because, 200)}; some may mean something else.\n");
        }

        Say(ReferenceUse.Name, found.ByNameBecause is null ? "Has the name, and the compiler does not know what it means:" : $"'{query.Name}' stands at:");
        if (!found.References.Any(place => place.Use is ReferenceUse.Use or ReferenceUse.Name))
        {
            text.Append(CultureInfo.InvariantCulture, $"'{query.Name}' is not used in the C# files of the repository.\n");
        }

        return text.ToString().TrimEnd('\n');

        void Say(ReferenceUse use, string title)
        {
            var places = found.References.Where(place => place.Use == use).ToList();
            if (places.Count == 0)
            {
                return;
            }

            var files = places.Select(place => place.Path).Distinct(StringComparer.Ordinal).Count();
            text.Append(CultureInfo.InvariantCulture, $"{title} {places.Count} in {files} file{(files == 1 ? "" : "s")}\n");
            foreach (var place in places.Take(MostPlaces))
            {
                text.Append(CultureInfo.InvariantCulture, $"{place.Place} {PlainText.OneLine(place.Text, MostCharacters)}\n");
            }

            text.Append(CodeTools.LeftOut(places.Count - MostPlaces, "search_text finds them all").TrimStart('\n') is { Length: > 0 } more ? more + "\n" : "");
        }
    }

    private static string? IdentifierAt(string root, string path, int line, int column)
    {
        var text = File.ReadLines(Path.Combine(root, path)).Skip(line - 1).FirstOrDefault();
        if (text is null || column < 1 || column > text.Length)
        {
            return null;
        }

        var (start, end) = (column - 1, column - 1);
        while (start > 0 && IsPart(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && IsPart(text[end]))
        {
            end++;
        }

        return end > start && IsPart(text[column - 1]) && !char.IsDigit(text[start]) ? text[start..end] : null;

        static bool IsPart(char character) => character == '_' || char.IsLetterOrDigit(character);
    }

    [GeneratedRegex(@"^(?<path>.+\.cs):(?<line>[0-9]{1,7})(:(?<column>[0-9]{1,5}))?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Position();
}
