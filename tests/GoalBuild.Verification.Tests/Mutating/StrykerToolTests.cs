using GoalBuild.Verification.Mutating;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Mutating;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StrykerToolTests : IDisposable
{
    private static readonly string File = OperatingSystem.IsWindows() ? "dotnet-stryker.exe" : "dotnet-stryker";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private StrykerTool? Find(params string[] searchPath) => StrykerTool.Find(
        _folder.At("repo/tests/A"), _folder.At("repo"), new DotnetHost(_folder.At("dotnet/sdk/10.0.1"), new Dictionary<string, string?>()), searchPath, _folder.At("home"));

    [TestCase("repo/.config/dotnet-tools.json")]
    [TestCase("repo/dotnet-tools.json")]
    [TestCase("repo/tests/A/dotnet-tools.json")]
    public void The_projects_own_manifest_comes_first(string manifest)
    {
        _folder.Write(manifest, """{ "version": 1, "isRoot": true, "tools": { "dotnet-stryker": { "version": "4.0.0", "commands": ["dotnet-stryker"] }, } }""");
        _folder.Write("bin/" + File, "");

        Assert.That(Find(_folder.At("bin"))!.Arguments, Is.EqualTo(new[] { "exec", _folder.At("dotnet/sdk/10.0.1/dotnet.dll"), "tool", "run", "dotnet-stryker", "--" }));
    }

    [TestCase("""{ "version": 1, "tools": { "csharpier": {} } }""")]
    [TestCase("""{ "version": 1, "tools": [] }""")]
    [TestCase("not JSON")]
    public void A_manifest_without_it_is_passed_over(string manifest)
    {
        _folder.Write("repo/.config/dotnet-tools.json", manifest);
        _folder.Write("bin/" + File, "");

        Assert.That(Find("relative", _folder.At("bin"))!.Program, Is.EqualTo(_folder.At("bin/" + File)));
    }

    [Test]
    public void A_manifest_above_the_repository_and_nothing_at_all_are_no_tool()
    {
        _folder.Write(".config/dotnet-tools.json", """{ "version": 1, "tools": { "dotnet-stryker": {} } }""");
        Assert.That(Find(_folder.At("bin")), Is.Null);

        _folder.Write("home/.dotnet/tools/" + File, "");
        Assert.That(Find(_folder.At("bin"))!.Program, Is.EqualTo(_folder.At("home/.dotnet/tools/" + File)));
    }
}
