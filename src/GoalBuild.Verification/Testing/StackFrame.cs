using System.Globalization;
using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Testing;

/// <summary>A line of a stack trace that names a source file.</summary>
/// <param name="File">The file's absolute path.</param>
/// <param name="Line">The line, from 1.</param>
public sealed partial record StackFrame(string File, int Line)
{
    /// <summary>Deterministic builds write this instead of the repository's root.</summary>
    private const string DeterministicRoot = "/_/";

    /// <summary>The first frame whose file lies in the tree, or null: where the reader wants to look first.</summary>
    /// <param name="stackTrace">A stack trace as .NET prints it.</param>
    /// <param name="root">Absolute path of the tree.</param>
    public static StackFrame? FirstOwn(string stackTrace, string root)
    {
        var prefix = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)) + Path.DirectorySeparatorChar;
        foreach (Match match in Location().Matches(stackTrace))
        {
            var file = match.Groups["file"].Value;
            if (file.StartsWith(DeterministicRoot, StringComparison.Ordinal))
            {
                file = Path.Combine(root, file[DeterministicRoot.Length..]);
                if (!System.IO.File.Exists(file))
                {
                    continue;
                }
            }

            if (Path.IsPathFullyQualified(file)
                && Path.GetFullPath(file).StartsWith(prefix, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
                && int.TryParse(match.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            {
                return new StackFrame(Path.GetFullPath(file), line);
            }
        }

        return null;
    }

    [GeneratedRegex(@" in (?<file>[^\r\n]+):line (?<line>\d+)[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Location();
}
