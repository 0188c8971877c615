using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Language.Tests;

/// <summary>The corpus of goal files. A new case is a new file.</summary>
internal static class Corpus
{
    private static readonly string Root = Path.Combine(TestContext.CurrentContext.TestDirectory, "Corpus");

    /// <summary>Files that are right, relative to the corpus.</summary>
    public static IEnumerable<string> Good => Files("good", "*.goal");

    /// <summary>Files that are wrong, relative to the corpus.</summary>
    public static IEnumerable<string> Bad => Files("bad", "*.goal");

    /// <summary>
    /// The codes that the language room gives, except that of a file too large to be kept here, of which <see cref="HostileInputTests"/> makes one, and those of
    /// notes that are made into a goal, which no goal file holds.
    /// </summary>
    public static IEnumerable<string> Codes => DiagnosticCatalogue.All.Select(entry => entry.Code).Where(code => code[4] is '1' or '2' or '3' && code != DiagnosticCatalogue.FileTooLarge.Code && code is not ("GOAL3010" or "GOAL3011" or "GOAL3012"));

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>What reading and analysing the file gives, one line each, with the file's name alone.</summary>
    /// <remarks>
    /// The goal's folder is <c>work/goals</c> of a repository; every path without the word "absent" exists, and is a folder where it ends in "folder". In files whose
    /// name begins with "unchecked", what this version cannot check is told; elsewhere the text alone is judged.
    /// </remarks>
    public static IReadOnlyList<string> Check(string name)
    {
        using var stream = File.OpenRead(PathOf(name));
        var result = GoalLanguage.Check(stream, Path.GetFileName(name), Path.GetFileName(name).StartsWith("unchecked", StringComparison.Ordinal) ? Context with { Unchecked = UncheckedClauses.OfThisVersion } : Context);
        return [.. result.Diagnostics.Select(diagnostic => diagnostic.Render(result.Source))];
    }

    public static AnalysisContext Context { get; } = new("work/goals", path => !path.Contains("absent", StringComparison.Ordinal))
    {
        FilesIn = path => path.EndsWith("empty-folder", StringComparison.Ordinal) ? ["notes.md"]
            : path.EndsWith("crowded-folder", StringComparison.Ordinal) ? ["b.csproj", "a.csproj"]
            : path.EndsWith("folder", StringComparison.Ordinal) ? ["a.csproj", "App.sln"]
            : null,
    };
}
