using System.Text.Json;

namespace GoalBuild.Authoring.Repository;

/// <summary>Reads <c>package.json</c> files for scripts that check something and end by themselves.</summary>
internal static class NodePackageReader
{
    private static readonly string[] Checks =
        ["build", "typecheck", "type-check", "check-types", "tsc", "lint", "format:check", "check-format", "fmt:check", "check", "test", "test:unit", "test:ci"];

    private static readonly (string Lock, string Manager)[] Managers =
        [("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"), ("package-lock.json", "npm")];

    /// <summary>The packages with such scripts or with TypeScript, the nearest to the top first.</summary>
    /// <param name="tree">The files.</param>
    public static IReadOnlyList<NodePackage> Read(RepositoryTree tree) =>
        [.. tree.Files.Where(file => Path.GetFileName(file) == "package.json").OrderBy(RepositoryScan.Depth).Select(file => Read(tree, file)).OfType<NodePackage>()];

    private static NodePackage? Read(RepositoryTree tree, string file)
    {
        var folder = RelativePath.FolderOf(file);
        var scripts = RepositoryScan.Member(RepositoryScan.Json(tree.Read(file)), "scripts") is { ValueKind: JsonValueKind.Object } found
            ? found.EnumerateObject().Where(script => script.Value.ValueKind == JsonValueKind.String && Ends(script.Value.GetString()!)).Select(script => script.Name).ToHashSet(StringComparer.Ordinal)
            : [];
        var hasTypeScript = tree.HasFile(RelativePath.Join(folder, "tsconfig.json"));
        List<string> checks = [.. Checks.Where(scripts.Contains)];
        return checks.Count == 0 && !hasTypeScript ? null : new NodePackage(folder, ManagerOf(tree, folder), checks, hasTypeScript);
    }

    // A script that watches never ends, and the one that 'npm init' writes only fails.
    private static bool Ends(string script) =>
        script.Trim().Length > 0 && !script.Contains("watch", StringComparison.OrdinalIgnoreCase) && !script.Contains("no test specified", StringComparison.Ordinal);

    // The lock file of a workspace stands at its top.
    private static string ManagerOf(RepositoryTree tree, string folder)
    {
        for (; ; folder = RelativePath.FolderOf(folder))
        {
            if (Managers.FirstOrDefault(manager => tree.HasFile(RelativePath.Join(folder, manager.Lock))).Manager is { } manager)
            {
                return manager;
            }

            if (folder.Length == 0)
            {
                return "npm";
            }
        }
    }
}
