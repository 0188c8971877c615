using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;

/// <summary>What <c>.editorconfig</c> and the project's global options say of each file.</summary>
/// <param name="configurations">The parsed option files, or null where there are none.</param>
internal sealed class FileOptions(AnalyzerConfigSet? configurations)
{
    /// <summary>No options at all.</summary>
    public static readonly FileOptions None = new((AnalyzerConfigSet?)null);

    /// <summary>The value of an option for a file, without a <c>:severity</c> behind it; or null.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="key">The option's name, in lower case.</param>
    public string? Value(string path, string key)
    {
        if (configurations?.GetOptionsForSourcePath(path).AnalyzerOptions.TryGetValue(key, out var value) != true)
        {
            return null;
        }

        var colon = value!.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? value : value[..colon]).Trim();
    }

    /// <summary>An option that is <c>true</c> or <c>false</c>; null where it is neither.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="key">The option's name, in lower case.</param>
    public bool? Flag(string path, string key) => bool.TryParse(Value(path, key), out var flag) ? flag : null;
}
