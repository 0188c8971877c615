using GoalBuild.Authoring;
using GoalBuild.Authoring.Composition;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>new</c>: looks at the repository and writes a goal that checks what is there.</summary>
internal static class NewCommand
{
    /// <summary>Writes the goal.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="name">The goal's name, or null for the repository's.</param>
    /// <param name="output">The file to write, <c>-</c> for standard output, or null for the goal's name in the current folder.</param>
    /// <param name="force">Whether a file that exists may be overwritten.</param>
    /// <exception cref="GoalFaultException">GOAL0060 or GOAL0061: there is a file in the way, or nothing that could be checked.</exception>
    public static async Task<int> RunAsync(CommandContext context, string? name, string? output, bool force)
    {
        var writer = new GoalWriter(context);
        var facts = Scan(context, writer.FolderOf(output));
        var goal = NameOf(name) ?? NewGoal.NameOf(facts);
        if (output == GoalWriter.Standard)
        {
            await context.Host.Out.WriteAsync(NewGoal.Write(facts, goal).AsMemory(), context.Cancellation).ConfigureAwait(false);
            return ExitCode.Met;
        }

        var path = writer.PathOf(output, goal);
        GoalWriter.EnsureFree(path, force);
        GoalWriter.Write(path, NewGoal.Write(facts, goal));
        context.Reporter.Say($"{context.Host.Show(path)}: written. It checks {Phrasing.Line(Found(facts))}.");
        writer.SayNext(path);
        context.Reporter.Tell(new JsonEvent("goal-written") { Goal = goal, File = path, Kind = "new", Next = writer.Next(path) });
        return ExitCode.Met;
    }

    /// <summary>Looks at the repository around a goal that is to be written.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="folder">Absolute path of the goal's folder.</param>
    /// <exception cref="GoalFaultException">GOAL0061: there is nothing that a goal could check.</exception>
    internal static RepositoryFacts Scan(CommandContext context, string folder)
    {
        var facts = RepositoryScan.Of(RepositoryTree.Of(folder));
        return facts.IsEmpty
            ? throw new GoalFaultException(
                DiagnosticCatalogue.NothingToCheck,
                $"In {context.Host.Show(folder)} there is no solution, project, package.json or the like that a goal could check. Run it in the repository, or make a project first: 'dotnet new nunit'.")
            : facts;
    }

    /// <summary>The name of a goal as a file can have it; null where none was given.</summary>
    /// <param name="name">As it was given.</param>
    /// <exception cref="GoalFaultException">GOAL0030: no letter is in it.</exception>
    internal static string? NameOf(string? name) => name is null ? null
        : GoalText.Slug(name) is { Length: > 0 } slug ? slug
        : throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"'{Phrasing.Line(name)}' cannot name a goal; expected letters, digits and '-', such as 'auth'.");

    private static string Found(RepositoryFacts facts)
    {
        List<string> found =
        [
            .. facts.Builds.Count switch { 0 => Array.Empty<string>(), 1 => [facts.Builds[0]], var count => [Words.Count(count, "build")] },
            .. facts.TestProjects.Count() is > 0 and var tests ? [Words.Count(tests, "test project")] : Array.Empty<string>(),
            .. facts.NodePackages.Count > 0 ? [Words.Count(facts.NodePackages.Count, "package.json")] : Array.Empty<string>(),
            .. facts.Others.Select(other => other.Command),
        ];
        return string.Join(", ", found);
    }
}
