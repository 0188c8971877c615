using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Constraints.Built;

/// <summary>Constraints on real projects that NuGet restores and MSBuild builds.</summary>
[Category("Slow")]
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BuiltConstraintTests : IDisposable
{
    private const string Json = "<ItemGroup><PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.3\" /></ItemGroup>";

    private readonly SampleWorkspace _sample = new SampleWorkspace("built constraints").WithProjects();

    public void Dispose() => _sample.Dispose();

    [Test]
    public async Task A_forbidden_package_is_found_with_the_project_that_brings_it_in_and_the_way_to_those_that_get_it_by_it()
    {
        With("Lib/Lib.csproj", Json);

        var broken = await VerifyAsync("build \"Sample.slnx\"", "forbid package Newtonsoft.Json");
        var verdict = broken.Constraints.Single();
        Without("Lib/Lib.csproj", Json);
        var kept = await VerifyAsync("build \"Sample.slnx\"", "forbid package Newtonsoft.Json");

        Assert.Multiple(() =>
        {
            Assert.That(broken.Verdicts.Single().Status, Is.EqualTo(VerdictStatus.Holds));
            Assert.That(broken.AllHold, Is.False);
            Assert.That(verdict.Clause, Is.EqualTo("forbid package \"Newtonsoft.Json\""));
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Fails));
            Assert.That(verdict.Constraint, Is.EqualTo("GOAL5031"));
            Assert.That(verdict.Reason, Is.EqualTo("A forbidden package is resolved (sample.goal:4): Lib → Newtonsoft.Json 13.0.3 (1 more). Take it out of the project; where a package brings it, use another one."));
            Assert.That(verdict.Findings.Select(finding => (finding.File, finding.Message)), Is.EqualTo(new[]
            {
                ("Lib/Lib.csproj", "Lib → Newtonsoft.Json 13.0.3 (net10.0)"),
                ("App/App.csproj", "App → Lib → Newtonsoft.Json 13.0.3 (net10.0)"),
            }));
            Assert.That(BuiltConstraints.BrokenBy(verdict)!.Descriptor, Is.EqualTo(DiagnosticCatalogue.PackageForbidden));
            Assert.That(kept.AllHold, kept.Constraints.Single().Reason);
            Assert.That(BuiltConstraints.BrokenBy(kept.Constraints.Single()), Is.Null);
        });
    }

    [Test]
    public async Task A_package_of_a_project_that_no_clause_builds_is_found_too_by_restoring_it_also_with_central_versions_and_for_one_of_several_frameworks()
    {
        _sample.Folder.Write("Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include=\"Newtonsoft.Json\" Version=\"13.0.3\" /></ItemGroup></Project>");
        _sample.Folder.Write("side/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks></PropertyGroup><ItemGroup Condition=\"'$(TargetFramework)' == 'net10.0'\"><PackageReference Include=\"Newtonsoft.Json\" /></ItemGroup></Project>");

        var verdict = (await VerifyAsync("build \"Lib\"", "forbid package \"Newtonsoft.*\"")).Constraints.Single();

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Fails), verdict.Reason);
            Assert.That(verdict.Findings.Select(finding => (finding.File, finding.Message)), Is.EqualTo(new[] { ("side/Other.csproj", "Other → Newtonsoft.Json 13.0.3 (net10.0)") }));
        });
    }

    [Test]
    public async Task What_cannot_be_restored_is_unknown_and_named()
    {
        _sample.Folder.Write("side/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><RestoreSources>$(MSBuildProjectDirectory)</RestoreSources></PropertyGroup><ItemGroup><PackageReference Include=\"There.Is.No.Such\" Version=\"1.0.0\" /></ItemGroup></Project>");
        _sample.Folder.Write("broken/Broken.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"");

        var result = await VerifyAsync("file \"App/Program.cs\" exists", "allow packages NUnit, \"There.*\"");
        var verdict = result.Constraints.Single();

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Unknown), verdict.Reason);
            Assert.That(result.AllHold, Is.False);
            Assert.That(BuiltConstraints.BrokenBy(verdict), Is.Null, "what is unknown is not met, and not broken either");
            Assert.That(verdict.Findings.Select(finding => finding.File), Is.EquivalentTo(new[] { "broken/Broken.csproj", "side/Other.csproj" }));
            Assert.That(verdict.Findings.Single(finding => finding.File == "side/Other.csproj").Message, Does.Contain("NU1101").And.Contain("There.Is.No.Such"));
        });
    }

    [Test]
    public async Task A_project_that_no_clause_builds_and_nobody_can_restore_is_judged_by_the_packages_that_it_names()
    {
        _sample.Folder.Write("side/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><RestoreSources>$(MSBuildProjectDirectory)</RestoreSources></PropertyGroup><ItemGroup><PackageReference Include=\"There.Is.No.Such\" Version=\"1.0.0\" /></ItemGroup></Project>");
        _sample.Folder.Write("broken/Broken.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"");

        var result = await VerifyAsync("build \"Sample.slnx\"", "forbid package There.Is.No.Such", "forbid package Serilog");

        Assert.Multiple(() =>
        {
            Assert.That(result.Constraints[0].Reason, Does.StartWith("A forbidden package is resolved (sample.goal:4): Other → There.Is.No.Such."));
            Assert.That(result.Constraints[1].Status, Is.EqualTo(VerdictStatus.Holds), result.Constraints[1].Reason);
            Assert.That(result.Constraints[1].Reason, Does.EndWith("2 projects that no clause builds cannot be restored, and were judged by the packages that they name themselves."));
            Assert.That(result.Constraints[1].Findings.Select(finding => (finding.File, finding.IsError)), Is.EquivalentTo(new[] { ("broken/Broken.csproj", false), ("side/Other.csproj", false) }));
        });
    }

    [Test]
    public async Task Constraints_wait_until_every_clause_holds()
    {
        With("Lib/Lib.csproj", Json);
        _sample.Folder.Write("Lib/Greeting.cs", "does not compile");

        var result = await VerifyAsync("build \"Sample.slnx\"", "forbid package Newtonsoft.Json");

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts.Single().Status, Is.EqualTo(VerdictStatus.Fails));
            Assert.That(result.Constraints, Is.Empty);
        });
    }

    [Test]
    public async Task A_forbidden_reference_is_found_where_it_is_written_and_a_namespace_may_use_itself()
    {
        _sample.Folder.Write("Lib/Web/Page.cs", "namespace Shop.Core.Web;\npublic class Page\n{\n    public static Page Make() => new();\n}\n");
        _sample.Folder.Write("Lib/Core.cs", "namespace Shop.Core;\npublic class Order\n{\n    public string Id => nameof(Web.Page);\n}\n");
        const string Constraint = "forbid reference \"Shop.Core.Web\" from \"Shop.Core\"";

        var itself = await VerifyAsync("build \"App\"", Constraint);
        _sample.Folder.Write("Lib/Core.cs", "namespace Shop.Orders;\npublic class Order\n{\n    public object Render()\n    {\n        return Shop.Core.Web.Page.Make();\n    }\n}\n");
        var broken = (await VerifyAsync("build \"App\"", "forbid reference \"Shop.Core.Web\" from \"Shop.Orders\"")).Constraints.Single();

        Assert.Multiple(() =>
        {
            Assert.That(itself.AllHold, itself.Constraints.Single().Reason);
            Assert.That(broken.Status, Is.EqualTo(VerdictStatus.Fails), broken.Reason);
            Assert.That(broken.Constraint, Is.EqualTo("GOAL5032"));
            Assert.That(broken.Reason, Does.StartWith("'Shop.Orders' uses 'Shop.Core.Web', which is forbidden (sample.goal:4): Lib/Core.cs(6): Shop.Orders.Order uses Shop.Core.Web.Page in Render."));
            Assert.That(broken.Findings.Single(), Is.EqualTo(new Finding(FindingKind.Build, "Shop.Orders.Order uses Shop.Core.Web.Page in Render") { File = "Lib/Core.cs", Line = 6 }));
        });
    }

    [TestCase("Lib", "App")]
    [TestCase("Lib/Lib.csproj", "App/App.csproj")]
    [TestCase("Lib", "App/App.csproj")]
    public async Task Projects_can_be_named_by_name_or_path(string target, string origin)
    {
        var broken = (await VerifyAsync("file \"App/Program.cs\" exists", $"forbid reference \"{target}\" from \"{origin}\"")).Constraints.Single();
        var other = (await VerifyAsync("file \"App/Program.cs\" exists", $"forbid reference \"{origin}\" from \"{target}\"")).Constraints.Single();

        Assert.Multiple(() =>
        {
            Assert.That(broken.Status, Is.EqualTo(VerdictStatus.Fails), broken.Reason);
            Assert.That(broken.Findings.Single().Message, Is.EqualTo("Program uses Lib.Greeting"));
            Assert.That(broken.Findings.Single().File, Is.EqualTo("App/Program.cs"));
            Assert.That(other.Status, Is.EqualTo(VerdictStatus.Holds), other.Reason);
        });
    }

    [Test]
    public async Task A_verdict_stands_while_nothing_changes()
    {
        await VerifyAsync("build \"App\"", "forbid reference \"Lib\" from \"App.Nothing\"", "forbid package Serilog");
        var again = await VerifyAsync("build \"App\"", "forbid reference \"Lib\" from \"App.Nothing\"", "forbid package Serilog");

        Assert.That(again.Constraints.Select(verdict => (verdict.Status, verdict.Reused)), Is.All.EqualTo((VerdictStatus.Holds, true)));
    }

    [Test]
    public async Task The_public_API_is_compared_with_the_baselines_which_is_built_once()
    {
        using var then = new TempFolder("baseline");
        CopySources(_sample.Folder.Path, then.At("tree"));
        var baseline = new FolderBaseline(new BaselineTree("abc", then.At("tree")));

        var same = await VerifyAsync(baseline, "build \"Lib\"", "keep api \"Lib\"");
        var list = Directory.GetFiles(then.Path, "api-*.json").Single();
        var built = File.GetLastWriteTimeUtc(list);
        _sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text => \"hello\";\n    public static int More(int? count) => count ?? 0;\n}\n");
        var added = await VerifyAsync(baseline, "build \"Lib\"", "keep api \"Lib\"");
        _sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static int Text => 1;\n}\n");
        // What would silence a package's own validation silences nothing here.
        _sample.Folder.Write("Lib/CompatibilitySuppressions.xml", "<Suppressions><Suppression><DiagnosticId>CP0002</DiagnosticId><Target>M:Lib.Greeting.get_Text</Target></Suppression></Suppressions>");
        _sample.Folder.Write("Directory.Build.rsp", "-nonsense\n");
        _sample.Folder.Write("App/Program.cs", "Console.WriteLine();\n");
        var broken = (await VerifyAsync(baseline, "build \"Lib\"", "keep api \"Lib\"")).Constraints.Single();

        Assert.Multiple(() =>
        {
            Assert.That(same.AllHold, same.Constraints.Single().Reason);
            Assert.That(added.AllHold, added.Constraints.Single().Reason);
            Assert.That(File.GetLastWriteTimeUtc(list), Is.EqualTo(built), "the baseline was built again");
            Assert.That(broken.Status, Is.EqualTo(VerdictStatus.Fails), broken.Reason);
            Assert.That(broken.Constraint, Is.EqualTo("GOAL5033"));
            Assert.That(broken.Findings.Select(finding => finding.Code), Is.EqualTo(new[] { "CP0002" }));
            Assert.That(broken.Reason, Does.StartWith("The public API of 'Lib' breaks (sample.goal:4): CP0002: Member 'string Lib.Greeting.Text.get' exists on the baseline"), broken.Reason);
        });
    }

    [Test]
    public async Task A_framework_that_is_gone_breaks_the_API_and_what_had_none_at_the_baseline_keeps_it()
    {
        const string Two = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks></PropertyGroup></Project>";
        _sample.Folder.Write("Both/Both.csproj", Two);
        _sample.Folder.Write("Both/Code.cs", "namespace Both { public class Code { public System.Collections.Generic.List<int> All() => null; } }");
        using var then = new TempFolder("baseline");
        CopySources(_sample.Folder.Path, then.At("tree"));
        var baseline = new FolderBaseline(new BaselineTree("abc", then.At("tree")));

        var same = await VerifyAsync(baseline, "build \"Both\"", "keep api \"Both/Both.csproj\"");
        _sample.Folder.Write("Both/Both.csproj", Two.Replace("netstandard2.0;net10.0", "net10.0", StringComparison.Ordinal));
        var broken = (await VerifyAsync(baseline, "build \"Both\"", "keep api \"Both/Both.csproj\"")).Constraints.Single();
        Directory.Delete(then.At("tree/Both"), recursive: true);
        File.Delete(Directory.GetFiles(then.Path, "api-*.json").Single());
        var fresh = await VerifyAsync(baseline, "build \"Both\"", "keep api \"Both/Both.csproj\"");

        Assert.Multiple(() =>
        {
            Assert.That(same.AllHold, same.Constraints.Single().Reason);
            Assert.That(broken.Status, Is.EqualTo(VerdictStatus.Fails), broken.Reason);
            Assert.That(broken.Findings.Select(finding => finding.Message), Is.EqualTo(new[] { "The project no longer targets netstandard2.0." }));
            Assert.That(fresh.AllHold, fresh.Constraints.Single().Reason);
        });
    }

    [Test]
    public async Task Without_a_baseline_or_with_one_that_does_not_build_the_API_is_unknown()
    {
        using var then = new TempFolder("baseline");
        CopySources(_sample.Folder.Path, then.At("tree"));
        then.Write("tree/Lib/Greeting.cs", "does not compile");

        var without = (await VerifyAsync("build \"Lib\"", "keep api \"Lib\"")).Constraints.Single();
        var broken = (await VerifyAsync(new FolderBaseline(new BaselineTree("abc", then.At("tree"))), "build \"Lib\"", "keep api \"Lib\"")).Constraints.Single();

        Assert.Multiple(() =>
        {
            Assert.That(without.Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(without.Reason, Does.StartWith("There is no baseline to compare the public API with (sample.goal:4)."));
            Assert.That(broken.Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(broken.Reason, Does.Contain("does not build").And.Contain("Greeting.cs"));
        });
    }

    [Test]
    public async Task A_baseline_whose_build_gives_no_assembly_makes_the_API_unknown_and_not_compatible()
    {
        using var then = new TempFolder("baseline");
        CopySources(_sample.Folder.Path, then.At("tree"));
        then.Write("tree/Lib/Lib.csproj", "<Project><Import Project=\"Sdk.props\" Sdk=\"Microsoft.NET.Sdk\" /><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><Import Project=\"Sdk.targets\" Sdk=\"Microsoft.NET.Sdk\" /><Target Name=\"Build\" /></Project>");

        var empty = (await VerifyAsync(new FolderBaseline(new BaselineTree("abc", then.At("tree"))), "build \"Lib\"", "keep api \"Lib\"")).Constraints.Single();

        Assert.That((empty.Status, empty.Reason), Is.EqualTo((VerdictStatus.Unknown, "The build of the project of the baseline gives no assembly, so that the public API to keep is not known (sample.goal:4).")));
    }

    private Task<VerificationResult> VerifyAsync(string clause, params string[] constraints) => VerifyAsync(null, clause, constraints);

    private Task<VerificationResult> VerifyAsync(IBaseline? baseline, string clause, params string[] constraints)
    {
        var source = new SourceText(_sample.Folder.At("sample.goal"), $"goal \"sample\" {{\n    objective \"One.\"\n    verify {{ {clause} }}\n    constrain {{ {string.Join(' ', constraints)} }}\n}}\n");
        var goal = GoalLanguage.Parse(source).File.Goals.Single();
        return _sample.VerifyAsync(goal, request => request with { Source = source, Constraints = BuiltConstraints.Of(goal, []), Baseline = baseline });
    }

    private void With(string project, string text) => _sample.Folder.Write(project, File.ReadAllText(_sample.Folder.At(project)).Replace("</Project>", $"{text}</Project>", StringComparison.Ordinal));

    private void Without(string project, string text) => _sample.Folder.Write(project, File.ReadAllText(_sample.Folder.At(project)).Replace(text, "", StringComparison.Ordinal));

    private static void CopySources(string from, string to)
    {
        foreach (var file in FolderWalk.Folders(from).SelectMany(folder => folder.Entries).OfType<FileInfo>())
        {
            var path = Path.Combine(to, Path.GetRelativePath(from, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file.CopyTo(path);
        }
    }

    private sealed class FolderBaseline(BaselineTree tree) : IBaseline
    {
        public Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

        public Task<BaselineTree?> TreeAsync(CancellationToken cancellation) => Task.FromResult<BaselineTree?>(tree);
    }
}
