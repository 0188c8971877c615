using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Repository;

/// <summary>Knows by which command other kinds of projects are checked.</summary>
internal static partial class OtherChecks
{
    private static readonly string[] Targets = ["check", "test", "lint"];

    /// <summary>The commands, those of the top first.</summary>
    /// <param name="tree">The files.</param>
    public static IReadOnlyList<OtherCheck> Read(RepositoryTree tree) => [.. tree.Files.OrderBy(RepositoryScan.Depth).SelectMany(file => Of(tree, file))];

    private static IEnumerable<OtherCheck> Of(RepositoryTree tree, string file)
    {
        var folder = RelativePath.FolderOf(file);
        return Path.GetFileName(file) switch
        {
            "Makefile" => Targets.Intersect(Target().Matches(tree.Read(file)).Select(match => match.Groups["name"].Value)).Select(target => new OtherCheck($"make {target}", folder, file)),
            "Cargo.toml" when !tree.HasFile(RelativePath.Join(RelativePath.FolderOf(folder), "Cargo.toml")) || folder.Length == 0 => [new OtherCheck("cargo test", folder, file)],
            "go.mod" => [new OtherCheck("go test ./...", folder, file)],
            "pyproject.toml" or "pytest.ini" when tree.Read(file).Contains("pytest", StringComparison.Ordinal) => [new OtherCheck("python -m pytest", folder, file)],
            _ => [],
        };
    }

    [GeneratedRegex(@"^(?<name>[a-z][\w-]*)\s*:(?!=)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Target();
}
