using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

/// <summary>Which assemblies of a test's folder are looked at.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TreeReadersTests : IDisposable
{
    private const string Pure = "public class Sample { public int One => 1; }";
    private const string Reads = "public class Sample { public string Text => File.ReadAllText(\"a\"); }";

    private readonly TempFolder _folder = new("readers");

    public TreeReadersTests()
    {
        CompiledCode.Write(_folder.At("T.dll"), Pure);
        _folder.Write("T.deps.json", Dependencies("T/1.0.0", "project", "T.dll"));
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Tests_that_compute_beside_frameworks_that_read_are_none()
    {
        CompiledCode.Write(_folder.At("nunit.engine.dll"), Reads);
        CompiledCode.Write(_folder.At("de/testhost.resources.dll"), Reads);

        Assert.That(MayRead(), Is.False);
    }

    [TestCase("Lib.dll")]
    [TestCase("plugins/Plugin.dll")]
    [TestCase("Helper.exe")]
    public void Whatever_code_lies_beside_or_below_counts(string file)
    {
        CompiledCode.Write(_folder.At(file), Reads);

        Assert.That(MayRead());
    }

    [Test]
    public void A_project_is_not_trusted_for_its_name()
    {
        CompiledCode.Write(_folder.At("Moq.dll"), Reads);
        _folder.Write("T.deps.json", Dependencies("Moq/4.20.0", "package", "lib/net8.0/Moq.dll"));
        Assert.That(MayRead(), Is.False, "a package");

        _folder.Write("T.deps.json", Dependencies("Moq/4.20.0.0", "reference", "Moq.dll"));
        Assert.That(MayRead(), Is.False, "what a package refers to");

        _folder.Write("T.deps.json", Dependencies("Moq/1.0.0", "project", "Moq.dll"));
        Assert.That(MayRead(), "a project");
    }

    [TestCase(null)]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("[]")]
    public void Where_nobody_says_what_is_a_project_the_tests_may(string? dependencies)
    {
        File.Delete(_folder.At("T.deps.json"));
        if (dependencies is not null)
        {
            _folder.Write("T.deps.json", dependencies);
        }

        Assert.That(MayRead());
    }

    [TestCase("<TestAdaptersPaths>../Mine/bin</TestAdaptersPaths>")]
    [TestCase("<DataCollector friendlyName=\"mine\" />")]
    [TestCase("DOTNET_STARTUP_HOOKS=/hook.dll")]
    public void Settings_that_bring_code_in_count(string settings) => Assert.That(MayRead(settings));

    [Test]
    public void A_configuration_of_the_runtime_that_brings_code_in_counts()
    {
        _folder.Write("T.runtimeconfig.json", """{ "runtimeOptions": { "configProperties": { "STARTUP_HOOKS": "/hook.dll" } } }""");

        Assert.That(MayRead());
    }

    private bool MayRead(string how = "") =>
        TreeReaders.MayRead(_folder.At("T.dll"), Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), how);

    private static string Dependencies(string library, string type, string file) =>
        $$$"""{ "targets": { "net": { "{{{library}}}": { "runtime": { "{{{file}}}": {} } } } }, "libraries": { "{{{library}}}": { "type": "{{{type}}}" } } }""";
}
