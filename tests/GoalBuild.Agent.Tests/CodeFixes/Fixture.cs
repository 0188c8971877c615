using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>
/// A case as a file: sections that start with <c>--- name</c>. Sections named for files are the project; <c>--- expected NAME</c> is what a
/// file is to become. Without one, every file must stay as it is. A first line <c># warnings</c> lets warnings be repaired, <c># program</c>
/// makes a program of it, <c># define X</c> defines a symbol.
/// </summary>
/// <param name="Name">Folder and file name.</param>
/// <param name="Files">The project.</param>
/// <param name="Expected">The files that change.</param>
/// <param name="Options">The words behind <c>#</c>.</param>
public sealed record Fixture(string Name, IReadOnlyDictionary<string, string> Files, IReadOnlyDictionary<string, string> Expected, string Options)
{
    /// <summary>All fixtures.</summary>
    public static IEnumerable<Fixture> All()
    {
        var root = Path.Combine(Path.GetDirectoryName(typeof(Fixture).Assembly.Location)!, "CodeFixes", "Fixtures");
        return Directory.EnumerateFiles(root, "*.fixture", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Read(Path.GetRelativePath(root, path).Replace('\\', '/').Replace(".fixture", "", StringComparison.Ordinal), File.ReadAllText(path)));
    }

    /// <summary>Whether warnings are repaired.</summary>
    public bool WarningsFail => Options.Contains("warnings", StringComparison.Ordinal);

    /// <summary>The options of the compilation.</summary>
    internal CSharpCompilationOptions Compilation => new(
        Options.Contains("program", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>The preprocessor symbols.</summary>
    public string[] Symbols => [.. Options.Split('\n').Where(line => line.StartsWith("define ", StringComparison.Ordinal)).Select(line => line[7..].Trim())];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Fixture Read(string name, string text)
    {
        var files = new Dictionary<string, string>();
        var expected = new Dictionary<string, string>();
        var parts = ("\n" + text.ReplaceLineEndings("\n")).Split("\n--- ");
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var title = part[..end];
            // The line break before the next section is the section's own last one.
            var content = part[(end + 1)..].TrimEnd('\n') + "\n";
            if (title.StartsWith("expected ", StringComparison.Ordinal))
            {
                expected[title[9..]] = content;
            }
            else
            {
                files[title] = content;
            }
        }

        var options = string.Join('\n', parts[0].Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..]));
        return new Fixture(name, files, expected, options);
    }
}
