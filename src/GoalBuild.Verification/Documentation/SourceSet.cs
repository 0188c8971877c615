namespace GoalBuild.Verification.Documentation;

/// <summary>The sources of one compilation, as <c>GoalBuild.Sources.targets</c> wrote them down when it was built.</summary>
/// <param name="Files">Absolute paths.</param>
/// <param name="Symbols">Symbols of the preprocessor.</param>
/// <param name="LanguageVersion">As the project says it; empty for the compiler's default.</param>
/// <param name="OutputFolder">Absolute path of the folder for what builds write in between.</param>
internal sealed record SourceSet(IReadOnlyList<string> Files, IReadOnlyList<string> Symbols, string LanguageVersion, string OutputFolder)
{
    private static readonly char[] Separators = [';', ',', ' '];

    /// <summary>Whether all of it is C#.</summary>
    public bool IsCSharp => Files.All(file => Path.GetExtension(file).Equals(".cs", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads what the targets wrote.</summary>
    /// <param name="path">Absolute path of the file.</param>
    public static SourceSet Read(string path)
    {
        var lines = File.ReadAllLines(path).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);
        return new SourceSet(
            [.. lines["file"].Distinct(StringComparer.Ordinal)],
            [.. lines["symbols"].SelectMany(symbols => symbols.Split(Separators, StringSplitOptions.RemoveEmptyEntries))],
            lines["language"].FirstOrDefault() ?? "",
            lines["folder"].FirstOrDefault() ?? "");
    }
}
