using System.Globalization;
using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>Compares what the compiler reports before and after an edit.</summary>
internal static class Trial
{
    /// <summary>
    /// The diagnostics that are new. Lines move when a file is edited, so two diagnostics are the same when code, message and file are;
    /// of several equal ones, as many are new as there are more.
    /// </summary>
    /// <param name="before">What was reported before.</param>
    /// <param name="after">What is reported now.</param>
    public static IEnumerable<Diagnostic> New(IReadOnlyList<Diagnostic> before, IReadOnlyList<Diagnostic> after)
    {
        var known = before.CountBy(Key).ToDictionary();
        foreach (var diagnostic in after)
        {
            var key = Key(diagnostic);
            var left = known.GetValueOrDefault(key);
            known[key] = left - 1;
            if (left <= 0)
            {
                yield return diagnostic;
            }
        }
    }

    private static (string Code, string Message, string Path) Key(Diagnostic diagnostic) =>
        (diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture), diagnostic.Location.SourceTree?.FilePath ?? "");
}
