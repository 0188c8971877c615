using System.CommandLine;
using System.CommandLine.Help;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Tool.Commands;

/// <summary>Says what may stand at the end of a command line, for the scripts of <see cref="CompletionScripts"/>.</summary>
/// <param name="root">The verbs.</param>
/// <param name="host">Gives the current folder.</param>
/// <param name="rooms">Reads goal files.</param>
/// <param name="choices">The words that an option or argument takes, by its name; null where they are not known.</param>
internal sealed class Completer(Command root, ToolHost host, Rooms rooms, Func<string, IReadOnlyList<string>?> choices)
{
    private static readonly string[] NoGoals = ["bin", "obj", "node_modules"];

    /// <summary>The words that fit.</summary>
    /// <param name="words">What stands behind <c>dotnet goal</c>; the last one is being typed, and may be empty.</param>
    public IReadOnlyList<string> Of(IReadOnlyList<string> words)
    {
        var typed = words.Count == 0 ? "" : words[^1];
        var before = words.Take(Math.Max(0, words.Count - 1)).ToList();
        var verb = root.Subcommands.FirstOrDefault(command => !command.Hidden && command.Name == before.FirstOrDefault());
        var command = verb ?? root;
        var previous = before.Count == 0 ? null : HelpText.OptionsOf(command).FirstOrDefault(option => option.Name == before[^1] || option.Aliases.Contains(before[^1]));
        var found = previous is not null && previous.ValueType != typeof(bool) && previous is not (HelpOption or VersionOption)
            ? Values(previous.Name, before, typed)
            : typed.StartsWith('-') ? HelpText.OptionsOf(command).Select(option => option.Name).Append("-h")
            : command.Arguments.SelectMany(argument => Values(argument.Name, before, typed)).Concat(before.Count == 0 ? root.Subcommands.Where(known => !known.Hidden).Select(known => known.Name) : []);
        return [.. found.Where(word => word.StartsWith(typed, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> Values(string name, IReadOnlyList<string> before, string typed) => name switch
    {
        "file" => Files(typed),
        "turn|best|start|file" => Files(typed).Concat(["best", "start"]),
        "--goal" => Goals(before).Select(pair => pair.Goal.Name.Value),
        "--clause" => Goals(before).SelectMany(pair => GoalClause.Of(pair.Goal)).Select(clause => clause.Name),
        "--environment" => Goals(before).SelectMany(pair => pair.Goal.Environments).Select(environment => environment.Name.Value),
        "--phase" => Goals(before).SelectMany(pair => pair.Goal.Phases).Select(phase => phase.Name.Value),
        "--as" => Goals(before).SelectMany(pair => pair.Goal.Reviews).Select(review => review.By.Value),
        "--run" or "run" => Goals(before).SelectMany(pair => EvidenceFolder.All(pair.Source, pair.Goal.Name.Value)).Select(path => Path.GetFileName(path)),
        "code" => DiagnosticCatalogue.All.Select(descriptor => descriptor.Code),
        _ => choices(name) ?? [],
    };

    // Folders too, which the next word leads into.
    private IEnumerable<string> Files(string typed)
    {
        var shown = typed[..(typed.LastIndexOf('/') + 1)];
        var folder = new DirectoryInfo(Path.GetFullPath(shown.Length == 0 ? "." : shown, host.Directory));
        try
        {
            return folder.Exists
                ? [.. folder.GetFiles("*.goal").Select(file => shown + file.Name), .. folder.GetDirectories().Where(inner => inner.Name[0] != '.' && !NoGoals.Contains(inner.Name, StringComparer.Ordinal)).Select(inner => $"{shown}{inner.Name}/")]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Those of the files that stand in the line; else of those in the current folder. Projects are not asked: that takes as long as a build.
    private List<(GoalSource Source, Goal Goal)> Goals(IReadOnlyList<string> before)
    {
        var named = before.Where(word => word.EndsWith(".goal", StringComparison.Ordinal)).ToList();
        var goals = new List<(GoalSource, Goal)>();
        foreach (var path in named.Count > 0 ? named : Files("").Where(word => word.EndsWith(".goal", StringComparison.Ordinal)))
        {
            try
            {
                var source = GoalFileReader.Read(path, host.Directory, rooms.Check);
                goals.AddRange(source.Parsed.File.Goals.Select(goal => (source, goal)));
            }
            catch (GoalFaultException)
            {
                // A key press is no time for messages.
            }
        }

        return goals;
    }
}
