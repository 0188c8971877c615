using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Code;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FindSymbolToolTests : IDisposable
{
    private readonly CodeTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task The_better_a_name_fits_the_earlier_it_comes()
    {
        _tree.With("A.cs", "class fileStore { } class FileStore { } class FileStores { } class OldFileStore { } class FileBackedStore { } class Files { }");
        Assert.That(await NamesAsync("FileStore"), Is.EqualTo(new[] { "FileStore", "fileStore", "FileStores", "OldFileStore", "FileBackedStore" }));
    }

    [TestCase("Order", "src/Kinds.cs:7 class public sealed class Order<T>(int id, string name) : Base, IEquatable<Order<T>> where T : class  [Shop.Orders]")]
    [TestCase("Order<int>.SumAsync(1)", "src/Kinds.cs:19 method public static async Task<int> SumAsync(int first, [NotNull] string second = \"a\", params int[] more)  [Shop.Orders.Order]")]
    [TestCase("global::Shop.Other.Point", "src/Kinds.cs:62 record record struct Point(int X, int Y)  [Shop.Other]")]
    [TestCase("Orders.IThing.Count", "src/Kinds.cs:55 property int Count { get; }  [Shop.Orders.IThing]")]
    [TestCase("State.Closed", "src/Kinds.cs:50 value Closed  [Shop.Orders.Order.State]")]
    [TestCase("Extensions.Words", "src/Kinds.cs:69 method public int Words()  [Shop.Other.Extensions]")]
    [TestCase("operator +", "src/Kinds.cs:34 method public static Order<T> operator +(Order<T> left, Order<T> right)  [Shop.Orders.Order]")]
    public async Task A_symbol_is_found_by_the_names_that_people_use(string name, string first)
    {
        _tree.With("src/Kinds.cs", CodeTree.Fixture("Kinds.cs.txt"));
        Assert.That((await FindAsync(name)).Text.Split('\n')[0], Is.EqualTo(first));
    }

    [Test]
    public async Task A_qualifier_has_to_fit_too()
    {
        _tree.With("A.cs", "namespace One { class A { void Run() { } } } namespace Two { class A { void Run() { } } class B { void Run() { } } }");
        Assert.That((await FindAsync("Two.A.Run")).Text.Split('\n'), Has.Length.EqualTo(1));
        Assert.That((await FindAsync("A.Run")).Text.Split('\n'), Has.Length.EqualTo(2));
        Assert.That((await FindAsync("C.Run")).Text, Does.StartWith("No declaration fits 'C.Run' in 1 C# files."));
    }

    [Test]
    public async Task A_kind_leaves_out_the_others()
    {
        _tree.With("A.cs", "class Item { int Item2; void ItemMethod() { } } interface IItem { }");
        Assert.That(await NamesAsync("Item", "type"), Is.EqualTo(new[] { "Item", "IItem" }));
        Assert.That(await NamesAsync("Item", "Method"), Is.EqualTo(new[] { "ItemMethod" }));
        var wrong = await FindAsync("Item", "klass");
        Assert.That(wrong.IsError);
        Assert.That(wrong.Text, Does.StartWith("There is no kind 'klass'; there are: type, member, class, "));
    }

    [Test]
    public async Task Own_code_comes_before_tests_and_those_before_what_a_tool_wrote()
    {
        _tree.With("a.g.cs", "class Thing { }").With("b.Tests/B.cs", "class Thing { }").With("c/C.cs", "class Thing { }");
        Assert.That((await FindAsync("Thing")).Text.Split('\n').Select(line => line.Split(':')[0]), Is.EqualTo(new[] { "c/C.cs", "b.Tests/B.cs", "a.g.cs" }));
    }

    [Test]
    public async Task Many_are_cut_with_their_count()
    {
        _tree.With("A.cs", string.Concat(Enumerable.Range(0, 100).Select(number => $"class Thing{number:000} {{ }}\n")));
        Assert.That((await FindAsync("Thing")).Text, Does.EndWith("Thing039\n… 60 more left out; give more of the name, or a kind."));
    }

    [TestCase("")]
    [TestCase(" . ")]
    [TestCase("()")]
    public async Task What_is_no_name_is_an_error(string name) => Assert.That((await FindAsync(name)).IsError);

    [Test]
    public async Task Where_there_is_no_code_that_is_said()
    {
        _tree.With("a.py", "class A: pass");
        Assert.That((await FindAsync("A")).Text, Is.EqualTo("There are no C# files in the repository. Use search_text."));
    }

    private async Task<IEnumerable<string>> NamesAsync(string name, string? kind = null) =>
        (await FindAsync(name, kind)).Text.Split('\n').Select(line => line.Split("  [")[0].TrimEnd(')', '(').Split(' ')[^1]);

    private Task<ToolResult> FindAsync(string name, string? kind = null) =>
        _tree.CallAsync(new FindSymbolTool(_tree.Index), System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string?> { ["name"] = name, ["kind"] = kind }));
}
