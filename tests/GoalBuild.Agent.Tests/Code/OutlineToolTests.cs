using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Code;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OutlineToolTests : IDisposable
{
    private readonly CodeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task Every_kind_of_declaration_is_shown_with_its_lines()
    {
        _tree.With("src/Kinds.cs", CodeTree.Fixture("Kinds.cs.txt"));
        Assert.That((await OutlineAsync("src/Kinds.cs")).Text + "\n", Is.EqualTo(CodeTree.Fixture("Kinds.outline.txt")));
    }

    [Test]
    public async Task A_folder_is_shown_as_the_types_of_its_files()
    {
        _tree.With("src/A.cs", "class A { class Inner { } }\nenum E { X }").With("src/deep/B.cs", "namespace N;\nrecord B;").With("src/C.g.cs", "class C { }").With("src/D.cs", "// nothing").With("srcs/E.cs", "class Elsewhere { }");
        Assert.That((await OutlineAsync("src")).Text, Is.EqualTo("src/A.cs class A:1, enum E:2\nsrc/C.g.cs (generated)\nsrc/D.cs (no types)\nsrc/deep/B.cs record B:2"));
        Assert.That((await OutlineAsync(".")).Text, Does.Contain("srcs/E.cs"));
    }

    [TestCase("notes.md", "'notes.md' is no C# file (.cs), and only those have an outline. Use search_text")]
    [TestCase("gone.cs", "There is no file or folder 'gone.cs'. Use list_files or find_symbol.")]
    [TestCase("../out.cs", "leads out of the repository")]
    public async Task What_has_no_outline_is_an_error_that_says_what_to_use(string path, string error)
    {
        _tree.With("notes.md", "# Notes");
        var result = await OutlineAsync(path);
        Assert.That(result.IsError);
        Assert.That(result.Text, Does.Contain(error));
    }

    [Test]
    public async Task A_long_outline_is_cut_and_says_so()
    {
        _tree.With("Long.cs", $"class Long {{ {string.Concat(Enumerable.Range(0, 400).Select(number => $"public int P{number};\n"))} }}");
        Assert.That((await OutlineAsync("Long.cs")).Text, Does.Contain("P298").And.Not.Contain("P299").And.EndWith("… 101 more left out; find_symbol finds them by name."));
    }

    [Test]
    public async Task A_folder_without_code_says_so()
    {
        _tree.With("docs/a.md", "a");
        Assert.That((await OutlineAsync("docs")).Text, Is.EqualTo("There are no C# files in 'docs'. Use list_files or search_text."));
    }

    private Task<ToolResult> OutlineAsync(string path) => _tree.CallAsync(new OutlineTool(_tree.Index), $$"""{"path":"{{path}}"}""");
}
