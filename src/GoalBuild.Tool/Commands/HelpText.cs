using System.CommandLine;

using System.CommandLine.Invocation;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary>Renders the help of a verb: what it does, how it is called, and examples.</summary>
internal static class HelpText
{
    private const int MostWidth = 100;

    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        [""] = ["dotnet goal", "dotnet goal verify auth.goal", "dotnet goal run auth.goal --isolate", "dotnet goal verify --json"],
        ["run"] = ["dotnet goal run auth.goal", "dotnet goal run auth.goal --isolate", "dotnet goal run auth.goal --sandbox required --on-failure best"],
        ["plan"] = ["dotnet goal plan", "dotnet goal plan auth.goal --json", "dotnet goal plan auth.goal --draft"],
        ["verify"] = ["dotnet goal verify", "dotnet goal verify auth.goal --clause \"build Auth.sln\"", "dotnet goal verify --environment release", "dotnet goal verify --no-cache --write sarif=goal.sarif --write junit=goal.xml"],
        ["check"] = ["dotnet goal check", "dotnet goal check auth.goal --format msbuild"],
        ["fmt"] = ["dotnet goal fmt", "dotnet goal fmt --check", "dotnet goal fmt - < auth.goal"],
        ["compile"] = ["dotnet goal compile auth.goal", "dotnet goal compile auth.goal -o obj/auth.proj"],
        ["status"] = ["dotnet goal status", "dotnet goal status auth.goal --json"],
        ["log"] = ["dotnet goal log auth.goal", "dotnet goal log auth.goal --turn 4 -v detailed", "dotnet goal log --follow"],
        ["pause"] = ["dotnet goal pause", "dotnet goal pause auth.goal"],
        ["resume"] = ["dotnet goal resume auth.goal", "dotnet goal resume auth.goal --budget \"turns 40\""],
        ["rollback"] = ["dotnet goal rollback", "dotnet goal rollback 7 auth.goal", "dotnet goal rollback start --dry-run"],
        ["replay"] = ["dotnet goal replay 20261122-103000-000-1a2b auth.goal", "dotnet goal replay 20261122-103000-000-1a2b --here"],
        ["clear"] = ["dotnet goal clear auth.goal", "dotnet goal clear --goal auth"],
        ["approve"] = ["dotnet goal approve --as security", "dotnet goal approve auth.goal --as legal --note 'read it'"],
        ["explain"] = ["dotnet goal explain GOAL2003", "dotnet goal explain"],
        ["new"] = ["dotnet goal new", "dotnet goal new auth", "dotnet goal new auth -o goals/auth.goal"],
        ["import"] = ["dotnet goal import notes.md", "dotnet goal import notes.md -o auth.goal --force", "dotnet goal import - -o - < notes.md"],
        ["draft"] = ["dotnet goal draft \"Orders can be cancelled.\"", "dotnet goal draft \"Orders can be cancelled.\" -o cancel.goal --yes", "dotnet goal draft \"…\" --model qwen3-coder --at http://localhost:11434/v1"],
        ["report"] = ["dotnet goal report auth.goal > report.md", "dotnet goal report auth.goal --html", "dotnet goal report --write junit=goal.xml"],
        ["serve"] = ["dotnet goal serve", "dotnet goal serve --port 5080"],
        ["ci"] = ["dotnet goal ci github", "dotnet goal ci azure --force", "dotnet goal ci gitlab -o -"],
        ["matrix"] = ["dotnet goal matrix", "dotnet goal matrix --for azure", "dotnet goal matrix --whole --goal auth"],
        ["lsp"] = ["dotnet goal lsp", "dotnet goal lsp --stdio"],
        ["mcp"] = ["dotnet goal mcp", "claude mcp add goal -- dotnet goal mcp"],
        ["hook"] = ["dotnet goal hook claude", "dotnet goal hook claude --install", "dotnet goal hook codex auth.goal --at-most 3 --install"],
        ["doctor"] = ["dotnet goal doctor", "dotnet goal doctor --online --json"],
        ["completions"] = ["eval \"$(dotnet goal completions bash)\"", "dotnet goal completions pwsh | Out-String | Invoke-Expression"],
        ["complete"] = ["dotnet goal complete -- verify --g"],
    };

    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "met: every clause holds"),
        ("1", "not met"),
        ("2", "the command line or a goal file is wrong"),
        ("3", "blocked or stalled: a person is needed"),
        ("4", "the budget is spent"),
        ("5", "a constraint is broken, or the proof was tampered with"),
        ("6", "waiting for a review"),
        ("130", "cancelled"),
    ];

    /// <summary>The examples of a verb, each a line as it is typed.</summary>
    /// <param name="verb">The verb; empty for none.</param>
    public static IReadOnlyList<string> ExamplesOf(string verb) => Examples[verb];

    /// <summary>All options that can stand behind a verb.</summary>
    /// <param name="command">The verb, or the root.</param>
    public static IEnumerable<Option> OptionsOf(Command command) => command.Parents.OfType<Command>()
        .SelectMany(parent => parent.Options.Where(option => option.Recursive))
        .Concat(command.Options);

    /// <summary>The help of a verb.</summary>
    /// <param name="command">The verb, or the root.</param>
    /// <param name="width">Columns.</param>
    public static IEnumerable<string> Lines(Command command, int width)
    {
        var columns = Math.Min(width, MostWidth);
        var isRoot = command is RootCommand;
        foreach (var line in Phrasing.Wrap(command.Description ?? "", columns))
        {
            yield return line;
        }

        yield return "";
        yield return "Usage";
        var arguments = string.Join(' ', command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0 ? $"<{argument.Name}>" : argument.Arity.MaximumNumberOfValues == 1 ? $"[{argument.Name}]" : $"[{argument.Name}…]"));
        yield return $"  dotnet goal {(isRoot ? "[verb]" : command.Name)} {arguments} [options]";
        if (isRoot)
        {
            foreach (var line in Table("Verbs", command.Subcommands.Where(verb => !verb.Hidden).Select(verb => (verb.Name, verb.Description ?? "")), columns))
            {
                yield return line;
            }
        }

        foreach (var line in Table("Arguments", command.Arguments.Select(argument => ($"{argument.Name}{(argument.Arity.MaximumNumberOfValues == 1 ? "" : "…")}", argument.Description ?? "")), columns)
            .Concat(Table("Options", OptionsOf(command).OrderBy(option => option.Recursive).Select(option => (Label(option), option.Description ?? "")), columns)))
        {
            yield return line;
        }

        yield return "";
        yield return "Examples";
        foreach (var example in ExamplesOf(isRoot ? "" : command.Name))
        {
            yield return "  " + example;
        }

        if (isRoot)
        {
            foreach (var line in Table("Exit codes", ExitCodes, columns))
            {
                yield return line;
            }
        }
    }

    private static string Label(Option option)
    {
        var names = option.Aliases.Where(alias => alias != "-?").Prepend(option.Name).OrderBy(name => name.Length);
        return string.Join(", ", names) + (option.HelpName is null ? "" : $" <{option.HelpName}>");
    }

    private static IEnumerable<string> Table(string title, IEnumerable<(string Label, string Text)> rows, int columns)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            yield break;
        }

        yield return "";
        yield return title;
        var left = Math.Min(26, all.Max(row => row.Label.Length)) + 4;
        foreach (var (label, text) in all)
        {
            // A label that is too long for its column stands on a line of its own.
            var first = label.Length + 4 <= left;
            if (!first)
            {
                yield return "  " + label;
            }

            foreach (var line in Phrasing.Wrap(text, columns - left))
            {
                yield return (first ? $"  {label}".PadRight(left) : new string(' ', left)) + line;
                first = false;
            }
        }
    }
}

/// <summary>Writes the help of the verb that stands in the command line.</summary>
/// <param name="host">Takes the text.</param>
internal sealed class HelpTextAction(ToolHost host) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        foreach (var line in HelpText.Lines(parseResult.CommandResult.Command, host.Width))
        {
            host.Out.WriteLine(line);
        }

        return ExitCode.Met;
    }
}

/// <summary>Writes the version.</summary>
/// <param name="host">Takes the text.</param>
internal sealed class VersionAction(ToolHost host) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        host.Out.WriteLine(ToolVersion.Value);
        return ExitCode.Met;
    }
}
