using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

/// <summary>
/// A solution whose test projects are Lib.Tests (1 test), Other.Tests (2 tests) and Reader.Tests (4 tests, which read files of the repository): how many tests
/// stood from an earlier run tells which projects' runs did.
/// </summary>
[Category("Slow")]
[Platform("Linux,MacOsX")]
public sealed class RunReuseTests : IDisposable
{
    private const int Lib = 1, Other = 2, Reader = 4, All = Lib + Other + Reader;

    private static readonly Clause Tests = new TestClause(new Text("All.slnx"));

    private readonly SampleWorkspace _sample = new("runs", isWarm: false);

    private TempFolder Folder => _sample.Folder;

    [OneTimeSetUp]
    public async Task Write()
    {
        Folder.Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><RunSettingsFilePath>$(MSBuildThisFileDirectory)tests.runsettings</RunSettingsFilePath></PropertyGroup></Project>");
        Folder.Write("tests.runsettings", "<RunSettings />");
        Folder.Write("docs/note.txt", "note");
        Folder.Write("Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Folder.Write("Other/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        Code("Lib", 1);
        Code("Other", 1);
        TestProject("Lib", "Lib", "[Test] public void Adds() => Assert.That(LibCode.One, Is.EqualTo(1));");
        TestProject("Other", "Other", "[Test] public void Adds() => Assert.That(OtherCode.One, Is.EqualTo(1));\n[Test] public void Passes() => Assert.Pass();");
        TestProject(
            "Reader",
            "Lib",
            """
            private static readonly string Root = System.IO.Path.GetFullPath("../../../..", System.AppContext.BaseDirectory);
            [Test] public void Reads_a_file() => Assert.That(System.IO.File.ReadAllText(System.IO.Path.Combine(Root, "docs/note.txt")), Does.StartWith("note"));
            [Test] public void Reads_sources() => Assert.That(System.IO.File.ReadAllText(System.IO.Path.Combine(Root, "Other/Code.cs")), Does.Not.Contain("forbidden"));
            [Test] public void One() => Assert.Pass();
            [Test] public void Two() => Assert.Pass();
            """);
        Folder.Write("All.slnx", "<Solution>" + string.Concat(new[] { "Lib/Lib", "Other/Other", "Lib.Tests/Lib.Tests", "Other.Tests/Other.Tests", "Reader.Tests/Reader.Tests" }.Select(path => $"<Project Path=\"{path}.csproj\" />")) + "</Solution>");
        await Settle();
    }

    public void Dispose() => _sample.Dispose();

    [Test]
    public async Task An_edit_of_a_leaf_leaves_the_runs_of_other_projects_standing_and_says_so()
    {
        await Settle();
        var before = _sample.LastEvidence;
        Code("Lib", 1, "// edited");

        var verdict = await Verify();

        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
        Assert.That(Reused(verdict), Is.EqualTo(Other));
        Assert.That(verdict.Reason, Does.StartWith("7 tests passed, 2 of them when the same binaries ran before: .goal/runs/"));
        Assert.That(verdict.Figures.Single(figure => figure.Name == "tests").Value, Is.EqualTo(All));
        var results = verdict.Artifacts.Where(file => file.EndsWith(".trx", StringComparison.Ordinal)).Select(file => Path.Combine(_sample.LastEvidence, file)).ToList();
        Assert.That(results, Has.Count.EqualTo(3));
        Assert.That(results.TrueForAll(File.Exists));
        Assert.That(_sample.LastEvidence, Is.Not.EqualTo(before));
    }

    [Test]
    public async Task A_test_that_reads_the_tree_runs_after_every_edit_and_sees_it()
    {
        await Settle();
        Code("Other", 1, "// forbidden");

        var verdict = await Verify();

        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Fails));
        Assert.That(verdict.FirstFailedTest?.Test, Does.Contain("Reads_sources"));
        Assert.That(Reused(verdict), Is.EqualTo(Lib));
    }

    [Test]
    public async Task A_project_whose_tests_failed_runs_again_until_they_pass()
    {
        await Settle();
        Code("Lib", 2);
        var fails = await Verify();
        Code("Other", 1, "// beside");
        var stillFails = await Verify();
        Code("Lib", 1);
        var passes = await Verify();

        Assert.That(new[] { fails.Status, stillFails.Status, passes.Status }, Is.EqualTo(new[] { VerdictStatus.Fails, VerdictStatus.Fails, VerdictStatus.Holds }));
        Assert.That(new[] { Reused(fails), Reused(stillFails) }, Is.EqualTo(new[] { Other, 0 }));
    }

    [TestCase("Other.Tests/data.txt", "changed", Description = "copied beside the tests")]
    [TestCase("tests.runsettings", "<RunSettings><RunConfiguration><MaxCpuCount>1</MaxCpuCount></RunConfiguration></RunSettings>")]
    [TestCase("docs/note.txt", "note, changed", Description = "named by no project")]
    public async Task What_a_test_could_read_counts(string path, string text)
    {
        await Settle();
        Folder.Write(path, text);

        Assert.That(Reused(await Verify()), Is.Zero);
    }

    [Test]
    public async Task Another_version_of_a_package_counts()
    {
        await Settle();
        var project = Folder.At("Other.Tests/Other.Tests.csproj");
        var text = File.ReadAllText(project);
        File.WriteAllText(project, text.Replace("\"NUnit\" Version=\"5.0.0\"", "\"NUnit\" Version=\"4.3.2\"", StringComparison.Ordinal));

        Assert.That(Reused(await Verify()), Is.Zero);
        File.WriteAllText(project, text);
    }

    [Test]
    public async Task A_variable_of_the_environment_counts()
    {
        await Settle();
        Code("Lib", 1, "// with a variable");
        Environment.SetEnvironmentVariable("GOALTEST_COLOUR", "blue");
        try
        {
            using var other = new SampleWorkspace(Folder);
            Assert.That(Reused((await other.VerifyAsync(Tests)).Verdicts.Single()), Is.Zero);
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOALTEST_COLOUR", null);
        }
    }

    [Test]
    public async Task A_filter_counts_and_runs_that_are_repeated_are_made()
    {
        await Settle();

        Assert.That(Reused(await Verify(new TestClause(new Text("All.slnx")) { Filter = new Text("Name~Adds") })), Is.Zero, "a filter");
        Assert.That(Reused(await Verify(new TestClause(new Text("All.slnx")) { Repeat = 2 })), Is.Zero, "repeated");
        Assert.That(Reused(await Verify(new TestClause(new Text("All.slnx")) { AtLeast = 3 })), Is.EqualTo(Lib + Other), "what is asked of the results alone");
    }

    [Test]
    public async Task A_file_that_somebody_put_beside_the_tests_counts()
    {
        await Settle();
        File.WriteAllText(Folder.At("Other.Tests/bin/Debug/net10.0/Other.Tests.dll.config"), "<configuration />");
        Code("Lib", 1, "// beside");

        Assert.That(Reused(await Verify()), Is.Zero);
    }

    [Test]
    public async Task Nothing_stands_where_everything_is_verified_anew()
    {
        await Settle();

        var anew = await _sample.VerifyAsync(new Goal(new Text("sample")) { Verify = [Tests] }, request => request with { Reuse = VerdictReuse.None });

        Assert.That(Reused(anew.Verdicts.Single()), Is.Zero);
    }

    // Everything as it was, and known to pass.
    private async Task Settle()
    {
        Code("Lib", 1);
        Code("Other", 1);
        Folder.Write("docs/note.txt", "note");
        var verdict = await Verify();
        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
    }

    private async Task<Verdict> Verify(Clause? clause = null) => (await _sample.VerifyAsync(clause ?? Tests)).Verdicts.Single();

    private static decimal Reused(Verdict verdict) => verdict.Figures.FirstOrDefault(figure => figure.Name == "reused")?.Value ?? 0;

    private void Code(string project, int one, string comment = "") =>
        Folder.Write($"{project}/Code.cs", $"public static class {project}Code {{ public static int One => {one}; }} {comment}\n");

    private void TestProject(string name, string reference, string tests)
    {
        Folder.Write(
            $"{name}.Tests/{name}.Tests.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
                <PackageReference Include="NUnit" Version="5.0.0" />
                <PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />
                <ProjectReference Include="../{reference}/{reference}.csproj" />
                <None Update="data.txt" CopyToOutputDirectory="PreserveNewest" />
              </ItemGroup>
            </Project>
            """);
        Folder.Write($"{name}.Tests/data.txt", "data");
        Folder.Write($"{name}.Tests/Tests.cs", $"using NUnit.Framework;\npublic class {name}Tests\n{{\n{tests}\n}}\n");
    }
}
