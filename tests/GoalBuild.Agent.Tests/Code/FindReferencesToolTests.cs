using GoalBuild.Agent.Code;
using GoalBuild.Agent.Code.References;
using GoalBuild.Agent.Tests.CodeFixes;
using GoalBuild.Agent.Tools;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Agent.Tests.Code;

/// <summary>Asks for references in projects on disk that MSBuild evaluates and nobody has built.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Category("Slow")]
internal sealed class FindReferencesToolTests : IDisposable
{
    private const string Library = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>";

    private readonly TemporarySolution _solution = new();
    private readonly Workspace _workspace;
    private readonly CodeIndex _index;
    private readonly ReferenceFinder _finder;

    public FindReferencesToolTests()
    {
        _workspace = new Workspace(_solution.Root, Path.Combine(_solution.Root, ".goal"));
        _index = new CodeIndex(_workspace, TimeProvider.System);
        _finder = new ReferenceFinder(_workspace, TimeProvider.System);
    }

    public void Dispose()
    {
        _finder.Dispose();
        _index.Dispose();
        _solution.Dispose();
    }

    [Test]
    public async Task Uses_are_found_by_meaning_across_projects_and_kept_warm_over_edits()
    {
        Write("Library/Library.csproj", Library);
        Write("Library/Store.cs", "namespace Library;\n\npublic class Store\n{\n    public int Count() => 1;\n    public int Twice() => Count() + Count();\n}\n");
        Write("Library/Other.cs", "namespace Library;\n\npublic class Other\n{\n    public int Count() => 2;\n    public int Sum() => Count();\n}\n");
        Write("Program/Program.csproj", Library.Replace("</Project>", "<ItemGroup><ProjectReference Include=\"../Library/Library.csproj\" /></ItemGroup></Project>", StringComparison.Ordinal));
        Write("Program/Use.cs", "using Library;\n\nclass Use\n{\n    int Run(Store store) => store.Count();\n}\n");
        _solution.Dotnet("restore", "Program", "-v", "q");

        Assert.That(await FindAsync("Store.Count"), Is.EqualTo("""
            Declared: 1 in 1 file
            Library/Store.cs:5:16 public int Count() => 1;
            Used: 3 in 2 files
            Library/Store.cs:6:27 public int Twice() => Count() + Count();
            Library/Store.cs:6:37 public int Twice() => Count() + Count();
            Program/Use.cs:5:35 int Run(Store store) => store.Count();
            """.ReplaceLineEndings("\n")));

        Write("Program/Use.cs", "using Library;\n\nclass Use\n{\n    int Run(Store store) => store.Twice();\n    int Again(Other other) => other.Count();\n}\n");
        Assert.That(await FindAsync("Other.Count"), Does.Contain("Program/Use.cs:6:37").And.Contain("Used: 2 in 2 files").And.Not.Contain("Store.cs"));
        Assert.That(await FindAsync("Program/Use.cs:5:36"), Does.Contain("Library/Store.cs:6:16 ").And.Contain("Used: 1 in 1 file"));
        Assert.That(_finder.Loads, Is.EqualTo(1), "an edit asks no project anew");

        Write("Program/More.cs", "class More { int A(Library.Store store) => store.Count(); }\n");
        Assert.That(await FindAsync("Store.Count"), Does.Contain("Program/More.cs:1:50"));
        Assert.That(_finder.Loads, Is.EqualTo(2), "a new file does");
    }

    [Test]
    public async Task Members_of_a_contract_attributes_locals_and_generics_are_told_apart()
    {
        Write("Library/Library.csproj", Library);
        Write("Library/A.cs", """
            [Mark] interface IShape { int Area(); }
            class MarkAttribute : Attribute { }
            class Square : IShape { public virtual int Area() => 4; }
            class Cube : Square { public override int Area() => 6; }
            class Free { public int Area() => 0; }
            class Box<T> { public T? Value { get; set; } }
            class Use
            {
                int One(IShape shape, Cube cube, Free free) { var sum = shape.Area() + cube.Area() + free.Area(); return sum; }
                string Two(Box<int> box, Box<string> text) { var sum = box.Value; return $"{sum} {text.Value} {nameof(Square.Area)}"; }
                object Gone() => new Missing().Area();
            }
            """);
        _solution.Dotnet("restore", "Library", "-v", "q");

        var area = await FindAsync("IShape.Area");
        Assert.That(area, Does.Contain("Declared: 1 in 1 file\nLibrary/A.cs:1:31 ").And.Contain("Overridden or implemented: 2 in 1 file\nLibrary/A.cs:3:44 ").And.Contain("\nLibrary/A.cs:4:43 "));
        Assert.That(area, Does.Contain("Library/A.cs:9:67 ").And.Contain("Library/A.cs:9:81 ").And.Not.Contain("Library/A.cs:9:95 "));
        Assert.That(area, Does.Contain("Has the name, and the compiler does not know what it means: 1 in 1 file\nLibrary/A.cs:11:36 "));
        Assert.That(await FindAsync("Box.Value"), Does.Contain("Used: 2 in 1 file"));
        Assert.That(await FindAsync("MarkAttribute"), Does.Contain("Used: 1 in 1 file\nLibrary/A.cs:1:2 "));
        Assert.That(await FindAsync("Library/A.cs:9:55"), Does.Contain("Declared: 1 in 1 file\nLibrary/A.cs:9:55 ").And.Contain("Used: 1 in 1 file\nLibrary/A.cs:9:110 "));
        Assert.That(await FindAsync("Library/A.cs:6"), Does.Contain("Used: 2 in 1 file"));
    }

    [Test]
    public async Task Without_a_project_the_name_is_looked_for_and_that_is_said()
    {
        Write("A.cs", "class A { void Run() { Run(); } }\n");
        Assert.That(await FindAsync("A.Run"), Is.EqualTo(
            "Declared: 1 in 1 file\nA.cs:1:16 class A { void Run() { Run(); } }\nBy name only, since no project has these files; some may mean something else.\n'Run' stands at: 1 in 1 file\nA.cs:1:24 class A { void Run() { Run(); } }"));
    }

    [Test]
    public async Task A_project_that_is_not_restored_is_named_as_the_reason()
    {
        Write("Library/Library.csproj", Library);
        Write("Library/A.cs", "class A { void Run() { Run(); } }\n");
        Assert.That(await FindAsync("A.Run"), Does.Contain("By name only, since Library.csproj is not restored; ").And.Contain("Library/A.cs:1:24"));
    }

    [Test]
    public async Task While_a_verification_builds_nothing_is_compiled_beside_it()
    {
        Write("Library/Library.csproj", Library);
        Write("Library/A.cs", "class A { void Run() { Run(); } }\n");
        await MSBuildVerifier.OneAtATime.WaitAsync();
        try
        {
            Assert.That(await FindAsync("A.Run"), Does.Contain("By name only, since a verification is under way; "));
            Assert.That(_finder.Loads, Is.Zero);
        }
        finally
        {
            MSBuildVerifier.OneAtATime.Release();
        }
    }

    [Test]
    public async Task The_environment_is_as_before()
    {
        Write("Library/Library.csproj", Library);
        Write("Library/A.cs", "class A { void Run() { Run(); } }\n");
        var (folder, variables) = (Environment.CurrentDirectory, Environment.GetEnvironmentVariables().Count);
        await FindAsync("A.Run");
        await FindAsync("A");
        Assert.That((Environment.CurrentDirectory, Environment.GetEnvironmentVariables().Count), Is.EqualTo((folder, variables)));
        Assert.That(MSBuildVerifier.OneAtATime.CurrentCount, Is.EqualTo(1));
    }

    [TestCase("Nothing", "Nothing named 'Nothing' is declared in the repository. Use find_symbol.")]
    [TestCase("Thi", "did you mean Thing?")]
    [TestCase("A.cs:1:6", "No name stands at A.cs:1:6.")]
    [TestCase("A.cs:9:1", "No name stands at A.cs:9:1.")]
    [TestCase("A.cs:2", "Nothing is declared in line 2 of A.cs.")]
    [TestCase("Gone.cs:1:1", "'Gone.cs' is no C# file of the repository.")]
    [TestCase("../A.cs:1:1", "leads out of the repository")]
    [TestCase("()", "'()' is no name")]
    public async Task What_cannot_be_looked_for_is_an_error_that_says_why(string symbol, string error)
    {
        Write("A.cs", "class Thing { }\n\n");
        Assert.That(await FindAsync(symbol, isError: true), Does.Contain(error));
    }

    [Test]
    public async Task What_packages_declare_is_found_too_and_what_nothing_uses_is_said()
    {
        Write("A.cs", "class Thing { string Text = Environment.NewLine; }\n");
        Assert.That(await FindAsync("NewLine"), Does.Contain("'NewLine' stands at: 1 in 1 file"));
        Assert.That(await FindAsync("Thing"), Does.Contain("'Thing' is not used in the C# files of the repository."));
    }

    private void Write(string path, string text) => _solution.Write(path, text);

    private async Task<string> FindAsync(string symbol, bool isError = false)
    {
        var result = await CodeTree.CallAsync(_workspace, new FindReferencesTool(_index, _finder), System.Text.Json.JsonSerializer.Serialize(new { symbol }));
        Assert.That(result.IsError, Is.EqualTo(isError), result.Text);
        return result.Text;
    }
}
