using System.Xml;
using System.Xml.Linq;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>The packages that a project names in its own files, for one that cannot be restored: what it would bring in besides is not known.</summary>
internal static class NamedPackages
{
    /// <summary>The names in <c>packages.config</c>, which lists all of a project's packages.</summary>
    /// <param name="project">Absolute path of the project.</param>
    /// <exception cref="XmlException">It is no XML.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> InConfig(string project) => !File.Exists(ConfigOf(project)) ? []
        : [.. XDocument.Load(ConfigOf(project)).Descendants("package").Select(package => package.Attribute("id")?.Value).OfType<string>()];

    /// <summary>Absolute path of the <c>packages.config</c> that a project would have.</summary>
    /// <param name="project">Absolute path of the project.</param>
    public static string ConfigOf(string project) => Path.Combine(Path.GetDirectoryName(project)!, "packages.config");

    /// <summary>The names in the project file; none where it is not even XML, and so no project.</summary>
    /// <param name="project">Absolute path of the project.</param>
    public static IReadOnlyList<string> InProject(string project)
    {
        try
        {
            return [.. XDocument.Load(project).Descendants().Where(element => element.Name.LocalName is "PackageReference" or "GlobalPackageReference")
                .SelectMany(element => (element.Attribute("Include")?.Value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
