using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// Sees types that are declared anew in a test project under the full name of a type of the code under test: the compiler then takes the nearer one
/// (CS0436), and no test reaches the other. Files of the tree are looked through only where such a declaration appears.
/// </summary>
internal static class ShadowTypes
{
    /// <summary>The types that shadow another.</summary>
    /// <param name="root">Absolute path of the tree.</param>
    /// <param name="texts">The changed files of test projects.</param>
    /// <param name="folders">Says what belongs to tests.</param>
    public static IEnumerable<TestFlaw> Find(string root, IReadOnlyList<ChangedText> texts, TestFolders folders)
    {
        var known = texts.SelectMany(text => Types(text.Before)).ToHashSet(StringComparer.Ordinal);
        var fresh = texts.SelectMany(text => Types(text.After).Where(type => !known.Contains(type) && !IsOfTests(type)).Select(type => (text.Path, Type: type))).ToList();
        if (fresh.Count == 0 || !Directory.Exists(root))
        {
            yield break;
        }

        var names = fresh.Select(found => found.Type).ToHashSet(StringComparer.Ordinal);
        var shadowed = FolderWalk.Folders(root).SelectMany(folder => folder.Entries).OfType<FileInfo>()
            .Where(file => file.Extension == ".cs" && !folders.Contains(Path.GetRelativePath(root, file.FullName).Replace('\\', '/')))
            .SelectMany(file => Read(file.FullName, names)).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, type) in fresh.Where(found => shadowed.Contains(found.Type)))
        {
            yield return new TestFlaw(path, 0, DiagnosticCatalogue.SubjectReplaced, type, $"declares '{type}' beside the tests, so that they no longer reach the '{type}' of the code under test");
        }
    }

    // A type among namespaces and names of tests shadows nothing: no code under test is called so.
    private static bool IsOfTests(string type) => type.Split('.').Any(part => part.EndsWith("Tests", StringComparison.Ordinal) || part.EndsWith("Test", StringComparison.Ordinal) || part.EndsWith("Specs", StringComparison.Ordinal));

    private static IEnumerable<string> Read(string path, HashSet<string> names)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return names.Any(name => MayDeclare(text, name)) ? Types(text).Where(names.Contains) : [];
    }

    // To look for a text is much cheaper than to parse.
    private static bool MayDeclare(string text, string type)
    {
        var dot = type.LastIndexOf('.');
        var name = type[(dot + 1)..];
        return (text.Contains($"class {name}", StringComparison.Ordinal) || text.Contains($"record {name}", StringComparison.Ordinal) || text.Contains($"struct {name}", StringComparison.Ordinal) || text.Contains($"interface {name}", StringComparison.Ordinal))
            && (dot < 0 || text.Contains("namespace", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Types(string text) => text.Length == 0 ? [] : CSharpFile.Parse(text).DescendantNodes().OfType<TypeDeclarationSyntax>()
        .Where(type => type.Parent is not TypeDeclarationSyntax)
        .Select(type => string.Join('.', type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(inside => inside.Name.ToString()).Append(type.Identifier.ValueText)));
}
