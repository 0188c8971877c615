using System.Text;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;

/// <summary>Writes repaired texts to disk: in place of the old file at once or not at all, in its encoding and with its mode.</summary>
internal static class RepairedFiles
{
    /// <summary>Writes the files whose texts differ.</summary>
    /// <param name="before">The solution as it was read.</param>
    /// <param name="after">The solution as it is to be.</param>
    /// <param name="problems">Gets why a file was not written.</param>
    /// <returns>Absolute paths of the files that were written, in order.</returns>
    public static IReadOnlyList<string> Write(CompiledSolution before, CompiledSolution after, ICollection<string> problems)
    {
        var written = new SortedSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < before.Projects.Length; index++)
        {
            foreach (var (path, tree) in after.Projects[index].Trees)
            {
                var old = before.Projects[index].Trees[path];
                if (old == tree || written.Contains(path) || old.GetText().ContentEquals(tree.GetText()))
                {
                    continue;
                }

                try
                {
                    if (Replace(path, old.GetText(), tree.GetText()))
                    {
                        written.Add(path);
                    }
                    else
                    {
                        problems.Add($"{Path.GetFileName(path)} was changed meanwhile, or is not the text that its encoding says");
                    }
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    problems.Add($"{Path.GetFileName(path)} cannot be written: {fault.Message}");
                }
            }
        }

        return [.. written];
    }

    private static bool Replace(string path, SourceText old, SourceText text)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (!File.ReadAllBytes(target).AsSpan().SequenceEqual(Bytes(old, old.Encoding)))
        {
            return false;
        }

        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, Bytes(text, old.Encoding));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static byte[] Bytes(SourceText text, Encoding? encoding)
    {
        encoding ??= new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];
    }
}
