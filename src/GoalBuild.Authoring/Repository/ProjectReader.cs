using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Authoring.Repository;

/// <summary>Reads what a project's file, and the shared files above it, say of it.</summary>
internal static class ProjectReader
{
    private static readonly string[] SharedFiles = ["Directory.Build.props", "Directory.Build.targets"];

    // The package or SDK by which a project has the framework; the longest of the names that begin alike comes first.
    private static readonly (string Mark, string Framework)[] Frameworks = [("NUnit", "NUnit"), ("xunit", "xUnit"), ("MSTest", "MSTest"), ("TUnit", "TUnit")];

    private static readonly string[] Platforms =
        ["UseMicrosoftTestingPlatformRunner", "EnableMSTestRunner", "EnableNUnitRunner", "TestingPlatformDotnetTestSupport", "EnableMicrosoftTestingPlatform"];

    private static readonly string[] Collectors = ["coverlet.collector", "coverlet.MTP", "Microsoft.Testing.Extensions.CodeCoverage", "coverlet.msbuild"];

    /// <summary>Reads a project; one that is no XML is there by name only.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="path">The project's path.</param>
    public static ProjectFacts Read(RepositoryTree tree, string path)
    {
        var text = tree.Read(path);
        var own = Parse(text);
        var shared = SharedBy(tree, path).Select(tree.Read).ToList();
        var documents = shared.Select(Parse).Append(own).OfType<XDocument>().ToList();
        var elements = documents.SelectMany(document => document.Descendants()).ToList();
        var packages = elements.Where(element => element.Name.LocalName is "PackageReference" or "GlobalPackageReference").Select(Include).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var sdk = (string?)own?.Root?.Attribute("Sdk") ?? "";
        var isTest = Property("IsTestProject") is { } said ? Is(said, "true") : TestProjectFiles.IsNamedForTests(Path.GetFileNameWithoutExtension(path)) || TestProjectFiles.RefersToTestFramework(text);
        var mtp = Platforms.Any(name => Is(Property(name), "true")) || sdk.StartsWith("MSTest.Sdk", StringComparison.OrdinalIgnoreCase) && !Is(Property("UseVSTest"), "true")
            || packages.Any(package => Is(package, "TUnit")) || Runner(tree) == "Microsoft.Testing.Platform";
        return new ProjectFacts(path)
        {
            IsTest = isTest,
            TestFramework = !isTest ? null : Frameworks.FirstOrDefault(framework => packages.Append(sdk).Any(name => name.StartsWith(framework.Mark, StringComparison.OrdinalIgnoreCase))).Framework,
            UsesTestingPlatform = isTest && mtp,
            Collector = Collectors.FirstOrDefault(collector => packages.Contains(collector, StringComparer.OrdinalIgnoreCase))
                ?? (isTest && !mtp && packages.Contains("Microsoft.NET.Test.Sdk", StringComparer.OrdinalIgnoreCase) ? "Microsoft.CodeCoverage" : null),
            CoverageThreshold = isTest ? ThresholdOf(Property("Threshold")) : null,
            IsWeb = sdk.StartsWith("Microsoft.NET.Sdk.Web", StringComparison.OrdinalIgnoreCase),
            IsPackage = !isTest && !Is(Property("PackAsTool"), "true") && Property("PackageType") is null && !Is(Property("IsPackable"), "false") && (Is(Property("IsPackable"), "true") || Is(Property("GeneratePackageOnBuild"), "true") || Property("PackageId") is not null),
            WarningsAreErrors = Is(Property("TreatWarningsAsErrors"), "true"),
            Packages = packages,
            References = [.. elements.Where(element => element.Name.LocalName == "ProjectReference").Select(Include).OfType<string>().Select(reference => RelativePath.Join(RelativePath.FolderOf(path), reference))],
        };

        // The project's own word comes last, and wins.
        string? Property(string name) => elements.Where(element => element.Name.LocalName == name && element.Parent?.Name.LocalName == "PropertyGroup" && element.Attribute("Condition") is null)
            .Select(element => element.Value.Trim()).LastOrDefault(value => value.Length > 0);
    }

    private static string? Include(XElement element) => (string?)element.Attribute("Include");

    private static bool Is(string? value, string word) => string.Equals(value, word, StringComparison.OrdinalIgnoreCase);

    private static decimal? ThresholdOf(string? value) =>
        decimal.TryParse(value?.Split(',')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 100 ? share : null;

    private static string? Runner(RepositoryTree tree) => tree.Files.Where(file => Path.GetFileName(file) == "global.json").OrderBy(RepositoryScan.Depth)
        .Select(file => RepositoryScan.Member(RepositoryScan.Json(tree.Read(file)), "test", "runner")?.ToString()).FirstOrDefault(runner => runner is not null);

    // From the top down, as the nearest one has the last word.
    private static IEnumerable<string> SharedBy(RepositoryTree tree, string path)
    {
        var folder = RelativePath.FolderOf(path);
        var folders = new List<string> { folder };
        while (folder.Length > 0 && folder != ".." && !folder.EndsWith("/..", StringComparison.Ordinal))
        {
            folder = RelativePath.FolderOf(folder);
            folders.Add(folder);
        }

        // Above the goal's folder, too; a repository is not that deep.
        folders.AddRange(["..", "../..", "../../.."]);
        folders.Reverse();
        return folders.Distinct(StringComparer.Ordinal).SelectMany(each => SharedFiles.Select(name => RelativePath.Join(each, name))).Where(tree.HasFile);
    }

    private static XDocument? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : XDocument.Parse(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
