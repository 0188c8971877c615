using GoalBuild.Verification.Coverage;
using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

public class RestoredPackagesTests
{
    [Test]
    public void A_package_is_found_with_the_folder_of_its_build_files()
    {
        using var folder = new TempFolder();
        folder.Write("packages/coverlet.collector/8.0.1/build/net8.0/coverlet.collector.targets", "");
        folder.Write("packages/microsoft.codecoverage/18.0.1/build/netstandard2.0/Microsoft.CodeCoverage.targets", "");
        var packages = RestoredPackages.Read(folder.Write("project.assets.json", $$"""
            {
              "targets": { "net10.0": {
                "coverlet.collector/8.0.1": { "type": "package", "build": { "build/net8.0/coverlet.collector.targets": {} } },
                "Microsoft.CodeCoverage/18.0.1": { "type": "package", "build": { "build/netstandard2.0/Microsoft.CodeCoverage.targets": {} } },
                "NUnit/5.0.0": { "type": "package" } } },
              "libraries": { "coverlet.collector/8.0.1": { "path": "coverlet.collector/8.0.1" }, "Microsoft.CodeCoverage/18.0.1": { "path": "microsoft.codecoverage/18.0.1" }, "NUnit/5.0.0": { "path": "nunit/5.0.0" } },
              "packageFolders": { "{{folder.At("elsewhere")}}/": {}, "{{folder.At("packages")}}/": {} }
            }
            """));

        Assert.That(packages.BuildFolder("Coverlet.Collector"), Is.EqualTo(folder.At("packages/coverlet.collector/8.0.1/build/net8.0")));
        Assert.That((packages.Contains("nunit"), packages.BuildFolder("NUnit"), packages.Contains("xunit")), Is.EqualTo((true, (string?)null, false)));
        Assert.That(CoverageCollector.ForVsTest(packages)!.Name, Is.EqualTo("coverlet.collector"));
    }

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{\"targets\": 3, \"packageFolders\": []}")]
    [TestCase("{\"targets\": {\"net10.0\": {\"a/1\": {\"build\": {\"b\": {}}}}}, \"libraries\": {\"a/1\": {\"path\": 7}}}")]
    public void A_damaged_file_lists_nothing_that_can_be_used(string json)
    {
        using var folder = new TempFolder();

        Assert.That(CoverageCollector.ForVsTest(RestoredPackages.Read(folder.Write("project.assets.json", json))), Is.Null);
    }

    [Test]
    public void A_missing_file_lists_nothing() => Assert.That(RestoredPackages.Read(null).Contains("NUnit"), Is.False);
}
