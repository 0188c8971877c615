using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Testing;

/// <summary>
/// The command line options of a test application, as its own <c>--help</c> lists them. They depend on the framework, its version and the extensions
/// that are referenced; the application itself is the only one that knows them all.
/// </summary>
public sealed partial class TestingPlatformOptions
{
    private readonly HashSet<string> _options;

    private TestingPlatformOptions(HashSet<string> options) => _options = options;

    /// <summary>Reads the text of <c>--help</c>.</summary>
    /// <param name="help">What the application printed.</param>
    public static TestingPlatformOptions Parse(string help) =>
        new(OptionName().Matches(help).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal));

    /// <summary>Whether the application takes the option.</summary>
    /// <param name="option">The option with its dashes.</param>
    public bool Has(string option) => _options.Contains(option);

    // An option stands first on its line: '    --report-trx', or '  -result-trx <filename>  : …' as xUnit.net's own runner has it.
    [GeneratedRegex(@"^[ \t]+(?<name>--?[A-Za-z][A-Za-z0-9-]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionName();
}
