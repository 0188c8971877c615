using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace GoalBuild.Verification.Coverage;

/// <summary>Coverage by file, merged from any number of Cobertura files.</summary>
public sealed partial class CoverageReport
{
    private readonly Dictionary<string, FileCoverage> _files = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>The files, ordered by path.</summary>
    public IReadOnlyList<FileCoverage> Files => [.. _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Adds what a Cobertura file says. The same report twice changes nothing.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="root">Absolute path of the tree: deterministic builds write <c>/_/</c> for it.</param>
    /// <param name="without">Names of assemblies to leave out: the tests themselves are no proof of coverage, and some collectors count them.</param>
    /// <returns>False where the file is some other XML.</returns>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool AddCobertura(string path, string root, IReadOnlyCollection<string> without)
    {
        XElement report;
        try
        {
            // Cobertura files may name a document type; it is neither fetched nor needed.
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
            report = XElement.Load(reader);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"the coverage report '{path}' is damaged: {e.Message}", e);
        }

        if (report.Name.LocalName != "coverage" || report.Element("packages") is not { } packages)
        {
            return false;
        }

        string[] sources = [.. report.Elements("sources").Elements("source").Select(source => source.Value.Trim()).Where(source => source.Length > 0)];
        foreach (var package in packages.Elements("package").Where(package => !without.Contains((string?)package.Attribute("name") ?? "", StringComparer.OrdinalIgnoreCase)))
        {
            foreach (var type in package.Elements("classes").Elements("class"))
            {
                var file = Resolve((string?)type.Attribute("filename") ?? "", sources, root, Path.GetDirectoryName(Path.GetFullPath(path))!);
                if (!_files.TryGetValue(file, out var coverage))
                {
                    _files.Add(file, coverage = new FileCoverage(file));
                }

                AddClass(type, coverage);
            }
        }

        return true;
    }

    private static void AddClass(XElement type, FileCoverage coverage)
    {
        var name = (string?)type.Attribute("name") ?? "";
        foreach (var line in type.Elements("lines").Elements("line"))
        {
            var number = Number(line, "number");
            coverage.AddLine(number, Number(line, "hits") > 0);
            if (string.Equals((string?)line.Attribute("branch"), "true", StringComparison.OrdinalIgnoreCase)
                && ConditionCoverage().Match((string?)line.Attribute("condition-coverage") ?? "") is { Success: true } condition)
            {
                coverage.AddBranches(
                    name,
                    number,
                    int.Parse(condition.Groups["covered"].Value, CultureInfo.InvariantCulture),
                    int.Parse(condition.Groups["total"].Value, CultureInfo.InvariantCulture));
            }
        }

        foreach (var method in type.Elements("methods").Elements("method"))
        {
            var lines = method.Elements("lines").Elements("line").ToList();
            if (lines.Count > 0)
            {
                coverage.AddMethod(name, (string?)method.Attribute("name") ?? "", lines.Min(line => Number(line, "number")), lines.Any(line => Number(line, "hits") > 0));
            }
        }
    }

    /// <summary>A count; hits beyond what an <see cref="int"/> holds are still hits.</summary>
    private static int Number(XElement element, string attribute) =>
        long.TryParse((string?)element.Attribute(attribute), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : 0;

    private static string Resolve(string file, string[] sources, string root, string reportFolder)
    {
        file = file.Replace('\\', '/');
        if (file.StartsWith("/_/", StringComparison.Ordinal))
        {
            return Path.GetFullPath(file[3..], root);
        }

        if (Path.IsPathFullyQualified(file))
        {
            return Path.GetFullPath(file);
        }

        // Of the folders that the report names, the one in which the file is there. '/_/' as a source is the tree's root too.
        var candidates = sources.Select(source => source.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(root, source[3..]) : source)
            .Where(Path.IsPathFullyQualified)
            .Select(source => Path.GetFullPath(file, source)).ToList();
        return candidates.FirstOrDefault(File.Exists) ?? candidates.FirstOrDefault() ?? Path.GetFullPath(file, reportFolder);
    }

    [GeneratedRegex(@"\((?<covered>\d{1,9})/(?<total>\d{1,9})\)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConditionCoverage();
}
