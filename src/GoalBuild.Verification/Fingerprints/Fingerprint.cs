using System.Security.Cryptography;
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
    /// <param name="workspace">The tree.</param>
    /// <param name="projects">What its projects read, for <see cref="ClauseReads.Project"/>.</param>
    /// <param name="changes">What changed since the baseline, for <see cref="ClauseReads.Files"/> with a baseline; null where there is none.</param>
    /// <param name="hashes">Hashes of files.</param>
    /// <param name="environment">What <see cref="HostFingerprint.Environment"/> gave.</param>
    /// <param name="start">When the verification began.</param>
    /// <returns>Null where it cannot be known.</returns>
    public static Fingerprint? Of(CompiledClause clause, Workspace workspace, ProjectInputs? projects, IReadOnlySet<string>? changes, FileHashes hashes, string environment, DateTimeOffset start)
    {
        var text = new StringBuilder();
        HostFingerprint.AddTool(text);
        text.Append(TextOf(clause)).Append('\n');
        IEnumerable<string> files;
        switch (clause.Reads)
        {
            case ClauseReads.Project when projects is not null:
                HostFingerprint.AddSdks(text);
                text.Append(environment);
                files = projects.FilesNow(workspace.Root);
                break;
            case ClauseReads.Tree:
                HostFingerprint.AddSdks(text);
                text.Append(environment);
                files = [.. TreeWalk.Files(workspace.Root, packages: true), .. GitFiles.Of(workspace.Root)];
                break;
            case ClauseReads.Files reads:
                if (reads.Baseline && changes is null)
                {
                    return null;
                }

                files = reads.Baseline ? [] : GlobFiles.Find(workspace.Root, clause.Context.GoalDirectory, reads.Glob, CancellationToken.None);
                text.Append("changed ").AppendJoin('\n', reads.Baseline ? [.. changes!.Order(StringComparer.Ordinal)] : Array.Empty<string>()).Append('\n');
                break;
            default:
                return null;
        }

        var changed = false;
        var edge = start - ClockTick;
        foreach (var file in files)
        {
            text.Append(file).Append(' ').Append(hashes.Of(file, out var stat)).Append('\n');

            // What a restore writes is written on the way to the verdict.
            changed |= stat is { } known && known.ChangedSince(edge) && projects?.Restored.Contains(file) != true;
        }

        return new Fingerprint(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))), changed);
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
