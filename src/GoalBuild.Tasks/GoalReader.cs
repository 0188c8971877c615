using GoalBuild.Language;
using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Tasks;

/// <summary>Reads goal files for the tasks.</summary>
internal static class GoalReader
{
    /// <summary>Reads a file, and checks it against the tree that it lies in.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="exists">Whether an absolute path exists.</param>
    /// <returns>The goals and what is wrong with them.</returns>
    /// <exception cref="GoalFaultException">GOAL0002, GOAL0003 or GOAL0004.</exception>
    public static ParseResult Read(string path, Func<string, bool> exists)
    {
        if (Directory.Exists(path))
        {
            throw new GoalFaultException(DiagnosticCatalogue.PathIsDirectory, "This is a folder, where a goal file was expected. Name a .goal file in the Goal item.");
        }

        try
        {
            // To open a pipe or a device could wait for ever. They have no size; neither has an empty file, which reads alike.
            using var stream = HasContent(path) ? File.OpenRead(path) : Stream.Null;
            return GoalLanguage.Check(stream, path, AnalysisContext.ForFile(Path.GetFullPath(path), exists, FilesIn));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.FileNotFound, "There is no such goal file. Correct the path of the Goal item; it is taken from the project's folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.FileUnreadable,
                $"The goal file cannot be read: {error.Message.ReplaceLineEndings(" ")} Give yourself permission to read it, or close the program that holds it.",
                error);
        }
    }

    private static string[]? FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that may not be listed is none to judge; verifying says more.
            return null;
        }
    }

    private static bool HasContent(string path) => new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Length > 0;
}
