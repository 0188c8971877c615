using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Tool.Commands;

/// <summary>The file of <c>--write-inputs</c>: from it, a build tells without starting us whether goals that held are still up to date.</summary>
internal static class InputsFile
{
    /// <summary>Writes the file; deletes it where the goals do not hold, or depend on what no file shows.</summary>
    /// <param name="path">Where, or null where nobody asked.</param>
    /// <param name="host">Gives the current folder.</param>
    /// <param name="code">How the goals ended.</param>
    /// <param name="goals">The goals, each with its file.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written.</exception>
    public static void Write(string? path, ToolHost host, int code, IEnumerable<(GoalSource Source, Goal Goal)> goals)
    {
        if (path is null)
        {
            return;
        }

        var full = Path.GetFullPath(path, host.Directory);
        var inputs = code == ExitCode.Met
            ? goals.Select(pair => GoalInputs.Of(GoalCompiler.Compile(pair.Source.Parsed.Source, pair.Goal, pair.Source.Workspace), pair.Source.Workspace, BuiltConstraints.Of(pair.Goal, pair.Goal.Phases))).ToList()
            : [null];
        try
        {
            if (inputs.Contains(null))
            {
                File.Delete(full);
            }
            else
            {
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllLines(full, inputs.SelectMany(lines => lines!).Distinct(StringComparer.Ordinal));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.NotWritable,
                $"'{full}' cannot be written: {error.Message} Free some space, or give yourself permission to write it.",
                error);
        }
    }
}
