namespace GoalBuild.Verification.Tests.Constraints;

/// <summary>What <c>allow test removal</c> lifts beyond the tests of a file.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TestRemovalTests : IDisposable
{
    private const string Project = "tests/Calc.Tests/Calc.Tests.csproj";

    private readonly Support.TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("allow test removal \"All.slnx\"", 0)]
    [TestCase("allow test removal \"tests/Calc.Tests/**\"", 0)]
    [TestCase("allow test removal \"tests/Other.Tests/**\"", 1)]
    [TestCase("", 1)]
    public async Task A_test_project_leaves_a_solution_where_either_is_named(string constrain, int broken)
    {
        var change = new ChangeFixture().With("All.slnx", $"<Solution><Project Path=\"{Project}\" /></Solution>", "<Solution></Solution>");
        Assert.That((await change.BrokenAsync(constrain)).Select(rule => rule.Descriptor.Code), Is.EqualTo(Enumerable.Repeat("GOAL5102", broken)));
    }

    [TestCase("allow test removal \"tests/Calc.Tests/Own.cs\"", 0)]
    [TestCase("allow test removal \"tests/Calc.Tests/Other.cs\"", 1)]
    public async Task A_type_under_the_name_of_one_under_test_is_declared_where_its_file_is_named(string constrain, int broken)
    {
        const string Type = "namespace Calc; public class Calculator { }\n";
        Directory.CreateDirectory(Path.Combine(_folder.Path, "src"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "src", "Calculator.cs"), Type);
        var change = new ChangeFixture { Root = _folder.Path }.With("tests/Calc.Tests/Own.cs", null, Type);
        Assert.That((await change.BrokenAsync(constrain)).Select(rule => rule.Descriptor.Code), Is.EqualTo(Enumerable.Repeat("GOAL5105", broken)));
    }
}
