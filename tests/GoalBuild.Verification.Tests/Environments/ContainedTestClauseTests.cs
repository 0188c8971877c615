using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Environments;

/// <summary>Tests in a container, with a program that stands in for docker and has this machine's <c>dotnet</c> for the image's.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux"), Category("Slow"), NonParallelizable]
public sealed class ContainedTestClauseTests : IDisposable
{
    private const string Fake = """
        #!/bin/sh
        printf '%s\n' "$@" >> "${0%/*}/asked"
        [ "$1" = run ] || exit 0
        shift
        while [ $# -gt 0 ]; do
            case "$1" in
                --rm|--init) shift ;;
                --workdir) cd "$2"; shift 2 ;;
                --*) shift 2 ;;
                *) shift; exec "$@" ;;
            esac
        done
        """;

    private readonly SampleWorkspace _sample = new SampleWorkspace("contained tests").WithFixture("TestProjects", "Widgets", "Measured", "NUnitVsTest", "Directory.Build.props");
    private readonly TempFolder _bin = new("bin");
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _sample.Dispose();
        _bin.Dispose();
    }

    [Test]
    public async Task A_run_in_a_container_stands_for_no_other_and_none_for_it()
    {
        _bin.WriteProgram("docker", Fake);
        Environment.SetEnvironmentVariable("PATH", $"{_bin.Path}:{_path}");
        _sample.Folder.Write("Computes/Computes.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
                <PackageReference Include="NUnit" Version="5.0.0" />
                <PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />
              </ItemGroup>
            </Project>
            """);
        _sample.Folder.Write("Computes/Tests.cs", "using NUnit.Framework;\npublic class Tests { [Test] public void Adds() => Assert.That(1 + 1, Is.EqualTo(2)); }\n");
        var here = new TestClause(new Text("Computes")) { Label = new Text("here") };
        var goal = new Goal(new Text("sample"))
        {
            Environments = [new GoalEnvironment(new Text("box")) { Container = new Text("sdk:10.0") }],
            Verify = [here, here with { Label = new Text("here again") }, here with { Label = new Text("boxed"), Environments = [new Text("box")] }],
        };

        var reasons = new List<string>();
        var contained = new List<int>();
        foreach (var clause in new[] { "here", "here again", "boxed", "boxed" })
        {
            var verdict = (await _sample.VerifyAsync(goal, request => request with { Clauses = [clause], Reuse = VerdictReuse.All })).Verdicts.Single();
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
            reasons.Add(verdict.Reason);
            contained.Add(File.Exists(_bin.At("asked")) ? File.ReadAllLines(_bin.At("asked")).Count(word => word == "vstest") : 0);
        }

        Assert.Multiple(() =>
        {
            Assert.That(reasons[1], Does.Contain("the same binaries ran before"), "outside of a container such a run stands");
            Assert.That(reasons.Skip(2), Has.None.Contains("the same binaries ran before"));
            Assert.That(contained, Is.EqualTo(new[] { 0, 0, 1, 2 }));
        });
    }

    [Test]
    public async Task Tests_are_built_here_and_run_by_the_images_own_dotnet()
    {
        _bin.WriteProgram("docker", Fake);
        Environment.SetEnvironmentVariable("PATH", $"{_bin.Path}:{_path}");
        var goal = new Goal(new Text("sample"))
        {
            Environments = [new GoalEnvironment(new Text("box")) { Container = new Text("sdk:10.0") }],
            Verify = [new TestClause(new Text("NUnitVsTest")) { Environments = [new Text("box")], Filter = new Text("FullyQualifiedName~Low") }],
        };

        var verdict = (await _sample.VerifyAsync(goal, request => request)).Verdicts.Single();
        Assert.That(File.Exists(_bin.At("asked")), verdict.Reason);
        var asked = File.ReadAllLines(_bin.At("asked"));

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Figures.FirstOrDefault(figure => figure.Name == "tests")?.Value, Is.GreaterThanOrEqualTo(1), verdict.Reason);
            Assert.That(asked, Does.Contain("vstest").And.Contain("dotnet").And.Contain("sdk:10.0"));
            Assert.That(asked, Has.None.Contain("vstest.console.dll"));
        });
    }
}
