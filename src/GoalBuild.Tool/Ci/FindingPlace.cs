using System.Globalization;
using System.Text.RegularExpressions;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Ci;

/// <summary>Where a finding is shown.</summary>
/// <param name="File">Relative to the root, with <c>/</c> between its parts; absolute where it lies outside.</param>
/// <param name="Line">From 1, or null.</param>
/// <param name="Column">From 1, or null.</param>
internal sealed partial record FindingPlace(string File, int? Line, int? Column)
{
    /// <summary>
    /// The place of a finding, or null where it has none. For a failed test it is the test's own line where its stack trace names one:
    /// the finding itself points at what threw, which often is code that every test calls.
    /// </summary>
    /// <param name="finding">The finding.</param>
    /// <param name="root">Absolute path of the tree.</param>
    public static FindingPlace? Of(Finding finding, string root) =>
        finding is { Test: { } test, Details: { } trace } && OfTest(test, trace, root) is { } own ? own
        : finding.File is { } file ? new FindingPlace(Relative(Path.GetFullPath(file, root), root), finding.Line, finding.Column)
        : null;

    private static FindingPlace? OfTest(string test, string trace, string root)
    {
        // 'Namespace.Fixture.Name("a.b", 3)': the method is what stands before the arguments.
        var bare = test.Split('(', 2)[0];
        var method = bare[(bare.LastIndexOf('.') + 1)..].Trim();
        foreach (Match frame in Frame().Matches(trace))
        {
            // An asynchronous method runs in a type that the compiler made: '<Name>d__3.MoveNext()'.
            var called = frame.Groups["method"].Value;
            var path = frame.Groups["file"].Value;
            if ((called.EndsWith("." + method, StringComparison.Ordinal) || called.Contains($"<{method}>", StringComparison.Ordinal))
                && Path.IsPathFullyQualified(path)
                && Relative(path, root) is var relative && !Path.IsPathFullyQualified(relative)
                && int.TryParse(frame.Groups["line"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            {
                return new FindingPlace(relative, line, null);
            }
        }

        return null;
    }

    private static string Relative(string path, string root)
    {
        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? path : relative;
    }

    [GeneratedRegex(@"^\s*at (?<method>[^\r\n(]+)\([^\r\n]*\) in (?<file>[^\r\n]+):line (?<line>\d+)", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frame();
}
