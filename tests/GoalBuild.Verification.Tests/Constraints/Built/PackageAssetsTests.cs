using GoalBuild.Verification.Constraints.Built;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Constraints.Built;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PackageAssetsTests : IDisposable
{
    private const string Assets = """
        {
          "version": 3,
          "targets": {
            "net8.0": {
              "Serilog/4.0.0": { "type": "package", "dependencies": { "Newtonsoft.Json": "13.0.1" } },
              "Newtonsoft.Json/13.0.3": { "type": "package" },
              "Lib/1.0.0": { "type": "project", "dependencies": { "Dapper": "2.0.0" } },
              "Dapper/2.0.0": { "type": "package" },
              "Microsoft.NET.ILLink.Tasks/8.0.0": { "type": "package" },
              "Pinned/1.0.0": { "type": "package" }
            },
            "net10.0": {
              "Newtonsoft.Json/13.0.3": { "type": "package" }
            },
            "net10.0/linux-x64": {
              "Newtonsoft.Json/13.0.3": { "type": "package" },
              "Native/1.0.0": { "type": "package" }
            }
          },
          "projectFileDependencyGroups": {
            "net8.0": [ "Serilog >= 4.0.0", "Lib >= 1.0.0", "Microsoft.NET.ILLink.Tasks >= 8.0.0" ],
            "net10.0": [ "newtonsoft.json >= 13.0.3", "Native >= 1.0.0" ]
          },
          "project": { "frameworks": { "net8.0": { "dependencies": {
            "Serilog": { "target": "Package" },
            "Microsoft.NET.ILLink.Tasks": { "target": "Package", "autoReferenced": true }
          } } } },
          "logs": [ { "code": "NU1903", "level": "Warning", "message": "old" }, { "code": "NU1102", "level": "Error", "message": "There is no Foo." } ]
        }
        """;

    private readonly TempFolder _folder = new("assets");

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Each_package_says_by_which_way_it_comes_in()
    {
        var packages = Read(Assets).Packages;

        Assert.Multiple(() =>
        {
            Assert.That(Way("Newtonsoft.Json", "net8.0"), Is.EqualTo("App → Serilog → Newtonsoft.Json 13.0.3"));
            Assert.That(Way("Newtonsoft.Json", "net10.0"), Is.EqualTo("App → Newtonsoft.Json 13.0.3"));
            Assert.That(Way("Dapper", "net8.0"), Is.EqualTo("App → Lib → Dapper 2.0.0"));
            Assert.That(Way("Pinned", "net8.0"), Is.EqualTo("App → Pinned 1.0.0"));
            Assert.That(packages.Where(package => package.IsOfOtherProject).Select(package => package.Name), Is.EqualTo(new[] { "Dapper" }));
            Assert.That(packages.Where(package => package.IsImplicit).Select(package => package.Name), Is.EqualTo(new[] { "Microsoft.NET.ILLink.Tasks" }));
            Assert.That(packages.Count(package => package.Name == "Native"), Is.EqualTo(1), "what only one runtime needs counts too");
            Assert.That(packages.Count(package => package is { Name: "Newtonsoft.Json", Framework: "net10.0" or "net10.0/linux-x64" }), Is.EqualTo(1));
        });

        string Way(string name, string framework) => packages.Single(package => package.Name == name && package.Framework == framework).WayFrom("App");
    }

    [Test]
    public void What_the_restore_failed_with_is_read_and_its_warnings_are_not() =>
        Assert.That(Read(Assets).Errors, Is.EqualTo(new[] { "NU1102: There is no Foo." }));

    [Test]
    public void A_forbidden_package_breaks_by_whatever_way_it_comes_and_in_any_case_of_letters()
    {
        var broken = new PackageRule(["newtonsoft.JSON"], allow: false).Broken(Read(Assets)).Select(package => package.WayFrom("App"));

        Assert.That(broken, Is.EqualTo(new[] { "App → Newtonsoft.Json 13.0.3", "App → Serilog → Newtonsoft.Json 13.0.3" }));
    }

    [Test]
    public void Allowed_packages_bring_what_they_need_and_the_SDK_brings_its_own()
    {
        var assets = Read(Assets);

        Assert.Multiple(() =>
        {
            Assert.That(new PackageRule(["Serilog", "Newtonsoft.*", "Native", "Pinned"], allow: true).Broken(assets), Is.Empty);
            Assert.That(new PackageRule(["Serilog", "Native"], allow: true).Broken(assets).Select(package => package.Name), Is.EqualTo(new[] { "Newtonsoft.Json", "Pinned" }));
        });
    }

    [Test]
    public void A_package_is_not_the_SDKs_because_the_project_says_so()
    {
        var assets = Read(Assets.Replace("\"Serilog\": { \"target\": \"Package\" }", "\"Serilog\": { \"target\": \"Package\", \"autoReferenced\": true }", StringComparison.Ordinal));

        Assert.That(new PackageRule(["Newtonsoft.*", "Native", "Pinned"], allow: true).Broken(assets).Select(package => package.Name), Is.EqualTo(new[] { "Serilog" }));
    }

    [Test]
    public void A_package_that_is_only_downloaded_counts_and_the_SDKs_packs_do_not()
    {
        var assets = Read(Assets.Replace(
            "\"net8.0\": { \"dependencies\"",
            "\"net8.0\": { \"downloadDependencies\": [ { \"name\": \"Evil\", \"version\": \"[1.2.3, 1.2.3]\" }, { \"name\": \"Microsoft.NETCore.App.Ref\", \"version\": \"[8.0.1, 8.0.1]\" } ], \"dependencies\"",
            StringComparison.Ordinal));

        Assert.Multiple(() =>
        {
            Assert.That(new PackageRule(["Serilog", "Newtonsoft.*", "Native", "Pinned"], allow: true).Broken(assets).Select(package => package.WayFrom("App")), Is.EqualTo(new[] { "App → Evil 1.2.3" }));
            Assert.That(new PackageRule(["evil"], allow: false).Broken(assets).Select(package => package.Version), Is.EqualTo(new[] { "1.2.3" }));
        });
    }

    [Test]
    public void A_star_stands_for_any_text_and_a_dot_for_itself()
    {
        var rule = new PackageRule(["System.*"], allow: false);

        Assert.Multiple(() =>
        {
            Assert.That(rule.IsBrokenBy("System.Text.Json"));
            Assert.That(rule.IsBrokenBy("Systemic"), Is.False);
        });
    }

    [TestCase("{}")]
    [TestCase("{ \"targets\": [] }")]
    [TestCase("[1]")]
    [TestCase("not json")]
    public void A_file_that_is_no_assets_file_is_never_taken_for_one_without_packages(string text) =>
        Assert.Throws<InvalidDataException>(() => Read(text));

    private PackageAssets Read(string text) => PackageAssets.Read(_folder.Write("project.assets.json", text));
}
