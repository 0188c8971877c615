using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Auditing;

[Category("Slow")]
public class VerifyAuditTests
{
    private static AuditClause Audit(string project, string? severity = null) => new(new Text(project)) { Severity = severity is null ? null : new Text(severity) };

    private static string Project(string body) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{body}</Project>";

    private static string References(params string[] packages) =>
        $"<ItemGroup>{string.Concat(packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"1.0.0\" />"))}</ItemGroup>";

    [Test]
    public async Task Vulnerable_packages_are_found_direct_and_transitive_whatever_the_project_says()
    {
        using var feed = new PackageFeed(hasData: true).With("Sample.Direct", "Sample.Deep").With("Sample.Deep").With("Sample.Fine");
        feed.Vulnerabilities.Add(("sample.deep", 2, "[1.0.0, 2.0.0)"));
        feed.Vulnerabilities.Add(("sample.fine", 3, "[2.0.0, 3.0.0)"));
        feed.Vulnerabilities.Add(("sample.direct", 0, "(, 1.0.0]"));
        using var sample = new SampleWorkspace("mit Raum é");
        sample.Folder.Write("nuget.config", feed.Configuration());
        sample.Folder.Write("App/App.csproj", Project("<PropertyGroup><NuGetAudit>false</NuGetAudit><NoWarn>NU1901;NU1903</NoWarn><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>" + References("Sample.Direct", "Sample.Fine")));
        sample.Folder.Write("Tool/Tool.csproj", Project("<ItemGroup><ProjectReference Include=\"../App/App.csproj\" /></ItemGroup>"));
        sample.Folder.Write("All.slnx", "<Solution><Project Path=\"App/App.csproj\" /><Project Path=\"Tool/Tool.csproj\" /></Solution>");

        var result = await sample.VerifyAsync(Audit("App"), Audit("App", "high"), Audit("App", "critical"), Audit("All.slnx", "moderate"));

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts.Select(verdict => verdict.Reason), Is.EqualTo(new[]
            {
                "2 packages of 3 have a known vulnerability: Sample.Deep 1.0.0 (high), Sample.Direct 1.0.0 (low).",
                "1 package of 3 has a known vulnerability of high severity or worse: Sample.Deep 1.0.0 (high).",
                "None of its 3 packages has a known vulnerability of critical severity. 2 known vulnerabilities are less severe.",
                "1 package of 3 has a known vulnerability of moderate severity or worse: Sample.Deep 1.0.0 (high).",
            }));
            Assert.That(result.Verdicts.Select(verdict => verdict.Status), Is.EqualTo(new[] { VerdictStatus.Fails, VerdictStatus.Fails, VerdictStatus.Holds, VerdictStatus.Fails }));
            Assert.That(
                result.Verdicts[1].Findings.Select(finding => (finding.Code, finding.File, finding.IsError, finding.Details)),
                Is.EqualTo(new[] { ("NU1903", "App/App.csproj", true, "It comes with Sample.Direct."), ("NU1901", "App/App.csproj", false, null) }));
            Assert.That(result.Verdicts[0].Findings[0].Message, Does.Contain("https://advisories.example/sample.deep-2"));
            Assert.That(result.Verdicts[3].Findings.Select(finding => finding.File).Distinct(), Is.EquivalentTo(new[] { "App/App.csproj", "Tool/Tool.csproj" }));
            Assert.That(result.Verdicts[2].Fingerprint, Is.Empty, "what is known of packages changes");
            Assert.That(Directory.Exists(sample.Folder.At("App/obj")), Is.False, "the projects' own folders stay as they are");
            Assert.That(result.Verdicts[0].Artifacts.All(artifact => File.Exists(Path.Combine(sample.LastEvidence, artifact))), Is.True);
        });
    }

    [Test]
    public async Task An_audit_without_data_is_unknown()
    {
        using var feed = new PackageFeed(hasData: false).With("Sample.Fine");
        using var data = new PackageFeed(hasData: true);
        using var broken = new PackageFeed(hasData: true) { Fails = true };
        using var sample = new SampleWorkspace();
        foreach (var (name, configuration) in new[]
        {
            ("Silent", feed.Configuration()), ("Named", feed.Configuration(feed.AsAuditSource())), ("Broken", feed.Configuration(broken.AsAuditSource())), ("Audited", feed.Configuration(data.AsAuditSource())),
        })
        {
            sample.Folder.Write($"{name}/nuget.config", configuration);
            sample.Folder.Write($"{name}/{name}.csproj", Project(References("Sample.Fine")));
        }

        sample.Folder.Write("Bare/nuget.config", feed.Configuration());
        sample.Folder.Write("Bare/Bare.csproj", Project(""));
        sample.Folder.Write("Lost/nuget.config", feed.Configuration());
        sample.Folder.Write("Lost/Lost.csproj", Project(References("Sample.Lost")));
        var result = await sample.VerifyAsync(Audit("Silent"), Audit("Named"), Audit("Broken"), Audit("Audited"), Audit("Bare"), Audit("Lost"), Audit("Absent"));

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts[0].Reason, Is.EqualTo($"None of the package sources has vulnerability data: {feed.Address} has none. Name one that has in <auditSources> of NuGet.Config, such as https://api.nuget.org/v3/index.json."));
            Assert.That(result.Verdicts[1].Reason, Does.StartWith("The audit is not whole. NU1905: "));
            Assert.That(result.Verdicts[2].Reason, Does.StartWith("The audit is not whole. NU1900: "));
            Assert.That(result.Verdicts[3].Reason, Is.EqualTo("Its one package has no known vulnerability."));
            Assert.That(result.Verdicts[4].Reason, Is.EqualTo("It resolves no package."));
            Assert.That(result.Verdicts[5].Reason, Does.StartWith("It does not restore, so that its packages are not known: ").And.Contain("NU1101"));
            Assert.That(result.Verdicts[6].Reason, Does.StartWith("There is no project at"));
            Assert.That(result.Verdicts.Select(verdict => verdict.Status), Is.EqualTo(new[]
            {
                VerdictStatus.Unknown, VerdictStatus.Unknown, VerdictStatus.Unknown, VerdictStatus.Holds, VerdictStatus.Holds, VerdictStatus.Unknown, VerdictStatus.Unknown,
            }));
        });
    }

    [Test]
    public async Task What_a_project_suppresses_is_told()
    {
        using var feed = new PackageFeed(hasData: true).With("Sample.Known").With("Sample.Hushed");
        feed.Vulnerabilities.Add(("sample.known", 2, "[1.0.0, 2.0.0)"));
        feed.Vulnerabilities.Add(("sample.hushed", 3, "[1.0.0, 2.0.0)"));
        using var sample = new SampleWorkspace();
        sample.Folder.Write("nuget.config", feed.Configuration());
        sample.Folder.Write("App/App.csproj", Project(
            References("Sample.Known")
            + "<ItemGroup><PackageReference Include=\"Sample.Hushed\" Version=\"1.0.0\" NoWarn=\"NU1904\" /><NuGetAuditSuppress Include=\"https://advisories.example/sample.known-2\" /></ItemGroup>"));

        var verdict = (await sample.VerifyAsync(Audit("App"))).Verdicts.Single();

        Assert.That(verdict.Reason, Is.EqualTo("None of its 2 packages has a known vulnerability. Suppressed in the project: https://advisories.example/sample.known-2, NU1904 of Sample.Hushed."));
    }
}
