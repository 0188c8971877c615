using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Documentation;

[Category("Slow")]
public class VerifyDocumentedTests
{
    private static ApiClause Api(string project) => new(new Text(project));

    [Test]
    public async Task Public_members_without_a_comment_are_told_whatever_silences_the_compiler()
    {
        using var sample = new SampleWorkspace("mit Raum é").WithProjects();
        sample.Folder.Write("Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><NoWarn>CS1591</NoWarn><DefineConstants>$(DefineConstants);EXTRA</DefineConstants></PropertyGroup></Project>");
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\n#pragma warning disable CS1591\npublic static class Greeting\n{\n    /// <summary>What to say.</summary>\n    public static string Text => \"hello\";\n#if EXTRA\n    public static int Extra => 1;\n#endif\n}\n");
        sample.Folder.Write("Lib/Regexes.cs", "using System.Text.RegularExpressions;\nnamespace Lib;\n/// <summary>Patterns.</summary>\npublic static partial class Regexes\n{\n    /// <summary>Digits.</summary>\n    [GeneratedRegex(@\"\\d+\")] public static partial Regex Digits();\n}\n");
        sample.Folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CS1591.severity = none\n");

        var first = await sample.VerifyAsync(Api("Lib"), Api("App/App.csproj"));
        var fails = first.Verdicts[0];
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\n/// <summary>Greets.</summary>\npublic static class Greeting\n{\n    /// <summary>What to say.</summary>\n    public static string Text => \"hello\";\n}\n");
        var holds = (await sample.VerifyAsync(Api("Lib"))).Verdicts.Single();
        var again = (await sample.VerifyAsync(Api("Lib"))).Verdicts.Single();

        Assert.Multiple(() =>
        {
            Assert.That(fails.Status, Is.EqualTo(VerdictStatus.Fails), fails.Reason);
            Assert.That(fails.Reason, Is.EqualTo("2 of 5 public members have no XML comment."));
            Assert.That(
                fails.Findings.Select(finding => (finding.Code, finding.File, finding.Line, finding.Column, finding.Message)),
                Is.EqualTo(new[] { ("CS1591", "Lib/Greeting.cs", (int?)3, (int?)21, "'Lib.Greeting' has no XML comment."), ("CS1591", "Lib/Greeting.cs", 8, 23, "'Lib.Greeting.Extra' has no XML comment.") }));
            Assert.That(fails.Figures.Select(figure => (figure.Name, figure.Value)), Is.EqualTo(new[] { ("undocumented", 2m), ("public members", 5m) }));
            Assert.That(first.Verdicts[1].Reason, Does.StartWith("It has no public type or member"));
            Assert.That(first.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(holds.Reason, Is.EqualTo("All 4 public members have an XML comment."));
            Assert.That(holds.Status, Is.EqualTo(VerdictStatus.Holds));
            Assert.That(again.Reused, Is.True);
        });
    }

    [Test]
    public async Task A_solution_is_read_without_its_tests_and_a_project_in_each_of_its_frameworks()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks><LangVersion>latest</LangVersion></PropertyGroup></Project>");
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib\n{\n    /// <summary>Greets.</summary>\n    public static class Greeting\n    {\n        /// <summary>What to say.</summary>\n        public static string Text => \"hello\";\n#if NETSTANDARD\n        public static int Old => 1;\n#endif\n    }\n}\n");
        sample.Folder.Write("Tests/Tests.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework><IsTestProject>true</IsTestProject></PropertyGroup></Project>");
        sample.Folder.Write("Tests/Tests.cs", "namespace Tests;\npublic class Undocumented { }\n");
        sample.Folder.Write("Sample.slnx", "<Solution><Project Path=\"Lib/Lib.csproj\" /><Project Path=\"App/App.csproj\" /><Project Path=\"Tests/Tests.csproj\" /></Solution>\n");

        var result = await sample.VerifyAsync(Api("Sample.slnx"), Api("Tests"));

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts[0].Reason, Is.EqualTo("1 of 3 public members has no XML comment."));
            Assert.That(result.Verdicts[0].Findings.Select(finding => finding.Message), Is.EqualTo(new[] { "'Lib.Greeting.Old' has no XML comment." }));
            Assert.That(result.Verdicts[1].Findings.Select(finding => finding.Message), Is.EqualTo(new[] { "'Tests.Undocumented' has no XML comment." }));
        });
    }

    [Test]
    public async Task What_does_not_build_and_what_is_not_C_sharp_does_not_hold()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\n/// <summary>Greets.</summary>\npublic class Greeting { private Missing x; }\n");
        sample.Folder.Write("Basic/Basic.vbproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        sample.Folder.Write("Basic/Thing.vb", "Public Class Thing\nEnd Class\n");

        var result = await sample.VerifyAsync(Api("Lib"), Api("Basic"), Api("absent.csproj"));

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts[0].Status, Is.EqualTo(VerdictStatus.Fails));
            Assert.That(result.Verdicts[0].Reason, Does.StartWith("It does not build: 1 error; Lib/Greeting.cs(3,33): CS0246"));
            Assert.That(result.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(result.Verdicts[1].Reason, Does.StartWith("It is not all C#"));
            Assert.That(result.Verdicts[2].Reason, Does.StartWith("There is no project at"));
        });
    }
}
