using GoalBuild.Agent.Executors.Fixers.CodeFixes;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>What the engine makes of several projects, of files that may not be edited, and of input that nothing can be made of.</summary>
[TestFixture]
public sealed class RepairEngineTests
{
    private const string Broken = "public class C { public List<int> Xs = new(); }\n";
    private const string Mended = "using System.Collections.Generic;\n\n" + Broken;

    [Test]
    public void A_library_is_repaired_before_the_program_that_uses_it()
    {
        var library = Sample.Project("Library", Files(("lib.cs", "namespace Lib;\n\npublic class L { public List<int> All() => new(); }\n")));
        var user = Sample.Project("User", Files(("use.cs", "namespace Use;\n\npublic class U { public int N(L l) => l.All().Select(x => x).Count(); }\n")), links: new ProjectLink(0, default));
        var outcome = Sample.Repair(new CompiledSolution([library, user]));
        Assert.That(Sample.Text(outcome.Solution, "lib.cs"), Does.StartWith("using System.Collections.Generic;\n"));
        Assert.That(Sample.Text(outcome.Solution, "use.cs"), Does.StartWith("using System.Linq;\nusing Lib;\n"));
        Assert.That(Errors(outcome.Solution), Is.Empty);
    }

    [Test]
    public void An_error_that_stays_in_a_library_does_not_keep_the_program_from_being_repaired()
    {
        var library = Sample.Project("Library", Files(("lib.cs", "namespace Lib;\n\npublic class L { public int Bad => \"x\"; }\n")));
        var user = Sample.Project("User", Files(("use.cs", Broken)), links: new ProjectLink(0, default));
        var outcome = Sample.Repair(new CompiledSolution([library, user]));
        Assert.That(Sample.Text(outcome.Solution, "use.cs"), Is.EqualTo(Mended));
    }

    [Test]
    public void A_file_of_two_projects_is_repaired_once_for_both()
    {
        var files = Files(("shared.cs", Broken));
        var outcome = Sample.Repair(new CompiledSolution([Sample.Project("A", files), Sample.Project("B", files)]));
        Assert.That(Sample.Text(outcome.Solution, "shared.cs"), Is.EqualTo(Mended));
        Assert.That(outcome.Applied, Has.Length.EqualTo(1));
        Assert.That(Errors(outcome.Solution), Is.Empty);
    }

    [Test]
    public void A_repair_that_breaks_the_other_framework_is_refused()
    {
        // With OLD, the namespace has a type that makes another name of the file ambiguous.
        var files = Files(
            ("shared.cs", "using Near;\n\npublic class C { public Wanted? W; public Both? B; }\n"),
            ("types.cs", "namespace Near { public class Both; }\nnamespace Far { public class Wanted;\n#if OLD\npublic class Both;\n#endif\n}\n"));
        var outcome = Sample.Repair(new CompiledSolution([Sample.Project("New", files), Sample.Project("Old", files, symbols: ["OLD"])]));
        Assert.That(outcome.Applied, Is.Empty);
        Assert.That(outcome.Left, Has.Some.Contains("using Far"));
    }

    [Test]
    public void A_repair_is_taken_though_another_one_in_its_file_is_refused()
    {
        var files = Files(
            ("a.cs", "public class A { public List<int> Xs = new(); public int F() => new Thing().Missing; }\n"),
            ("b.cs", "namespace Own { public class Thing; }\n"));
        var outcome = Sample.Repair(Sample.Solution(files));
        Assert.That(Sample.Text(outcome.Solution, "a.cs"), Does.StartWith("using System.Collections.Generic;\n\npublic class A"));
        Assert.That(outcome.Left, Has.Some.Contains("using Own"));
    }

    [Test]
    public void A_forbidden_file_is_left_alone_and_named_with_the_reason()
    {
        var solution = Sample.Solution(Files(("a.cs", Broken), ("b.cs", Broken.Replace("class C", "class D", StringComparison.Ordinal))));
        var policy = new RepairPolicy(false, path => path.EndsWith("a.cs", StringComparison.Ordinal) ? "protect \"a.cs\"" : null);
        var outcome = new RepairEngine(CodeRepairCatalogue.Repairs, policy).Repair(solution, CancellationToken.None);
        Assert.That(Sample.Text(outcome.Solution, "a.cs"), Is.EqualTo(Broken));
        Assert.That(Sample.Text(outcome.Solution, "b.cs"), Does.StartWith("using"));
        Assert.That(outcome.Left, Has.Some.EqualTo("a.cs: protect \"a.cs\""));
    }

    [TestCase("C.g.cs")]
    [TestCase("C.Designer.cs")]
    [TestCase("C.generated.cs")]
    [TestCase("C.g.i.cs")]
    public void A_file_that_a_tool_writes_is_left_alone(string name) =>
        Assert.That(Sample.Repair(Sample.Solution(Files((name, Broken)))).Applied, Is.Empty);

    [Test]
    public void A_project_without_its_framework_is_left_alone_with_a_reason()
    {
        var project = Sample.Project("Bare", Files(("a.cs", "public class C { public int F() => 1l; }\n" + Broken)));
        var bare = new CompiledProject { Name = "Bare", Source = project.Source.WithReferences(), Trees = project.Trees };
        var outcome = Sample.Repair(new CompiledSolution([bare]), warningsFail: true);
        Assert.That(outcome.Applied, Is.Empty);
    }

    [Test]
    public void Cancelling_ends_the_work()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var engine = new RepairEngine(CodeRepairCatalogue.Repairs, new RepairPolicy(false, _ => null));
        Assert.That(() => engine.Repair(Sample.Solution(Files(("a.cs", Broken))), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Many_files_are_repaired_in_one_round()
    {
        var files = Enumerable.Range(0, 300).ToDictionary(n => $"f{n}.cs", n => Broken.Replace("class C", $"class C{n}", StringComparison.Ordinal));
        var outcome = Sample.Repair(Sample.Solution(files));
        Assert.That(outcome.Applied, Has.Length.EqualTo(300));
        Assert.That(Errors(outcome.Solution), Is.Empty);
    }

    [Test]
    public void Every_code_of_the_catalogue_occurs_in_a_fixture()
    {
        var seen = Fixture.All().SelectMany(fixture => Codes(fixture)).ToHashSet();
        Assert.That(CodeRepairCatalogue.Codes.Except(seen), Is.Empty);
    }

    [Test]
    public void The_catalogue_names_each_repair_once_and_no_code_twice()
    {
        Assert.That(CodeRepairCatalogue.All.Select(repair => repair.Name), Is.Unique);
        Assert.That(CodeRepairCatalogue.All.SelectMany(repair => repair.Codes), Is.Unique);
    }

    private static IEnumerable<string> Codes(Fixture fixture)
    {
        var solution = Sample.Solution(fixture.Files, fixture.Compilation, fixture.Symbols);
        return solution.Projects[0].Diagnostics(solution, CancellationToken.None).Select(diagnostic => diagnostic.Id);
    }

    private static Dictionary<string, string> Files(params (string Name, string Text)[] files) => files.ToDictionary(file => file.Name, file => file.Text);

    private static IEnumerable<Diagnostic> Errors(CompiledSolution solution) => solution.Projects
        .SelectMany(project => project.Diagnostics(solution, CancellationToken.None))
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
