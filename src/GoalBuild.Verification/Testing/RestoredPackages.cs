using System.Text.Json;

namespace GoalBuild.Verification.Testing;

/// <summary>The packages that a project was restored with, as <c>project.assets.json</c> lists them: direct, transitive and build-only ones.</summary>
public sealed class RestoredPackages
{
    private readonly Dictionary<string, string?> _buildFolders;

    private RestoredPackages(Dictionary<string, string?> buildFolders) => _buildFolders = buildFolders;

    /// <summary>Reads an assets file. One that is missing or damaged lists nothing.</summary>
    /// <param name="assetsFile">Its path, or null.</param>
    public static RestoredPackages Read(string? assetsFile)
    {
        // Package names compare without case.
        var folders = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (assetsFile is null || !File.Exists(assetsFile))
        {
            return new RestoredPackages(folders);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            var root = document.RootElement;
            var roots = root.TryGetProperty("packageFolders", out var declared)
                ? declared.EnumerateObject().Select(folder => folder.Name).ToArray()
                : [];
            foreach (var target in Members(root, "targets").Where(target => target.Value.ValueKind == JsonValueKind.Object))
            {
                foreach (var library in target.Value.EnumerateObject())
                {
                    AddLibrary(root, roots, library, folders);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            folders.Clear();
        }

        return new RestoredPackages(folders);
    }

    /// <summary>Whether the package is among them.</summary>
    /// <param name="package">Its name; case does not matter.</param>
    public bool Contains(string package) => _buildFolders.ContainsKey(package);

    /// <summary>Absolute path of the folder that the package's build files come from, or null where it is not there.</summary>
    /// <param name="package">The package's name.</param>
    public string? BuildFolder(string package) => _buildFolders.GetValueOrDefault(package);

    private static JsonElement.ObjectEnumerator Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object
            ? member.EnumerateObject()
            : default;

    private static void AddLibrary(JsonElement root, string[] roots, JsonProperty library, Dictionary<string, string?> folders)
    {
        var name = library.Name.Split('/')[0];
        var buildFile = Members(library.Value, "build").Select(file => file.Name).FirstOrDefault();
        var path = root.TryGetProperty("libraries", out var libraries)
            && libraries.TryGetProperty(library.Name, out var entry)
            && entry.TryGetProperty("path", out var relative) ? relative.GetString() : null;
        var folder = buildFile is null || path is null
            ? null
            : roots.Select(folder => Path.GetDirectoryName(Path.Combine(folder, path, buildFile))!).FirstOrDefault(Directory.Exists);
        if (folder is not null || !folders.ContainsKey(name))
        {
            folders[name] = folder;
        }
    }
}
