namespace GoalBuild.Verification.Evidence;

/// <summary>Reads what a patch in git's format changes.</summary>
public static class PatchReader
{
    /// <summary>The changed files, in the order of the patch, with the number of lines added and deleted in each.</summary>
    /// <param name="patch">The patch; <c>core.quotePath</c> escapes in its paths are resolved.</param>
    /// <param name="line">
    /// Told of each line that shows what changed, with the index of its file: the heads of hunks, their lines, and what git says in place of
    /// them where a file is binary. Null where only the numbers are of interest.
    /// </param>
    public static IReadOnlyList<EvidenceChange> Changes(TextReader patch, Action<int, string>? line = null)
    {
        var changes = new List<EvidenceChange>();
        string? file = null;
        var kind = "changed";
        var (added, deleted, oldLeft, newLeft) = (0, 0, 0, 0);
        while (patch.ReadLine() is { } text)
        {
            // Inside a hunk only its own counts say where it ends: a deleted line "-- a/x" reads like a header.
            if (oldLeft > 0 || newLeft > 0)
            {
                line?.Invoke(changes.Count, text);
                switch (text.Length == 0 ? ' ' : text[0])
                {
                    case '+': added++; newLeft--; break;
                    case '-': deleted++; oldLeft--; break;
                    case '\\': break;
                    default: oldLeft--; newLeft--; break;
                }
            }
            else if (text.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                Flush();
                (file, kind, added, deleted) = (FileOfHeader(text), "changed", 0, 0);
            }
            else if (text.StartsWith("new file mode", StringComparison.Ordinal))
            {
                kind = "added";
            }
            else if (text.StartsWith("deleted file mode", StringComparison.Ordinal))
            {
                kind = "deleted";
            }
            else if (text.StartsWith("rename to ", StringComparison.Ordinal))
            {
                (kind, file) = ("renamed", Unquote(text["rename to ".Length..]));
            }
            else if (text.StartsWith("+++ ", StringComparison.Ordinal) && text != "+++ /dev/null")
            {
                file = WithoutPrefix(Unquote(text[4..].TrimEnd('\t')));
            }
            else if (text.StartsWith("--- ", StringComparison.Ordinal) && kind == "deleted")
            {
                file = WithoutPrefix(Unquote(text[4..].TrimEnd('\t')));
            }
            else if (text.StartsWith("@@ ", StringComparison.Ordinal))
            {
                (oldLeft, newLeft) = HunkLengths(text);
                line?.Invoke(changes.Count, text);
            }
            else if (text == "GIT binary patch" || text.StartsWith("Binary files ", StringComparison.Ordinal))
            {
                line?.Invoke(changes.Count, text);
            }
        }

        Flush();
        return changes;

        void Flush()
        {
            if (file is not null)
            {
                changes.Add(new EvidenceChange(file, kind, added, deleted));
            }
        }
    }

    // "diff --git a/x b/x": both names are the same unless the file was renamed, and then "rename to" follows.
    private static string FileOfHeader(string line)
    {
        var names = line["diff --git ".Length..];
        return names.StartsWith('"')
            ? WithoutPrefix(Unquote(names[..(names.IndexOf("\" ", StringComparison.Ordinal) + 1)]))
            : WithoutPrefix(names[..(names.Length / 2)]);
    }

    private static string WithoutPrefix(string path) => path.Length > 2 && path[1] == '/' ? path[2..] : path;

    private static (int Old, int New) HunkLengths(string line)
    {
        var parts = line.Split(' ', 4);
        return parts.Length < 3 ? (0, 0) : (LengthOf(parts[1]), LengthOf(parts[2]));

        static int LengthOf(string range)
        {
            var comma = range.IndexOf(',', StringComparison.Ordinal);
            return comma < 0 ? 1 : int.TryParse(range.AsSpan(comma + 1), out var length) ? length : 0;
        }
    }

    private static string Unquote(string path)
    {
        if (path.Length < 2 || path[0] != '"' || path[^1] != '"')
        {
            return path;
        }

        var bytes = new List<byte>(path.Length);
        for (var i = 1; i < path.Length - 1; i++)
        {
            if (path[i] != '\\')
            {
                bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(path, i, 1));
            }
            else if (i + 3 < path.Length && path[i + 1] is >= '0' and <= '3')
            {
                bytes.Add(Convert.ToByte(path.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                i++;
                bytes.Add((byte)(path[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', var other => other }));
            }
        }

        return System.Text.Encoding.UTF8.GetString([.. bytes]);
    }
}
