using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

/// <summary>Which verdicts of each kind stand after which edits.</summary>
[Category("Slow")]
[Platform("Linux,MacOsX")]
public class ClauseReuseTests
{
    [Test]
    public async Task Verdicts_of_every_kind_stand_until_something_changes_that_they_could_read()
    {
        using var sample = new SampleWorkspace().WithFixture("TestProjects", "CoverletVsTest", "Measured", "Widgets", "Directory.Build.props");
        sample.Folder.Write("Checks/Checks.proj", "<Project><Target Name=\"Restore\" /><Target Name=\"Check\"><Message Text=\"fine\" /></Target></Project>");
        sample.Folder.Write("docs/schema.json", "{}");
        Clause[] clauses =
        [
            new TestClause(new Text("CoverletVsTest")),
            new CoverageClause(new Text("CoverletVsTest"), Comparison.AtLeast, 10),
            new LintClause(new Text("Widgets")) { Scope = LintScope.Whitespace },
            new MeasureClause(new Text("size"), new Text("wc -c docs/schema.json"), new Pattern(@"(?<value>\d+)", PatternOptions.None), Comparison.AtMost, new Quantity(100, Unit.None)),
            new TargetClause(new Text("Check"), new Text("Checks")),
            new BuildClause(new Text("Widgets")),
        ];
        var first = await sample.VerifyAsync(clauses);
        Assert.That(first.AllHold, string.Join('\n', first.Verdicts.Select(verdict => verdict.Reason)));

        Assert.That(await Reused(sample, clauses), Is.All.True, "nothing changed");

        sample.Folder.Write("docs/schema.json", "{ }");
        Assert.That(await Reused(sample, clauses), Is.EqualTo(new[] { false, false, true, false, false, true }), "a file beside the projects, which a test can read");
        Assert.That(await Reused(sample, clauses), Is.All.True, "after that");

        File.AppendAllText(sample.Folder.At("Widgets/Gauge.cs"), "\n");
        Assert.That(await Reused(sample, clauses), Is.All.False, "a source");
    }

    [Test]
    public async Task A_build_reads_whatever_its_items_and_references_name()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("protos/a.proto", "syntax");
        sample.Folder.Write("protos.md", "beside");
        sample.Folder.Write("tests.runsettings", "<RunSettings />");
        Directory.CreateDirectory(sample.Folder.At("libs/bin"));
        File.Copy(typeof(TestAttribute).Assembly.Location, sample.Folder.At("libs/bin/Vendor.dll"));
        var project = File.ReadAllText(sample.Folder.At("Lib/Lib.csproj"));
        sample.Folder.Write("Lib/Lib.csproj", project.Replace(
            "</Project>",
            """
            <PropertyGroup><RunSettingsFilePath>../tests.runsettings</RunSettingsFilePath></PropertyGroup>
            <ItemGroup><Protobuf Include="..\protos\a.proto" /><Reference Include="Vendor"><HintPath>..\libs\bin\Vendor.dll</HintPath></Reference></ItemGroup></Project>
            """,
            StringComparison.Ordinal));
        var clause = new BuildClause(new Text("App"));
        var first = await sample.VerifyAsync(clause);
        Assert.That(first.AllHold, first.Verdicts.Single().Reason);
        Assert.That(await Reused(sample, clause), Is.All.True, "nothing changed");

        foreach (var file in new[] { "protos/a.proto", "tests.runsettings", "libs/bin/Vendor.dll" })
        {
            File.AppendAllText(sample.Folder.At(file), "\n");
            Assert.That(await Reused(sample, clause), Is.All.False, file);
            Assert.That(await Reused(sample, clause), Is.All.True, "after " + file);
        }

        sample.Folder.Write("protos.md", "edited");
        Assert.That(await Reused(sample, clause), Is.All.True, "a file that nothing names");
    }

    [Test]
    public async Task A_file_that_comes_or_goes_while_verifying_leaves_verdicts_without_a_base()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Extra.cs", "namespace Lib;\npublic class Extra;\n");
        Clause[] clauses = [new BuildClause(new Text("Lib")), new FileClause(new Text("**/*.cs"), FileCondition.Exists), new RunClause(new Text("ls Lib")), new RunClause(new Text("rm -f Lib/Extra.cs"))];

        var first = await sample.VerifyAsync(clauses);
        var second = await sample.VerifyAsync(clauses);
        var third = await sample.VerifyAsync(clauses);

        Assert.Multiple(() =>
        {
            Assert.That(first.AllHold);
            Assert.That(first.Verdicts.Select(verdict => verdict.Fingerprint), Is.All.Empty);
            Assert.That(second.Verdicts.Select(verdict => verdict.Reused), Is.All.False);
            Assert.That(third.Verdicts.Select(verdict => verdict.Reused), Is.All.True);
        });
    }

    [Test]
    public async Task Commands_see_scripts_in_folders_named_bin_and_what_links_lead_to()
    {
        using var sample = new SampleWorkspace();
        using var outside = new TempFolder("outside");
        sample.Folder.Write("scripts/bin/check.sh", "exit 0");
        outside.Write("data/x.txt", "hello");
        File.CreateSymbolicLink(sample.Folder.At("linked"), outside.At("data"));
        Clause[] clauses = [new RunClause(new Text("sh scripts/bin/check.sh")), new RunClause(new Text("grep hello linked/x.txt"))];
        await sample.VerifyAsync(clauses);
        Assert.That(await Reused(sample, clauses), Is.All.True);

        outside.Write("data/x.txt", "jello");
        Assert.That((await sample.VerifyAsync(clauses)).Verdicts.Select(verdict => verdict.Status), Is.EqualTo(new[] { VerdictStatus.Holds, VerdictStatus.Fails }));

        outside.Write("data/x.txt", "hello");
        await sample.VerifyAsync(clauses);
        sample.Folder.Write("scripts/bin/check.sh", "exit 1");
        Assert.That((await sample.VerifyAsync(clauses)).Verdicts.Select(verdict => verdict.Status), Is.EqualTo(new[] { VerdictStatus.Fails, VerdictStatus.Holds }));
    }

    private static async Task<IReadOnlyList<bool>> Reused(SampleWorkspace sample, params Clause[] clauses) =>
        [.. (await sample.VerifyAsync(clauses)).Verdicts.Select(verdict => verdict.Reused)];
}
