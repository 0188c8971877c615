using System.Xml;
using System.Xml.Linq;

namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>Finds suppressions in project, props and targets files. Conditions do not matter: what holds in one configuration silences it there.</summary>
internal static class ProjectSuppressions
{
    private static readonly HashSet<string> Lists = new(["NoWarn", "WarningsNotAsErrors", "MSBuildWarningsAsMessages", "MSBuildWarningsNotAsErrors", "DisabledWarnings", "NuGetAuditSuppress"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Switches = new(
        ["TreatWarningsAsErrors", "MSBuildTreatWarningsAsErrors", "CodeAnalysisTreatWarningsAsErrors", "RunAnalyzers", "RunAnalyzersDuringBuild", "RunAnalyzersDuringLiveAnalysis", "EnableNETAnalyzers", "EnforceCodeStyleInBuild", "NuGetAudit", "EnableDefaultCompileItems", "CheckForOverflowUnderflow"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Excluding = new(["Compile", "Analyzer", "EditorConfigFiles", "GlobalAnalyzerConfigFiles", "AdditionalFiles"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The suppressions of a file; none where it is not XML, since no build reads it then.</summary>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<Suppression> Read(string text) => Parse(text) is { } root ? [.. root.Descendants().SelectMany(Of)] : [];

    /// <summary>What makes the checks of a project stricter, and is missed when it goes: <c>TreatWarningsAsErrors</c>, nullable, warnings as errors, analyzer packages.</summary>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<Suppression> Strictness(string text) => Parse(text) is { } root ? [.. root.Descendants().SelectMany(StrictOf)] : [];

    private static XElement? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : XDocument.Parse(text, LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static IEnumerable<Suppression> Of(XElement element)
    {
        var name = element.Name.LocalName;
        var line = LineOf(element);
        var value = element.Value.Trim();
        if (Lists.Contains(name) && !element.HasElements)
        {
            // "$(NoWarn)" is what was there; NuGetAuditSuppress is an item.
            foreach (var code in Codes(value.Length > 0 ? value : element.Attribute("Include")?.Value ?? ""))
            {
                yield return new Suppression($"<{name}> {code}", line);
            }
        }
        else if (Switches.Contains(name) && IsOff(value))
        {
            yield return new Suppression($"<{name}>false", line);
        }
        else if (Is(name, "Nullable") && value.Length > 0 && !Is(value, "enable"))
        {
            yield return new Suppression($"<Nullable>{value.ToLowerInvariant()}", line);
        }
        else if (name.StartsWith("AnalysisLevel", StringComparison.OrdinalIgnoreCase) && (value.StartsWith("none", StringComparison.OrdinalIgnoreCase) || value.EndsWith("-none", StringComparison.OrdinalIgnoreCase)))
        {
            yield return new Suppression($"<{name}>{value.ToLowerInvariant()}", line);
        }
        else if (name.StartsWith("AnalysisMode", StringComparison.OrdinalIgnoreCase) && Is(value, "None"))
        {
            yield return new Suppression($"<{name}>none", line);
        }
        else if (Is(name, "WarningLevel") && value is "0" or "1" or "2" or "3")
        {
            yield return new Suppression($"<WarningLevel>{value}", line);
        }
        else if (Excluding.Contains(name) && element.Attribute("Remove")?.Value is { Length: > 0 } removed)
        {
            yield return new Suppression($"<{name} Remove=\"{removed}\">", line);
        }
        else if (Excluding.Contains(name) && element.Attribute("Exclude")?.Value is { Length: > 0 } excluded)
        {
            yield return new Suppression($"<{name} Exclude=\"{excluded}\">", line);
        }
        else if (Is(name, "DefaultItemExcludes"))
        {
            foreach (var glob in Codes(value))
            {
                yield return new Suppression($"<DefaultItemExcludes> {glob}", line);
            }
        }

        foreach (var code in Codes(element.Attribute("NoWarn")?.Value ?? ""))
        {
            yield return new Suppression($"NoWarn=\"{code}\"", line);
        }
    }

    private static IEnumerable<Suppression> StrictOf(XElement element)
    {
        var name = element.Name.LocalName;
        var value = element.Value.Trim();
        if (Is(name, "WarningsAsErrors"))
        {
            return Codes(value).Select(code => new Suppression($"<WarningsAsErrors> {code}", LineOf(element)));
        }

        var key = Switches.Contains(name) && !Is(name, "EnableDefaultCompileItems") && Is(value, "true") ? $"<{name}>true"
            : Is(name, "Nullable") && Is(value, "enable") ? "<Nullable>enable"
            : Is(name, "PackageReference") && element.Attribute("Include")?.Value is { } package && IsAnalyzer(package) ? $"<PackageReference Include=\"{package}\">"
            : null;
        return key is null ? [] : [new Suppression(key, LineOf(element))];
    }

    private static bool IsAnalyzer(string package) =>
        package.Contains("Analyzer", StringComparison.OrdinalIgnoreCase) || package.StartsWith("StyleCop", StringComparison.OrdinalIgnoreCase) || package.StartsWith("SonarAnalyzer", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Codes(string list) => list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(code => !code.StartsWith("$(", StringComparison.Ordinal));

    private static bool Is(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static bool IsOff(string value) => Is(value, "false") || Is(value, "disable") || value == "0";

    private static int LineOf(XElement element) => element is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;
}
