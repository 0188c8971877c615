using System.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Mutating;

/// <summary>The real Stryker, as a tool of the project's manifest.</summary>
[Category("Slow")]
public class VerifyMutationTests
{
    private static MutationClause Mutation(decimal percent) => new(new Text("Tests"), Comparison.AtLeast, percent) { Timeout = TimeSpan.FromMinutes(5) };

    private static SampleWorkspace Sample()
    {
        var sample = new SampleWorkspace();
        sample.Folder.Write("Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        sample.Folder.Write("Lib/Calc.cs", "namespace Lib;\npublic static class Calc\n{\n    public static int Add(int a, int b) => a + b;\n    public static bool IsBig(int a) => a > 10;\n}\n");
        sample.Folder.Write("Tests/Tests.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"18.0.1\" /><PackageReference Include=\"NUnit\" Version=\"5.0.0\" /><PackageReference Include=\"NUnit3TestAdapter\" Version=\"6.3.1\" /><ProjectReference Include=\"../Lib/Lib.csproj\" /></ItemGroup></Project>");
        sample.Folder.Write("Tests/CalcTests.cs", "using NUnit.Framework;\npublic class CalcTests\n{\n    [Test] public void Adds() => Assert.That(Lib.Calc.Add(1, 2), Is.EqualTo(3));\n    [Test] public void Is_big() => Assert.That(Lib.Calc.IsBig(20), Is.True);\n}\n");
        return sample;
    }

    [Test]
    public async Task The_tests_are_judged_by_the_changes_that_they_notice()
    {
        using var sample = Sample();
        sample.Folder.Write(".config/dotnet-tools.json", """{ "version": 1, "isRoot": true, "tools": { "dotnet-stryker": { "version": "5.1.0", "commands": ["dotnet-stryker"] } } }""");
        await RestoreToolsAsync(sample.Folder.Path);

        var verdict = (await sample.VerifyAsync(Mutation(80))).Verdicts.Single();

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Fails), verdict.Reason);
            Assert.That(verdict.Reason, Is.EqualTo("Mutation score 66.67%: the tests notice 2 of 3 mutants, asked for >= 80%."));
            Assert.That(verdict.Findings.Select(finding => (finding.File, finding.Line, finding.Message)), Is.EqualTo(new[] { ("Lib/Calc.cs", (int?)5, "Equality mutation: no test notices 'a >= 10'.") }));
            Assert.That(verdict.Figures.Select(figure => (figure.Name, figure.Value)), Is.EqualTo(new[] { ("mutation score", 66.67m), ("noticed", 2m), ("not noticed", 1m), ("left out", 0m) }));
            Assert.That(verdict.Artifacts.All(artifact => File.Exists(Path.Combine(sample.LastEvidence, artifact))), Is.True);
        });
    }

    [Test]
    public async Task A_manifest_whose_tool_is_not_restored_is_unknown()
    {
        using var sample = Sample();
        sample.Folder.Write(".config/dotnet-tools.json", """{ "version": 1, "isRoot": true, "tools": { "dotnet-stryker": { "version": "0.0.1", "commands": ["dotnet-stryker"] } } }""");

        var verdict = (await sample.VerifyAsync(Mutation(80))).Verdicts.Single();

        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Unknown));
        Assert.That(verdict.Reason, Does.StartWith("Stryker.NET exits with 1 and writes no report.").And.Contain("dotnet tool restore"));
    }

    [Test]
    public async Task Without_the_tool_it_is_unknown_and_says_how_to_get_it()
    {
        using var sample = Sample();
        var elsewhere = new GoalEnvironment(new Text("bare")) { Variables = [new Variable(new Text("PATH"), new Text("/nowhere"))] };
        Assume.That(File.Exists(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools", "dotnet-stryker")), Is.False);

        var result = await sample.VerifyAsync(new Goal(new Text("sample")) { Environments = [elsewhere], Verify = [Mutation(80) with { Environments = [new Text("bare")] }] }, request => request);

        Assert.That(result.Verdicts.Single().Status, Is.EqualTo(VerdictStatus.Unknown));
        Assert.That(result.Verdicts.Single().Reason, Does.StartWith("Stryker.NET, which measures it, is not there. Put it into the project's tool manifest"));
    }

    private static async Task RestoreToolsAsync(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["tool", "restore"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assume.That(process.ExitCode, Is.Zero, () => $"Stryker cannot be restored here: {output.Result}{error.Result}");
    }
}
