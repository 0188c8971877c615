using System.Text;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Tool.Commands;

/// <summary><c>compile</c>: writes the MSBuild project that a goal means.</summary>
internal static class CompileCommand
{
    private const string StandardOutput = "-";

    /// <summary>Compiles the goals.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="goals">Names of goals, or none for all.</param>
    /// <param name="output">Where one goal's project goes; <c>-</c> for standard output; null for <c>.goal/compiled/&lt;goal&gt;.proj</c>: beside the goal file, the next <c>dotnet build</c> would take it for the project of that folder.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, IReadOnlyList<string> goals, string? output)
    {
        if (await context.ReadAsync(files).ConfigureAwait(false) is not { } sources)
        {
            return ExitCode.Usage;
        }

        var selected = CommandContext.Select(sources, goals);
        if (output is not null && selected.Count > 1)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.CommandLineWrong,
                $"'-o' names one file, and {selected.Count} goals would be compiled. Name one with '--goal', or leave '-o' out: each goal then gets a file in '.goal/compiled'.");
        }

        foreach (var (source, goal) in selected)
        {
            var text = GoalCompiler.Compile(source.Parsed.Source, goal, source.Workspace).ToString();
            if (output == StandardOutput)
            {
                await context.Host.Out.WriteAsync(text).ConfigureAwait(false);
                continue;
            }

            var path = output is not null
                ? Path.GetFullPath(output, context.Host.Directory)
                : Path.Combine(source.Workspace.StateDirectory, "compiled", RunFolders.NameOf(goal.Name.Value) + ".proj");
            Write(path, text);
            var shown = context.Host.Show(path);
            context.Reporter.Say($"{shown}: {goal.Name.Value}; run it with 'dotnet msbuild {CommandLine.Quote(shown)}'");
            context.Reporter.Tell(new JsonEvent("goal-compiled") { Goal = goal.Name.Value, File = source.Path, Output = path });
        }

        return ExitCode.Met;
    }

    /// <summary>Writes a file, and makes its folder.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="text">What to write.</param>
    internal static void Write(string path, string text)
    {
        try
        {
            StateFolder.EnsureFor(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The file cannot be written: {error.Message.ReplaceLineEndings(" ")} Name another file with '-o', or make the folder writable.", error) { File = path };
        }
    }
}
