using System.Text;
using System.Xml.Linq;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>Hashes everything that a clause's verdict depends on.</summary>
/// <param name="Value">The hash, in hexadecimal digits.</param>
/// <param name="ChangedSinceStart">Whether a file changed at or after the time that was asked about.</param>
internal sealed record Fingerprint(string Value, bool ChangedSinceStart)
{
    /// <summary>The clock of a file system moves in ticks (4 ms on Linux, 15.6 ms on Windows), so a file can look this much older than the call that changed it.</summary>
    public static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(20);

    private static readonly HashSet<string> PlaceAttributes = ["Line", "Column", "Stem", "Clause"];

    /// <summary>Hashes what a clause depends on as it is now.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="tree">The tree as it is now.</param>
    /// <param name="projects">What its projects read; null where it has none or they are not known.</param>
    /// <param name="changes">What changed since the baseline, for <see cref="ClauseReads.Files"/> with a baseline; null where there is none.</param>
    /// <param name="environment">What <see cref="HostFingerprint.Environment"/> gave.</param>
    /// <param name="start">When the verification began.</param>
    /// <returns>Null where it cannot be known.</returns>
    public static Fingerprint? Of(CompiledClause clause, TreeState tree, ProjectInputs? projects, IReadOnlySet<string>? changes, string environment, DateTimeOffset start)
    {
        var text = new StringBuilder();
        HostFingerprint.AddTool(text);
        text.Append(TextOf(clause)).Append('\n');
        if (clause.Reads is ClauseReads.Project or ClauseReads.Tree)
        {
            HostFingerprint.AddSdks(text);
            text.Append(environment);
        }

        if (clause.Reads is ClauseReads.Tree)
        {
            if (tree.Hash is not { } hash)
            {
                return null;
            }

            text.Append("tree ").Append(hash).Append('\n');
        }

        if (Files(clause, tree, projects, changes, text) is not { } files)
        {
            return null;
        }

        var changed = false;
        var edge = start - ClockTick;
        foreach (var file in files)
        {
            text.Append(file).Append(' ').Append(tree.HashOf(file, out var stat)).Append('\n');

            // What a restore writes is written on the way to the verdict.
            changed |= stat is { } known && known.ChangedSince(edge) && projects?.Restored.Contains(file) != true;
        }

        return new Fingerprint(FileHashes.Hash(Encoding.UTF8.GetBytes(text.ToString())), changed);
    }

    /// <summary>The files that count one by one; null where they cannot be known.</summary>
    private static IEnumerable<string>? Files(CompiledClause clause, TreeState tree, ProjectInputs? projects, IReadOnlySet<string>? changes, StringBuilder text)
    {
        switch (clause.Reads)
        {
            case ClauseReads.Project:
                return projects?.FilesNow(tree);
            case ClauseReads.Tree when clause.Projects.Count > 0:
                return projects?.FilesOutside(tree);
            case ClauseReads.Tree:
                return [];
            case ClauseReads.Files { Baseline: true }:
                if (changes is null)
                {
                    return null;
                }

                text.Append("changed ").AppendJoin('\n', changes.Order(StringComparer.Ordinal)).Append('\n');
                return [];
            case ClauseReads.Files reads:
                try
                {
                    return GlobFiles.Find(tree.Root, clause.Context.GoalDirectory, reads.Glob, tree.Cancellation).Select(entry => entry.Path);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    return null;
                }

            default:
                return null;
        }
    }

    /// <summary>The clause in the words of its target. Where it stands in the file is no part of what it says.</summary>
    private static string TextOf(CompiledClause clause)
    {
        var target = new XElement(clause.Element);
        foreach (var attribute in target.DescendantsAndSelf().Attributes().Where(attribute => PlaceAttributes.Contains(attribute.Name.LocalName)).ToList())
        {
            attribute.Remove();
        }

        return $"{clause.Context.GoalDirectory}\n{target.ToString(SaveOptions.DisableFormatting)}";
    }
}
