using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary>Reads goal files, and says in the catalogue's words why one cannot be read.</summary>
internal static class GoalFileReader
{
    /// <summary>Reads and checks a file.</summary>
    /// <param name="path">Its path as it was given.</param>
    /// <param name="directory">Absolute path that it is relative to.</param>
    /// <param name="check">Reads the stream, as much of it as a goal file may have, and checks it.</param>
    /// <exception cref="GoalFaultException">GOAL0002, GOAL0003 or GOAL0004.</exception>
    public static GoalSource Read(string path, string directory, Func<Stream, string, ParseResult> check)
    {
        var full = Path.GetFullPath(path, directory);
        if (Directory.Exists(full))
        {
            var goals = Directory.GetFiles(full, "*.goal").Length;
            throw new GoalFaultException(
                DiagnosticCatalogue.PathIsDirectory,
                goals == 0
                    ? "This is a folder, where a goal file was expected, and no .goal file is in it. Name a goal file."
                    : $"This is a folder, where a goal file was expected. Name {(goals == 1 ? "its .goal file" : $"one of its {goals} .goal files")}, or run without a file in that folder.")
            { File = path };
        }

        if (SpecialFile.Is(full))
        {
            throw new GoalFaultException(DiagnosticCatalogue.FileUnreadable, "This is a pipe, a socket or a device, where a goal file was expected. Write the goal into a file, and name that.") { File = path };
        }

        try
        {
            using var stream = File.OpenRead(full);
            return new GoalSource(path, check(stream, full));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.FileNotFound, $"There is no such file{NearMiss(full) ?? "."} Correct the path; it is taken from the current folder.", error) { File = path };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.FileUnreadable,
                $"The file cannot be read: {error.Message.ReplaceLineEndings(" ")} Give yourself permission to read it, or close the program that holds it.",
                error)
            { File = path };
        }
    }

    private static string? NearMiss(string path)
    {
        // A verb in the place of a file: 'dotnet goal verfy'.
        var name = Path.GetFileName(path);
        if (Suggestion.For(name, CommandLine.Verbs) is { } verb)
        {
            return $"; did you mean the verb '{verb}'?";
        }

        var folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder))
        {
            return null;
        }

        var goals = Directory.GetFiles(folder, "*.goal").Select(file => Path.GetFileName(file)).ToList();
        return goals.Contains(name + ".goal", StringComparer.Ordinal) ? $"; did you mean '{name}.goal'?"
            : Suggestion.For(name, goals) is { } near ? $"; did you mean '{near}'?"
            : null;
    }
}
