using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// Sees a program that begins in a test project: where the tests are a program of their own, the compiler takes statements outside of types, or a <c>Main</c>, in place
/// of the test framework's, and what runs then can write any results file that it is asked for.
/// </summary>
internal static class EntryPoints
{
    /// <summary>The beginnings of programs that a change adds.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="texts">The changed files.</param>
    /// <param name="testProjects">Test projects as they were at the start.</param>
    public static IEnumerable<TestFlaw> Added(string root, IEnumerable<ChangedText> texts, IEnumerable<string> testProjects)
    {
        var folders = testProjects.Select(FolderOf).ToHashSet(StringComparer.Ordinal);
        foreach (var text in texts.Where(text => folders.Contains(ProjectFolder(root, text.Path, folders)) && Find(text.Before) is null))
        {
            if (Find(text.After) is { } line)
            {
                yield return new TestFlaw(text.Path, line, DiagnosticCatalogue.TestNotRun, "entry point", "begins a program, which runs in place of the one that runs the tests");
            }
        }
    }

    // A program that tests start may have a project of its own below theirs.
    private static string ProjectFolder(string root, string path, HashSet<string> folders)
    {
        var folder = FolderOf(path);
        while (folder.Length > 0 && !folders.Contains(folder) && !HasProject(Path.Combine(root, folder)))
        {
            folder = FolderOf(folder.TrimEnd('/'));
        }

        return folder;
    }

    private static bool HasProject(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.*proj").Any();

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static int? Find(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        // What does not parse is no program: it does not compile.
        var file = CSharpFile.Parse(text);
        SyntaxNode? found = file.Members.OfType<GlobalStatementSyntax>().FirstOrDefault(statement => !statement.ContainsDiagnostics);
        found ??= file.DescendantNodes(node => node is not BaseMethodDeclarationSyntax).OfType<MethodDeclarationSyntax>().FirstOrDefault(method => method.Identifier.ValueText == "Main" && method.Modifiers.Any(SyntaxKind.StaticKeyword));
        return found is null ? null : CSharpFile.LineOf(file, found.SpanStart);
    }
}
