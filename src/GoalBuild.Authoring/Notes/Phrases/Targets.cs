using System.Buffers;
using System.Text.RegularExpressions;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language.Analysis;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>Finds which projects and files the words of people mean.</summary>
internal static partial class Targets
{
    private const int MostBuilds = 4;

    // What no path of a repository needs, and a shell, a pattern or the language itself would take for something else.
    private static readonly SearchValues<char> Foreign = SearchValues.Create("\"'`<>|?()[]$;&{}");

    private const string NoProject = "no project was found in the repository, so that it names this folder: put the project or solution in its place";

    /// <summary>What stands for the whole .NET part.</summary>
    /// <param name="context">The item.</param>
    public static IReadOnlyList<string> Builds(PhraseContext context)
    {
        if (context.Facts.Builds.Count > 0)
        {
            return [.. context.Facts.Builds.Take(MostBuilds)];
        }

        context.Guess(NoProject);
        return ["."];
    }

    /// <summary>What holds the tests: of a kind that is named, of a path that is named, or all of them.</summary>
    /// <param name="context">The item.</param>
    /// <param name="kind">Such as <c>integration</c>; or empty.</param>
    public static IReadOnlyList<string> Tests(PhraseContext context, string kind = "")
    {
        List<ProjectFacts> tests = [.. context.Facts.TestProjects];
        var word = new string([.. kind.Where(char.IsLetterOrDigit)]);
        if (word.Length > 0 && tests.FindAll(test => test.Name.Replace(".", "", StringComparison.Ordinal).Contains(word.Equals("endtoend", StringComparison.OrdinalIgnoreCase) ? "EndToEnd" : word, StringComparison.OrdinalIgnoreCase)) is { Count: > 0 } named)
        {
            return [.. named.Select(test => test.Path)];
        }

        // Solutions that hold tests; without a solution the test projects themselves.
        List<string> solutions = [.. context.Facts.Builds.Where(build => FolderProjects.IsSolution(build) && SolutionReader.Projects(context.Facts.Tree, build).Any(project => tests.Exists(test => test.Path == project)))];
        return solutions.Count > 0 ? solutions : tests.Count > 0 ? [.. tests.Take(MostBuilds).Select(test => test.Path)] : Builds(context);
    }

    /// <summary>What coverage and mutation are measured by: the only test project, or the solution.</summary>
    /// <param name="context">The item.</param>
    public static string Measured(PhraseContext context) => context.Facts.TestProjects.ToList() is [var only] ? only.Path : Tests(context)[0];

    /// <summary>The only project that others use, or what stands for all.</summary>
    /// <param name="context">The item.</param>
    public static IReadOnlyList<string> Libraries(PhraseContext context)
    {
        List<ProjectFacts> all = [.. context.Facts.Projects.Where(project => !project.IsTest && project.Path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))];
        List<ProjectFacts> packages = all.FindAll(project => project.IsPackage);
        return [.. (packages.Count > 0 ? packages : all.FindAll(project => !project.IsWeb) is { Count: 1 } only ? only : []).Take(MostBuilds).Select(project => project.Path)];
    }

    /// <summary>A path as a goal may have it; null for what is none.</summary>
    /// <param name="written">As it stands in the notes.</param>
    public static string? PathOf(string written)
    {
        var path = written.Replace('\\', '/').TrimEnd('.', ',', ';', ':').TrimStart();
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return path.Length == 0 || path[0] is '/' or '~' or '-' || path.Contains("..", StringComparison.Ordinal) || path.Contains("//", StringComparison.Ordinal) || path.AsSpan().ContainsAny(Foreign) || path.Contains(':') || path.Any(char.IsControl)
            || !path.Any(char.IsLetterOrDigit)
            ? null : path;
    }

    /// <summary>A glob for all that a path means: itself, or all that is below the folder.</summary>
    /// <param name="context">The item.</param>
    /// <param name="written">As it stands in the notes.</param>
    public static string? GlobOf(PhraseContext context, string written)
    {
        if (PathOf(written) is not { } path)
        {
            return null;
        }

        var tree = context.Facts.Tree;
        if (path.Contains('*') || tree.HasFile(path))
        {
            return path;
        }

        if (path.Contains('/') || tree.HasFolder(path))
        {
            return Path.GetFileName(path).LastIndexOf('.') > 0 && !tree.HasFolder(path) ? path : $"{path.TrimEnd('/')}/**";
        }

        // A name alone: a file of that name somewhere, or one that is to come.
        return tree.Files.FirstOrDefault(file => Path.GetFileName(file) == path || Path.GetFileNameWithoutExtension(file) == path) is { } found ? found
            : FileName().IsMatch(path) ? path
            : null;
    }

    /// <summary>The project file or folder that a path means; null where it is none.</summary>
    /// <param name="context">The item.</param>
    /// <param name="written">As it stands in the notes.</param>
    public static string? ProjectOf(PhraseContext context, string written)
    {
        if (PathOf(written)?.TrimEnd('/') is not { } path)
        {
            return null;
        }

        var isProject = FolderProjects.IsSolution(path) || Path.GetExtension(path).EndsWith("proj", StringComparison.OrdinalIgnoreCase);
        return isProject || context.Facts.Tree.HasFolder(path) || (!context.Facts.Tree.HasFile(path) && !Path.GetExtension(path).StartsWith(".cs", StringComparison.OrdinalIgnoreCase)) ? path : null;
    }

    [GeneratedRegex(@"^[\w-]*\.(?:cs|csproj|fs|fsproj|vb|vbproj|sln|slnx|md|json|ya?ml|xml|sql|tsx?|jsx?|mjs|css|scss|html|txt|props|targets|config|razor|cshtml|proto|sh|ps1|toml|lock|resx|xaml|editorconfig|gitignore)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
