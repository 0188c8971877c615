using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Tree;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Completion;

/// <summary>The values that may stand at one place.</summary>
/// <param name="document">The document.</param>
/// <param name="offset">The place.</param>
/// <param name="place">What is known of it.</param>
/// <param name="tests">The names of tests.</param>
internal sealed class ValueCompletions(GoalDocument document, int offset, CompletionPlace place, TestInventory tests)
{
    private static readonly string[] Comparisons = [">=", ">", "<=", "<", "=="];

    private readonly RepositoryFiles _files = new(document.Path);

    /// <summary>Whether a path is offered folder by folder, so that each slash brings others.</summary>
    public bool IsByFolder { get; private set; }

    /// <summary>The values of a kind.</summary>
    /// <param name="expected">What may stand there.</param>
    public IEnumerable<CompletionItem> Of(Expected expected) => (expected.Text, expected.Behind) switch
    {
        ("PROJECT", _) => _files.Projects().Select(path => Quoted(path, CompletionItemKind.Module, "project")),
        ("GLOB", _) => Paths(withFiles: true),
        ("DIR", _) => Paths(withFiles: false),
        ("ENVIRONMENT", _) => document.GoalAt(offset)?.Environments.Select(environment => Name(environment.Name.Value, CompletionItemKind.Reference, "environment")) ?? [],
        ("NAME", "after") => Predecessors(),
        ("NAME", "configuration") => Names("build configuration", "Debug", "Release"),
        ("NAME", "severity") => place.Keyword == "audit" ? Names("severity", "low", "moderate", "high", "critical") : Names("severity", "info", "warn", "error"),
        ("NAME", "key") => Names("environment variable", "OPENAI_API_KEY"),
        ("NAME", "runner") => Names("CI runner", "ubuntu-latest", "windows-latest", "macos-latest"),
        ("STRING", "filter") => Filters(),
        ("OP", _) => place.Inside is null ? Comparisons.Select(sign => Item(sign, CompletionItemKind.Operator, "comparison", document.RangeOf(place.Word))) : [],
        ("pNN", _) => Names("percentile", "p50", "p95", "p99"),
        _ => [],
    };

    private IEnumerable<CompletionItem> Names(string detail, params string[] names) => names.Select(name => Name(name, CompletionItemKind.Constant, detail));

    private IEnumerable<CompletionItem> Predecessors()
    {
        if (document.GoalAt(offset) is not { } goal)
        {
            return [];
        }

        // Before its brace a goal names goals; within, a phase names phases.
        var isGoal = place.Block == Place.File;
        IEnumerable<Scope> scopes = isGoal ? document.Checked.File.Goals : goal.Phases;
        return scopes.Where(scope => !(scope.Span.Start <= offset && offset <= scope.Span.End))
            .Select(scope => Name(scope.Name.Value, CompletionItemKind.Reference, isGoal ? "goal" : "phase"));
    }

    private IEnumerable<CompletionItem> Filters()
    {
        var names = tests.Names(document.Path);
        var classes = names.Select(name => name[..Math.Max(0, name.LastIndexOf('.'))]).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal);
        return classes.Select(name => Quoted($"FullyQualifiedName~{name}", CompletionItemKind.Module, "tests of a class"))
            .Concat(names.Select(name => Quoted($"FullyQualifiedName~{name}", CompletionItemKind.Method, "test")));
    }

    private IEnumerable<CompletionItem> Paths(bool withFiles)
    {
        IsByFolder = true;
        var typed = place.Inside is { } inside ? document.Source.Text.Substring(inside.Start, inside.Length) : "";
        var excluded = typed.StartsWith('!') ? "!" : "";
        var folder = typed[excluded.Length..(Math.Max(typed.LastIndexOf('/'), excluded.Length - 1) + 1)];
        foreach (var (name, isFolder) in folder.Contains('*', StringComparison.Ordinal) ? [] : _files.In(folder))
        {
            var path = $"{excluded}{folder}{name}";
            if (isFolder && withFiles)
            {
                yield return Quoted($"{path}/**", CompletionItemKind.Folder, "all below a folder");
            }

            if (isFolder || withFiles)
            {
                yield return Quoted(path, isFolder ? CompletionItemKind.Folder : CompletionItemKind.File, isFolder ? "folder" : "file");
            }
        }
    }

    /// <summary>A string: its inside where one is being typed, else with its quotes.</summary>
    private CompletionItem Quoted(string value, CompletionItemKind kind, string detail)
    {
        var text = Language.Syntax.Names.Quote(value);
        if (place.Inside is not { } inside)
        {
            return Item(text, kind, detail, document.RangeOf(place.Word)) with { Label = value, FilterText = text };
        }

        // What follows up to the quote that closes the string belongs to what is replaced; without one it is closed.
        var source = document.Source.Text;
        var rest = source.AsSpan(offset);
        var line = rest[..(rest.IndexOfAny('\n', '\r') is >= 0 and var end ? end : rest.Length)];
        var quote = line.IndexOf('"');
        var isClosed = quote >= 0 && line[..quote].IndexOfAny(' ', '\\') < 0;
        var span = SourceSpan.FromBounds(inside.Start, isClosed ? offset + quote : offset);
        return Item(isClosed ? text[1..^1] : text[1..], kind, detail, document.RangeOf(span)) with { Label = value, FilterText = text[1..^1] };
    }

    private CompletionItem Name(string value, CompletionItemKind kind, string detail) => place.Inside is null && Language.Syntax.Names.IsBare(value)
        ? Item(value, kind, detail, document.RangeOf(place.Word))
        : Quoted(value, kind, detail);

    private static CompletionItem Item(string text, CompletionItemKind kind, string detail, TextRange range) => new(text, kind) { Detail = detail, TextEdit = new TextEdit(range, text) };
}
