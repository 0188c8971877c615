using System.Xml;
using System.Xml.Linq;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Agent.Code;

/// <summary>What a project's or solution's own file says; nothing is evaluated, so what shared files add is not known.</summary>
/// <param name="Path">Relative to the workspace's root, with <c>/</c>.</param>
/// <param name="Frameworks">The target frameworks as they are written; empty where it does not say.</param>
/// <param name="References">Names of the projects that it references, or of those that a solution holds; in ordinal order.</param>
internal sealed record ProjectSummary(string Path, string Frameworks, IReadOnlyList<string> References)
{
    private static readonly string[] Endings = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>The solutions and projects among files, in their order. One that cannot be read is there by name only.</summary>
    /// <param name="root">Absolute path of the workspace's root.</param>
    /// <param name="files">Relative to it.</param>
    public static IReadOnlyList<ProjectSummary> Of(string root, IEnumerable<string> files) =>
        [.. files.Where(file => ProjectFile.IsSolution(file) || IsProject(file)).Select(file => Read(root, file)).OrderBy(project => !ProjectFile.IsSolution(project.Path))];

    private static bool IsProject(string file) => Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static ProjectSummary Read(string root, string path)
    {
        try
        {
            var full = System.IO.Path.Combine(root, path);
            if (path.EndsWith(".sln", StringComparison.OrdinalIgnoreCase))
            {
                return new ProjectSummary(path, "", Names(File.ReadLines(full).Where(line => line.StartsWith("Project(", StringComparison.Ordinal)).Select(line => line.Split('"')).Where(parts => parts.Length > 5).Select(parts => parts[5])));
            }

            using var reader = XmlReader.Create(full);
            var all = XDocument.Load(reader).Descendants().ToList();
            var isSolution = ProjectFile.IsSolution(path);
            return new ProjectSummary(
                path,
                all.FirstOrDefault(element => element.Name.LocalName is "TargetFramework" or "TargetFrameworks")?.Value.Trim() ?? "",
                Names(all.Where(element => element.Name.LocalName == (isSolution ? "Project" : "ProjectReference")).Select(element => (string?)element.Attribute(isSolution ? "Path" : "Include") ?? "")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            return new ProjectSummary(path, "", []);
        }
    }

    // Solution folders stand among a solution's projects.
    private static IReadOnlyList<string> Names(IEnumerable<string> paths) =>
        [.. paths.Select(path => path.Replace('\\', '/')).Where(IsProject).Select(path => System.IO.Path.GetFileNameWithoutExtension(path)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
