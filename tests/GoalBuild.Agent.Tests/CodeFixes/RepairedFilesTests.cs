using System.Collections.Immutable;
using System.Runtime.Versioning;
using System.Text;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>Writing keeps what a file has: encoding, mode, links; and it never writes over what it has not read.</summary>
[TestFixture]
public sealed class RepairedFilesTests
{
    private const string Before = "public class Gänse;\r\n";
    private const string After = "public class Gänse { }\r\n";

    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("goal files ").FullName;

    [TearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<TestCaseData> Encodings() =>
    [
        new TestCaseData(new UTF8Encoding(false)).SetArgDisplayNames("UTF-8"),
        new TestCaseData(new UTF8Encoding(true)).SetArgDisplayNames("UTF-8 with BOM"),
        new TestCaseData(new UnicodeEncoding(false, true)).SetArgDisplayNames("UTF-16 LE"),
        new TestCaseData(new UnicodeEncoding(true, true)).SetArgDisplayNames("UTF-16 BE"),
    ];

    [TestCaseSource(nameof(Encodings))]
    public void The_encoding_stays(Encoding encoding)
    {
        var path = Path.Combine(_folder, "a.cs");
        File.WriteAllText(path, Before, encoding);
        var problems = Write(path);
        Assert.That(problems, Is.Empty);
        Assert.That(File.ReadAllBytes(path), Is.EqualTo((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(After)]));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1), "nothing temporary is left");
    }

    [Test, Platform(Exclude = "Win", Reason = "Windows has no file modes."), UnsupportedOSPlatform("windows")]
    public void The_mode_stays()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead;
        var path = Path.Combine(_folder, "a.cs");
        File.WriteAllText(path, Before);
        File.SetUnixFileMode(path, Mode);
        Assert.That(Write(path), Is.Empty);
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(Mode));
    }

    [Test]
    public void A_link_stays_a_link_and_its_target_is_written()
    {
        var target = Path.Combine(_folder, "target.cs");
        var path = Path.Combine(_folder, "a.cs");
        File.WriteAllText(target, Before);
        File.CreateSymbolicLink(path, target);
        Assert.That(Write(path), Is.Empty);
        Assert.That(new FileInfo(path).LinkTarget, Is.EqualTo(target));
        Assert.That(File.ReadAllText(target), Is.EqualTo(After));
    }

    [Test]
    public void A_file_that_changed_meanwhile_is_not_written_over()
    {
        var path = Path.Combine(_folder, "a.cs");
        File.WriteAllText(path, Before);
        var problems = Write(path, () => File.WriteAllText(path, "// mine\n"));
        Assert.That(problems, Has.Count.EqualTo(1).And.Some.Contains("changed meanwhile"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("// mine\n"));
    }

    [Test]
    public void A_file_that_is_not_what_its_encoding_says_is_left_alone()
    {
        var path = Path.Combine(_folder, "a.cs");
        byte[] latin = [.. "public class G"u8, 0xE4, .. "nse;\n"u8];
        File.WriteAllBytes(path, latin);
        Assert.That(Write(path), Has.Count.EqualTo(1));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(latin));
    }

    [Test]
    public void A_file_that_is_gone_is_a_problem_and_nothing_more()
    {
        var path = Path.Combine(_folder, "a.cs");
        File.WriteAllText(path, Before);
        Assert.That(Write(path, () => File.Delete(path)), Has.Count.EqualTo(1).And.Some.Contains("a.cs"));
        Assert.That(File.Exists(path), Is.False);
    }

    private static List<string> Write(string path, Action? meanwhile = null)
    {
        using var stream = File.OpenRead(path);
        var text = SourceText.From(stream);
        var tree = CSharpSyntaxTree.ParseText(text, path: path);
        var project = new CompiledProject
        {
            Name = "Sample",
            Source = CSharpCompilation.Create("Sample", [tree]),
            Trees = ImmutableDictionary<string, SyntaxTree>.Empty.Add(path, tree),
        };
        var before = new CompiledSolution([project]);
        var end = text.ToString().IndexOf(';', StringComparison.Ordinal);
        var after = before.With(new Dictionary<string, SourceText> { [path] = text.WithChanges(new TextChange(new TextSpan(end, 1), " { }")) });
        meanwhile?.Invoke();
        var problems = new List<string>();
        var written = RepairedFiles.Write(before, after, problems);
        Assert.That(written, Has.Count.EqualTo(problems.Count == 0 ? 1 : 0));
        return problems;
    }
}
