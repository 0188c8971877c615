using System.Text;
using System.Text.Json;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Evidence;

/// <summary>Puts an <see cref="EvidenceBundle"/> on disk.</summary>
public static class EvidenceWriter
{
    /// <summary>The bundle for programs.</summary>
    public const string JsonFile = "evidence.json";

    /// <summary>The bundle for people.</summary>
    public const string MarkdownFile = "evidence.md";

    /// <summary>The difference between the tree as it was and the result.</summary>
    public const string PatchFile = "result.patch";

    /// <summary>
    /// Writes both files. Each appears whole or not at all: it is written beside its place, flushed to the disk, and renamed.
    /// </summary>
    /// <param name="bundle">What to write.</param>
    /// <param name="directory">The run's evidence folder; it is made when missing.</param>
    /// <exception cref="GoalFaultException">GOAL0009: the disk is full, or the folder cannot be written.</exception>
    public static void Write(EvidenceBundle bundle, string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            Replace(Path.Combine(directory, JsonFile), new UTF8Encoding(false).GetBytes(ToJson(bundle)));
            Replace(Path.Combine(directory, MarkdownFile), new UTF8Encoding(false).GetBytes(EvidenceMarkdown.Render(bundle)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.NotWritable,
                $"The evidence of goal '{bundle.Goal}' could not be written to {directory}: {error.Message.ReplaceLineEndings(" ")} The verdicts are in the ledger. Free some space or make the folder writable, then try again.",
                error);
        }
    }

    /// <summary>A bundle as <see cref="JsonFile"/> has it.</summary>
    /// <param name="bundle">The bundle.</param>
    public static string ToJson(EvidenceBundle bundle) => JsonSerializer.Serialize(bundle, EvidenceJson.Readable.EvidenceBundle) + "\n";

    /// <summary>Reads a bundle back.</summary>
    /// <param name="directory">The run's evidence folder.</param>
    /// <returns>The bundle, or null where the folder holds none.</returns>
    /// <exception cref="InvalidDataException">The file is not a bundle of this version; the message says what it is.</exception>
    public static EvidenceBundle? Read(string directory)
    {
        var path = Path.Combine(directory, JsonFile);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var bundle = JsonSerializer.Deserialize(File.ReadAllBytes(path), EvidenceJson.Readable.EvidenceBundle);
            CheckVersion(path, bundle?.Version);
            return bundle;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not an evidence bundle: {error.Message}", error);
        }
    }

    /// <summary>Refuses a bundle of another version.</summary>
    /// <param name="path">The bundle's file, for the message.</param>
    /// <param name="version">The version that it says it has.</param>
    /// <exception cref="InvalidDataException">It is not the version that this assembly reads.</exception>
    internal static void CheckVersion(string path, int? version)
    {
        if (version != EvidenceBundle.CurrentVersion)
        {
            throw new InvalidDataException($"{path} has version {version}; this GoalBuild reads version {EvidenceBundle.CurrentVersion}.");
        }
    }

    private static void Replace(string path, byte[] content)
    {
        // One run writes one folder, so a fixed name is enough, and a crash leaves at most this one file behind.
        var fresh = path + ".new";
        try
        {
            using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            TryDelete(fresh);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to tell.
        }
    }
}
