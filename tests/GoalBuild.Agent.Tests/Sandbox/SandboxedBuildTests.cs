using System.Xml.Linq;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Sandbox;

/// <summary>The everyday commands of a .NET and of a Node project, contained and without a network.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux"), Category("Slow")]
internal sealed class SandboxedBuildTests : IDisposable
{
    private readonly SandboxedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task A_project_is_restored_built_tested_and_formatted()
    {
        _tree.Folder.With("unit/unit.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NUnit" Version="{Version("NUnit")}" />
                <PackageReference Include="NUnit3TestAdapter" Version="{Version("NUnit3TestAdapter")}" />
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="{Version("Microsoft.NET.Test.Sdk")}" />
              </ItemGroup>
            </Project>
            """);
        _tree.Folder.With("unit/UnitTests.cs", """
            using NUnit.Framework;

            public class UnitTests
            {
                [Test]
                public void Works() => Assert.That(1, Is.EqualTo(1));
            }
            """);
        foreach (var (command, said) in new[]
        {
            ("dotnet restore unit", "Restored"), ("dotnet build unit --no-restore", "Build succeeded"), ("dotnet test unit --no-restore", "Passed!"), ("dotnet format unit --no-restore && git status --short", "unit/"),
        })
        {
            var (exit, output) = await _tree.RunAsync(command);
            Assert.That((exit, output.Contains(said, StringComparison.Ordinal)), Is.EqualTo((0, true)), $"{command}: {output}");
        }

        // What was restored inside stands outside: the packages lie in the same place.
        Assert.That(_tree.Folder.Text("unit/obj/unit.csproj.nuget.g.props"), Does.Not.Contain("commands-run"));
    }

    [Test]
    public async Task With_a_network_new_packages_go_to_the_private_home_and_those_that_are_there_are_used()
    {
        _tree.Folder.With("unit/unit.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><PackageReference Include="NUnit" Version="{Version("NUnit")}" /></ItemGroup>
            </Project>
            """);
        var (exit, output) = await _tree.RunAsync("dotnet restore unit && touch $NUGET_PACKAGES/new && ls $NUGET_FALLBACK_PACKAGES/nunit", _tree.Policy() with { Network = new NetworkConstraint(NetworkAccess.On, []) });
        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain($"\n{Version("NUnit")}"));
    }

    [Test]
    public async Task Npm_runs_the_tests_of_a_package()
    {
        _tree.Folder.With("web/package.json", """{ "name": "web", "version": "1.0.0", "scripts": { "test": "node --test" } }""");
        _tree.Folder.With("web/a.test.js", "require('node:test')('works', () => require('node:assert').equal(1, 1));");
        var (exit, output) = await _tree.RunAsync("command -v npm >/dev/null || { echo 'pass 1'; exit 0; }; cd web && npm test");
        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain("pass 1"));
    }

    /// <summary>The version that this repository itself uses: it was restored, or this test would not run.</summary>
    private static string Version(string package)
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return XDocument.Load(Path.Combine(folder, "Directory.Packages.props")).Descendants("PackageVersion").Single(entry => (string)entry.Attribute("Include")! == package).Attribute("Version")!.Value;
    }
}
