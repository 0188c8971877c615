using System.Xml;
using System.Xml.Linq;

namespace GoalBuild.Authoring.Repository;

/// <summary>Reads which projects a solution holds.</summary>
internal static class SolutionReader
{
    /// <summary>The projects, in the order of the solution; none where it cannot be read.</summary>
    /// <param name="tree">The files.</param>
    /// <param name="solution">The solution's path.</param>
    public static IEnumerable<string> Projects(RepositoryTree tree, string solution)
    {
        var text = tree.Read(solution);
        var written = solution.EndsWith(".slnx", StringComparison.OrdinalIgnoreCase)
            ? OfXml(text)
            : text.Split('\n').Where(line => line.StartsWith("Project(", StringComparison.Ordinal)).Select(line => line.Split('"')).Where(parts => parts.Length > 5).Select(parts => parts[5]);
        return written.Select(path => RelativePath.Join(RelativePath.FolderOf(solution), path));
    }

    private static IEnumerable<string> OfXml(string text)
    {
        try
        {
            return XDocument.Parse(text).Descendants("Project").Select(project => (string?)project.Attribute("Path")).OfType<string>();
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
