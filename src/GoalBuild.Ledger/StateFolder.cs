using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Ledger;

/// <summary>The <c>.goal</c> folder: made so that git sees nothing of it but what was learnt about the repository, which is meant to be committed.</summary>
public static class StateFolder
{
    /// <summary>The file of what was learnt; the only one that git is to see. It is there once something was.</summary>
    public const string MemoryFileName = "memory.md";

    /// <summary>What the folder's <c>.gitignore</c> says, which is ignored itself.</summary>
    public const string IgnoreText = $"*\n!{MemoryFileName}\n";

    private const string Name = ".goal";

    // As versions before the memory wrote it.
    private const string OldIgnoreText = "*\n";

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
                File.WriteAllText(ignore, IgnoreText);
            }
            else
            {
                Upgrade(ignore);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, exception);
        }
    }

    private static void Upgrade(string ignore)
    {
        try
        {
            if (File.ReadAllText(ignore) == OldIgnoreText)
            {
                File.WriteAllText(ignore, IgnoreText);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It does what it did; only what was learnt is ignored with the rest.
        }
    }

    /// <summary>Makes a folder; where it lies in a <c>.goal</c> folder that is not there yet, that one is made first, as <see cref="Ensure"/> does.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written.</exception>
    public static void EnsureFor(string folder)
    {
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (Path.GetFileName(above) == Name)
            {
                Ensure(above);
                break;
            }
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, exception);
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
