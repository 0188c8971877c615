using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>Finds suppressions in files whose syntax is not read: scripts, styles, templates, F#, Visual Basic, rule sets.</summary>
internal static partial class TextSuppressions
{
    /// <summary>The suppressions of a file.</summary>
    /// <param name="extension">The end of its name, with the dot, in lower case.</param>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<Suppression> Read(string extension, string text)
    {
        var pattern = extension switch
        {
            ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".cjs" or ".mts" or ".cts" or ".vue" or ".svelte" or ".astro" => Script(),
            ".css" or ".scss" or ".less" => Style(),
            ".py" => Python(),
            ".razor" or ".cshtml" => Razor(),
            ".fs" or ".fsi" or ".fsx" => FSharp(),
            ".vb" => VisualBasic(),
            ".ruleset" => RuleSet(),
            _ => null,
        };
        if (pattern is null)
        {
            return [];
        }

        var found = new List<Suppression>();
        var number = 0;
        foreach (var line in AddedLines.Lines(text))
        {
            number++;
            found.AddRange(pattern.Matches(line).Select(match => new Suppression(match.Value.Trim(), number)));
        }

        return found;
    }

    /// <summary>Whether files of this kind are looked at.</summary>
    /// <param name="extension">As for <see cref="Read"/>.</param>
    public static bool Knows(string extension) => extension is ".js" or ".jsx" or ".ts" or ".tsx" or ".mjs" or ".cjs" or ".mts" or ".cts" or ".vue" or ".svelte" or ".astro"
        or ".css" or ".scss" or ".less" or ".py" or ".razor" or ".cshtml" or ".fs" or ".fsi" or ".fsx" or ".vb" or ".ruleset";

    [GeneratedRegex(@"(?:(?:eslint|oxlint|tslint|deno-lint|jshint)[-:](?:disable|ignore)|@ts-(?:ignore|nocheck|expect-error)|biome-ignore|(?:istanbul|c8|v8) ignore|\bStryker disable\b).*", RegexOptions.None, 2000)]
    private static partial Regex Script();

    [GeneratedRegex(@"stylelint-disable.*", RegexOptions.None, 2000)]
    private static partial Regex Style();

    [GeneratedRegex(@"#\s*(?:noqa|type:\s*ignore|pylint:\s*disable|pragma:\s*no cover).*", RegexOptions.None, 2000)]
    private static partial Regex Python();

    [GeneratedRegex(@"#pragma\s+warning\s+disable.*|#nullable\s+disable.*|\[(?:\w+\.)*(?:UnconditionalSuppressMessage|SuppressMessage|ExcludeFromCodeCoverage)\b.*", RegexOptions.None, 2000)]
    private static partial Regex Razor();

    [GeneratedRegex(@"#nowarn\s.*|\[<\s*(?:assembly:\s*)?(?:\w+\.)*(?:SuppressMessage|ExcludeFromCodeCoverage)\b.*", RegexOptions.None, 2000)]
    private static partial Regex FSharp();

    [GeneratedRegex(@"#Disable\s+Warning.*|<\s*(?:Assembly:\s*)?(?:\w+\.)*(?:SuppressMessage|ExcludeFromCodeCoverage)\b.*", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex VisualBasic();

    [GeneratedRegex(@"<Rule\b.*\bAction\s*=\s*""(?:None|Hidden)"".*", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RuleSet();
}
