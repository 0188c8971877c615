using GoalBuild.Agent.Code;

namespace GoalBuild.Agent.Tests.Code;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CodeIndexTests : IDisposable
{
    private readonly CodeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task Only_files_whose_content_changed_are_parsed_again()
    {
        _tree.With("A.cs", "class A { }").With("B.cs", "class B { }").With("deep/C.cs", "class C { }");
        await _tree.Index.LookAsync(default);
        Assert.That(_tree.Index.FilesParsed, Is.EqualTo(3));

        _tree.With("B.cs", "class D { }");
        File.SetLastWriteTimeUtc(_tree.Folder["A.cs"], DateTime.UtcNow.AddMinutes(1));
        File.Delete(_tree.Folder["deep/C.cs"]);
        var map = await _tree.Index.LookAsync(default);

        Assert.That(_tree.Index.FilesParsed, Is.EqualTo(4));
        Assert.That(Types(map), Is.EqualTo(new[] { "A", "D" }));
        Assert.That(map.Files, Is.EqualTo(new[] { "A.cs", "B.cs" }));
    }

    [Test]
    public async Task A_change_that_keeps_size_and_time_is_seen()
    {
        _tree.With("A.cs", "class A { }");
        var time = DateTime.UtcNow;
        File.SetLastWriteTimeUtc(_tree.Folder["A.cs"], time);
        await _tree.Index.LookAsync(default);

        _tree.With("A.cs", "class B { }");
        File.SetLastWriteTimeUtc(_tree.Folder["A.cs"], time);

        Assert.That(Types(await _tree.Index.LookAsync(default)), Is.EqualTo(new[] { "B" }));
    }

    [Test]
    public async Task What_git_ignores_is_left_out_and_what_is_not_added_yet_is_not()
    {
        _tree.With(".gitignore", "made/\n").With("A.cs", "class A { }");
        _tree.Folder.Committed();
        _tree.With("made/B.cs", "class B { }").With("New.cs", "class New { }").With(".goal/C.cs", "class C { }").With("ü/D.cs", "class D { }");

        var map = await _tree.Index.LookAsync(default);

        Assert.That(Types(map), Is.EqualTo(new[] { "A", "New", "D" }));
        Assert.That(map.Files, Is.EqualTo(new[] { ".gitignore", "A.cs", "New.cs", "ü/D.cs" }));
    }

    [Test]
    public async Task Without_git_folders_that_tools_make_are_left_out()
    {
        _tree.With("A.cs", "class A { }").With("obj/B.cs", "class B { }");
        Assert.That(Types(await _tree.Index.LookAsync(default)), Is.EqualTo(new[] { "A" }));
    }

    [Test]
    public async Task A_tree_that_does_not_compile_and_text_that_is_no_code_are_read_as_far_as_they_go()
    {
        _tree.With("A.cs", "class A { void Broken( { int }\n class Next { }").With("B.cs", "no code at all \0\0 {{{ ]").With("Empty.cs", "");
        var map = await _tree.Index.LookAsync(default);
        Assert.That(Types(map), Does.Contain("A").And.Contain("Next"));
        Assert.That(map.Parsed, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_link_and_a_file_too_large_to_be_code_are_not_parsed()
    {
        using var elsewhere = new TempFolder();
        elsewhere.With("Secret.cs", "class Secret { }");
        File.CreateSymbolicLink(_tree.Folder["Link.cs"], elsewhere["Secret.cs"]);
        _tree.With("Large.cs", "class Large { } //" + new string('x', (int)CodeIndex.LargestFile));

        var map = await _tree.Index.LookAsync(default);

        Assert.That(map.Parsed, Is.Empty);
        Assert.That(map.Files, Is.EqualTo(new[] { "Large.cs", "Link.cs" }));
    }

    [Test]
    public async Task Several_may_look_at_once()
    {
        for (var number = 0; number < 40; number++)
        {
            _tree.With($"F{number}.cs", $"class T{number} {{ }}");
        }

        var maps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _tree.Index.LookAsync(default)));

        Assert.That(maps.Select(map => map.Parsed.Count), Is.All.EqualTo(40));
        Assert.That(_tree.Index.FilesParsed, Is.EqualTo(40));
    }

    private static IEnumerable<string> Types(CodeMap map) => map.Parsed.SelectMany(file => file.Declarations).Where(declaration => declaration.IsType).Select(declaration => declaration.Name);
}
