using System.Diagnostics;
using GoalBuild.Agent.Executors.Fixers.CodeFixes;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>Repairs projects on disk, which MSBuild evaluates and nobody has built.</summary>
[TestFixture, Category("Slow")]
public sealed class RealProjectTests
{
    private const string Program =
        "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>"
        + "<ItemGroup><ProjectReference Include=\"../Library/Library.csproj\" /></ItemGroup></Project>";

    [Test]
    public async Task A_library_and_the_program_that_uses_it_are_repaired_in_one_turn_and_build()
    {
        using var solution = new TemporarySolution();
        solution.Write("Library/Library.csproj", Library("<TargetFramework>net10.0</TargetFramework>"));
        solution.Write("Library/Numbers.cs", "namespace Library;\n\npublic static class Numbers\n{\n    public static List<int> All() => [1, 2, 3];\n}\n");
        solution.Write(
            "Library/Patterns.cs",
            "using System.Text.RegularExpressions;\n\nnamespace Library;\n\npublic static partial class Patterns\n{\n    [GeneratedRegex(\"a+\")]\n    public static partial Regex As();\n}\n");
        solution.Write("Program/Program.csproj", Program);
        solution.Write("Program/Program.cs", "var text = new StringBuilder();\ntext.Append(Numbers.All().Count).Append(Patterns.As());\nConsole.WriteLine(text);\n");
        solution.Dotnet("restore", "Program", "-v", "q");

        var result = await RepairAsync(solution, "Program/Program.csproj");
        Assert.That(result.ChangedFiles, Is.EquivalentTo((string[])["Library/Numbers.cs", "Program/Program.cs"]), result.Summary);
        Assert.That(solution.Read("Library/Numbers.cs"), Does.StartWith("using System.Collections.Generic;\n\nnamespace Library;\n"));
        Assert.That(solution.Read("Program/Program.cs"), Does.StartWith("using System.Text;\nusing Library;\n\nvar text"));

        solution.Dotnet("build", "Program", "--no-restore", "-v", "q");
        var built = solution.Stamp("Program/obj/Debug/net10.0/Program.dll");
        Assert.That((await RepairAsync(solution, "Program/Program.csproj")).ChangedFiles, Is.Empty);
        solution.Dotnet("build", "Program", "--no-restore", "-v", "q");
        Assert.That(solution.Stamp("Program/obj/Debug/net10.0/Program.dll"), Is.EqualTo(built), "looking for repairs makes no build out of date");
    }

    [Test]
    public async Task Every_framework_of_a_project_has_to_take_a_repair()
    {
        using var solution = new TemporarySolution();
        solution.Write("Library/Library.csproj", Library("<TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks><EnableWindowsTargeting>true</EnableWindowsTargeting><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>"));
        solution.Write("Library/Plain.cs", "public class Plain { public List<int> Xs = new(); }\n");
        solution.Write("Library/Split.cs", "using Near;\n\npublic class Split { public Wanted? W; public Both? B; }\n");
        solution.Write("Library/Types.cs", "namespace Near { public class Both; }\nnamespace Far { public class Wanted;\n#if WINDOWS\npublic class Both;\n#endif\n}\n");
        solution.Write("Library/Guarded.cs", "public class Guarded { public List<int> Xs = new(); }\n");
        solution.Write("All.slnx", "<Solution><Project Path=\"Library/Library.csproj\" /></Solution>");
        solution.Dotnet("restore", "Library", "-v", "q");

        var turn = solution.Turn(path => path == "Library/Guarded.cs" ? "it is protected" : null);
        var result = await new CompilerRepair().RepairAsync(turn, [TemporarySolution.Failing("All.slnx")], CancellationToken.None);
        Assert.That(result.ChangedFiles, Is.EqualTo((string[])["Library/Plain.cs"]), result.Summary);
    }

    [Test]
    public async Task A_project_that_is_not_restored_is_left_alone_with_the_reason()
    {
        using var solution = new TemporarySolution();
        solution.Write("Library/Library.csproj", Library("<TargetFramework>net10.0</TargetFramework>"));
        solution.Write("Library/A.cs", "public class A { public List<int> Xs = new(); }\n");
        var result = await RepairAsync(solution, "Library");
        Assert.That(result.ChangedFiles, Is.Empty);
        Assert.That(result.Summary, Does.Contain("Library.csproj is not restored"));
    }

    [TestCase("<Project Sdk=\"Microsoft.NET.Sdk\"><Broken", "cannot be evaluated")]
    [TestCase("<Project Sdk=\"No.Such.Sdk\" />", "cannot be evaluated")]
    [TestCase("", "cannot be evaluated")]
    public async Task A_project_that_cannot_be_evaluated_is_left_alone_with_the_reason(string project, string reason)
    {
        using var solution = new TemporarySolution();
        solution.Write("Library/Library.csproj", project);
        var result = await RepairAsync(solution, "Library/Library.csproj");
        Assert.That(result.ChangedFiles, Is.Empty);
        Assert.That(result.Summary, Does.Contain("Library.csproj").And.Contain(reason));
    }

    [TestCase("nowhere.csproj", "There is no project")]
    [TestCase(".", "There is no project")]
    public async Task A_clause_without_a_project_is_left_alone_with_the_reason(string project, string reason)
    {
        using var solution = new TemporarySolution();
        Assert.That((await RepairAsync(solution, project)).Summary, Does.Contain(reason));
    }

    [Test]
    public void A_cancelled_turn_ends_before_it_compiles()
    {
        using var solution = new TemporarySolution();
        solution.Write("Library/Library.csproj", Library("<TargetFramework>net10.0</TargetFramework>"));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.That(
            async () => await new CompilerRepair().RepairAsync(solution.Turn(), [TemporarySolution.Failing("Library")], cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static string Library(string properties) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{properties}<Nullable>enable</Nullable></PropertyGroup></Project>";

    private static async Task<Executors.Fixers.RepairResult> RepairAsync(TemporarySolution solution, string project)
    {
        var watch = Stopwatch.StartNew();
        var folder = Environment.CurrentDirectory;
        var result = await new CompilerRepair().RepairAsync(solution.Turn(), [TemporarySolution.Failing(project)], CancellationToken.None);
        TestContext.Out.WriteLine($"{watch.ElapsedMilliseconds} ms: {result.Summary}");
        Assert.That(Environment.CurrentDirectory, Is.EqualTo(folder), "the current folder is what it was");
        return result;
    }
}
