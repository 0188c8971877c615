using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Ledger;

/// <summary>The <c>.goal</c> folder: made so that git never sees what is in it.</summary>
public static class StateFolder
{
    /// <summary>Makes the folder, and its <c>.gitignore</c> before anything else.</summary>
    /// <param name="path">Absolute path of the <c>.goal</c> folder.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written.</exception>
    public static void Ensure(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var ignore = Path.Combine(path, ".gitignore");
            if (!File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, exception);
        }
    }

    /// <summary>The fault for a folder that cannot be written.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="cause">What the operating system said.</param>
    public static GoalFaultException NotWritable(string path, Exception cause) => new(
        DiagnosticCatalogue.NotWritable,
        $"'{path}' cannot be written: {cause.Message.TrimEnd('.')}. Free some space or make the folder writable, then run again.",
        cause)
    {
        File = path,
    };
}
