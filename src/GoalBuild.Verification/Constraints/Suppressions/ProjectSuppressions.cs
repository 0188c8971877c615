using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace GoalBuild.Verification.Constraints.Suppressions;

/// <summary>Finds suppressions in project, props and targets files. Conditions do not matter: what holds in one configuration silences it there.</summary>
internal static partial class ProjectSuppressions
{
    private const string When = " when ";
    private const string And = " and ";

    private static readonly HashSet<string> Lists = new(["NoWarn", "WarningsNotAsErrors", "MSBuildWarningsAsMessages", "MSBuildWarningsNotAsErrors", "DisabledWarnings", "NuGetAuditSuppress"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Switches = new(
        ["TreatWarningsAsErrors", "MSBuildTreatWarningsAsErrors", "CodeAnalysisTreatWarningsAsErrors", "RunAnalyzers", "RunAnalyzersDuringBuild", "RunAnalyzersDuringLiveAnalysis", "EnableNETAnalyzers", "EnforceCodeStyleInBuild", "NuGetAudit", "EnableDefaultCompileItems", "CheckForOverflowUnderflow"],
        StringComparer.OrdinalIgnoreCase);

    // What the SDK turns on where nothing is said: to say nothing turns none of them off.
    private static readonly HashSet<string> OnByDefault = new(
        ["RunAnalyzers", "RunAnalyzersDuringBuild", "RunAnalyzersDuringLiveAnalysis", "EnableNETAnalyzers", "NuGetAudit"],
        StringComparer.OrdinalIgnoreCase);

    // Not of a check's own: another value than false may come from anywhere.
    private static readonly HashSet<string> OffBySayingSo = new(["EnableDefaultCompileItems", "CheckForOverflowUnderflow"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Excluding = new(["Compile", "Analyzer", "EditorConfigFiles", "GlobalAnalyzerConfigFiles", "AdditionalFiles"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The suppressions of a file; none where it is not XML, since no build reads it then.</summary>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<Suppression> Read(string text)
    {
        if (Parse(text) is not { } root)
        {
            return [];
        }

        var lists = NamesOfLists(root);
        return [.. root.Descendants().SelectMany(element => Of(element, lists))];
    }

    /// <summary>What makes the checks of a project stricter, and is missed when it goes: <c>TreatWarningsAsErrors</c>, nullable, warnings as errors, analyzer packages.
    /// A condition on the way to it is part of it.</summary>
    /// <param name="text">Its text.</param>
    public static IReadOnlyList<Suppression> Strictness(string text) => Parse(text) is { } root ? [.. root.Descendants().SelectMany(StrictOf)] : [];

    /// <summary>Whether one piece of strictness holds wherever another one does: it is the same, under fewer conditions.</summary>
    /// <param name="strict">The one.</param>
    /// <param name="other">The other one.</param>
    public static bool Covers(Suppression strict, Suppression other)
    {
        var (ones, others) = (strict.Key.Split([When, And], StringSplitOptions.None), other.Key.Split([When, And], StringSplitOptions.None));
        return ones[0] == others[0] && ones.Length < others.Length && ones.All(others.Contains);
    }

    /// <summary>A piece of strictness that is lost, as a message shows it: where it holds under a condition still, with that.</summary>
    /// <param name="lost">What is lost.</param>
    /// <param name="left">What the file has left.</param>
    public static string ShownAmong(Suppression lost, IEnumerable<Suppression> left) =>
        left.FirstOrDefault(strict => Covers(lost, strict)) is { } narrower ? $"{lost.Key} (now only{narrower.Key[lost.Key.Length..]})" : lost.Key;

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

    // The known ones, what is named after one, and the properties of the file that these take in.
    private static HashSet<string> NamesOfLists(XElement root)
    {
        var lists = new HashSet<string>(Lists, StringComparer.OrdinalIgnoreCase);
        lists.UnionWith(root.Descendants().Select(element => element.Name.LocalName).Where(name => name.Contains("NoWarn", StringComparison.OrdinalIgnoreCase)));
        for (var count = 0; count < lists.Count;)
        {
            count = lists.Count;
            lists.UnionWith(root.Descendants().Where(element => lists.Contains(element.Name.LocalName) && !element.HasElements).SelectMany(element => Reference().Matches(element.Value)).Select(match => match.Groups[1].Value).ToList());
        }

        return lists;
    }

    private static IEnumerable<Suppression> Of(XElement element, HashSet<string> lists)
    {
        var name = element.Name.LocalName;
        var line = LineOf(element);
        var value = element.Value.Trim();
        if (lists.Contains(name) && !element.HasElements)
        {
            // NuGetAuditSuppress is an item.
            foreach (var code in Codes(name, value.Length > 0 ? value : element.Attribute("Include")?.Value ?? ""))
            {
                yield return new Suppression($"<{name}> {code}", line);
            }
        }
        else if (Switches.Contains(name) && IsOff(name, value))
        {
            // Whatever is not on is off, and one way to be off is as good as another.
            yield return new Suppression($"<{name}>false", line) { Shown = $"<{name}>{(value == "0" || Is(value, "disable") ? "false" : value.ToLowerInvariant())}" };
        }
        else if (Is(name, "Nullable") && !Is(value, "enable") && !IsItself(name, value))
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
            foreach (var glob in Codes(name, value))
            {
                yield return new Suppression($"<DefaultItemExcludes> {glob}", line);
            }
        }

        foreach (var code in Codes("NoWarn", element.Attribute("NoWarn")?.Value ?? ""))
        {
            yield return new Suppression($"NoWarn=\"{code}\"", line);
        }
    }

    private static IEnumerable<Suppression> StrictOf(XElement element)
    {
        var name = element.Name.LocalName;
        var value = element.Value.Trim();
        var when = Conditions(element);
        if (Is(name, "WarningsAsErrors"))
        {
            return Codes(name, value).Select(code => new Suppression($"<WarningsAsErrors> {code}{when}", LineOf(element)));
        }

        var key = Switches.Contains(name) && !Is(name, "EnableDefaultCompileItems") && IsOn(value) ? $"<{name}>true"
            : Is(name, "Nullable") && Is(value, "enable") ? "<Nullable>enable"
            : Is(name, "PackageReference") && element.Attribute("Include")?.Value is { } package && IsAnalyzer(package) ? $"<PackageReference Include=\"{package}\">"
            : null;
        return key is null ? [] : [new Suppression($"{key}{when}", LineOf(element))];
    }

    private static bool IsAnalyzer(string package) =>
        package.Contains("Analyzer", StringComparison.OrdinalIgnoreCase) || package.StartsWith("StyleCop", StringComparison.OrdinalIgnoreCase) || package.StartsWith("SonarAnalyzer", StringComparison.OrdinalIgnoreCase);

    // "$(NoWarn)" in NoWarn is what was there; another property adds what it holds.
    private static IEnumerable<string> Codes(string name, string list) =>
        list.Split([';', ',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(code => !IsItself(name, code));

    /// <summary>What has to hold on the way to an element, the outermost first; empty where nothing has to. Blanks make no difference.</summary>
    private static string Conditions(XElement element)
    {
        var conditions = element.AncestorsAndSelf().Reverse().SelectMany(around => new[]
        {
            around.Name.LocalName == "Target" ? $"the target {around.Attribute("Name")?.Value} runs" : "",
            around.Name.LocalName == "Otherwise" ? "nothing else holds" : "",
            string.Concat((around.Attribute("Condition")?.Value ?? "").Where(letter => !char.IsWhiteSpace(letter))),
        }).Where(condition => condition.Length > 0 && !Is(condition, "true")).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return conditions.Count == 0 ? "" : $"{When}{string.Join(And, conditions)}";
    }

    private static bool Is(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static bool IsItself(string name, string value) => Is(value, $"$({name})");

    private static bool IsOn(string value) => Is(value, "true") || Is(value, "enable") || Is(value, "on") || Is(value, "yes") || value == "1";

    private static bool IsOff(string name, string value) => OffBySayingSo.Contains(name) ? Is(value, "false") || Is(value, "disable") || value == "0"
        : !IsOn(value) && !IsItself(name, value) && !(value.Length == 0 && OnByDefault.Contains(name));

    private static int LineOf(XElement element) => element is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    [GeneratedRegex(@"\$\(\s*(\w+)\s*\)", RegexOptions.None, 2000)]
    private static partial Regex Reference();
}
