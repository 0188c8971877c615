using System.Text;
using System.Text.Json;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Tool.Ci;

/// <summary><c>matrix</c>: prints the jobs that a verification can be shared out to.</summary>
internal static class MatrixCommand
{
    /// <summary>The runner of what names none.</summary>
    private const string DefaultRunner = "ubuntu-latest";

    /// <summary>Most characters of a job's name; hosts cut longer ones, or refuse them.</summary>
    private const int MostOfId = 60;

    /// <summary>Prints the matrix on one line.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="host">One of <see cref="CiCommand.Hosts"/>.</param>
    /// <param name="whole">Whether a goal is one entry, whatever its phases and environments.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, string host, bool whole)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var selected = CommandContext.Select(sources, goals);
        var entries = EntriesOf(selected, context.Host.Directory, whole);
        await context.Host.Out.WriteLineAsync(Render(entries, host)).ConfigureAwait(false);
        foreach (var (_, goal) in selected.Where(pair => !whole && BuiltConstraints.Of(pair.Goal, pair.Goal.Phases).Count > 0 && !PartsOf(pair.Goal).Any(JudgesWhatWasBuilt)))
        {
            // The output is read by a CI host.
            await context.Host.Error.WriteLineAsync(
                $"note: of the goal '{goal.Name.Value}', no job can judge the constraints on what was built: all of its clauses are in environments, and one names a runner. Let one clause stand in no environment; until then only 'dotnet goal run' judges them.").ConfigureAwait(false);
        }

        return ExitCode.Met;
    }

    /// <summary>
    /// The entries: one for each goal, phase and environment that has clauses; and one for the whole where that can be verified on one machine, else for all that is in no environment
    /// together with the constraints on what was built.
    /// </summary>
    /// <param name="selected">The goals.</param>
    /// <param name="directory">Absolute path of the folder that files are relative to.</param>
    /// <param name="whole">Whether a goal is one entry.</param>
    internal static IReadOnlyList<MatrixEntry> EntriesOf(IReadOnlyList<(GoalSource Source, Goal Goal)> selected, string directory, bool whole)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from pair in selected
               from part in whole ? [Part.Whole] : PartsOf(pair.Goal)
               select new MatrixEntry(
                   IdOf(pair.Goal, part, taken),
                   Path.GetRelativePath(directory, pair.Source.Path).Replace('\\', '/'),
                   pair.Goal.Name.Value,
                   part,
                   pair.Goal.Environments.FirstOrDefault(environment => environment.Name.Value == part.Environment)?.Runner?.Value ?? DefaultRunner),
        ];
    }

    // Parts say early and side by side what fails. What is to hold of the whole, such as constraints on what was built, no part can say.
    private static IReadOnlyList<Part> PartsOf(Goal goal)
    {
        var parts = Part.Of(goal);
        if (parts.Contains(Part.Whole))
        {
            return parts;
        }

        if (!goal.Environments.Any(environment => environment.Runner is not null))
        {
            return [.. parts, Part.Whole];
        }

        // No one machine can verify the whole. That all parts hold, the workflow says; the constraints need a part that judges them.
        var here = parts.Where(part => part.Environment == Part.None).ToList();
        return BuiltConstraints.Of(goal, goal.Phases).Count == 0 ? parts
            : here.Count == 1 ? [.. parts.Select(part => part == here[0] ? Part.Here : part)]
            : here.Count > 1 ? [.. parts, Part.Here]
            : parts;
    }

    private static bool JudgesWhatWasBuilt(Part part) => part == Part.Whole || part == Part.Here;

    private static string Render(IReadOnlyList<MatrixEntry> entries, string host)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            if (host == "azure")
            {
                json.WriteStartObject();
                foreach (var entry in entries)
                {
                    // Azure's names of jobs have letters, digits and '_' only; its variables are upper case in the environment.
                    json.WriteStartObject(entry.Id.Replace('-', '_').Replace('.', '_'));
                    Members(json, entry, "goal_");
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }
            else
            {
                if (host == "github")
                {
                    json.WriteStartObject();
                    json.WritePropertyName("include");
                }

                json.WriteStartArray();
                foreach (var entry in entries)
                {
                    json.WriteStartObject();
                    Members(json, entry, host == "gitlab" ? "GOAL_" : "");
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                if (host == "github")
                {
                    json.WriteEndObject();
                }
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Members(Utf8JsonWriter json, MatrixEntry entry, string prefix)
    {
        foreach (var (name, value) in entry.Members)
        {
            json.WriteString(prefix.StartsWith('G') ? prefix + name.ToUpperInvariant() : prefix + name, value);
        }
    }

    // Names of jobs and artifacts: what no file system and no host objects to.
    private static string IdOf(Goal goal, Part part, HashSet<string> taken)
    {
        var words = new[] { goal.Name.Value, part.Phase, part.Environment }.Where(word => word.Length > 0 && word != Part.None);
        var text = string.Concat(string.Join('-', words).Select(character => char.IsAsciiLetterOrDigit(character) ? character : '-')).Trim('-');
        var id = text.Length == 0 ? "goal" : char.IsAsciiDigit(text[0]) ? "goal-" + text : text;
        id = id[..Math.Min(id.Length, MostOfId)].TrimEnd('-');
        var unique = id;
        for (var i = 2; !taken.Add(unique); i++)
        {
            unique = $"{id}-{i}";
        }

        return unique;
    }
}

/// <summary>One job.</summary>
/// <param name="Id">Its name: letters, digits and <c>-</c>; unique in the matrix.</param>
/// <param name="File">The goal file, relative to the current folder.</param>
/// <param name="Goal">The goal.</param>
/// <param name="Part">The part of it.</param>
/// <param name="Runner">The machine: the environment's <c>runner</c>, or the host's usual one.</param>
internal sealed record MatrixEntry(string Id, string File, string Goal, Part Part, string Runner)
{
    /// <summary>The members by name, in the order in which they are shown.</summary>
    public IEnumerable<(string Name, string Value)> Members =>
        [("id", Id), ("file", File), ("goal", Goal), ("phase", Part.Phase), ("environment", Part.Environment), ("runner", Runner)];
}
