using System.Text.Json;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Verification.Tests.Evidence;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EvidenceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("goal-evidence-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Folder => Path.Combine(_root, ".goal", "runs", "shop", "20261122-103000-000-1a2b");

    [Test]
    public void A_bundle_that_was_written_can_be_read_back()
    {
        var bundle = Write();
        var read = EvidenceWriter.Read(Folder)!;
        Assert.That(JsonSerializer.Serialize(read), Is.EqualTo(JsonSerializer.Serialize(bundle)));
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName).Order(), Is.EqualTo(["01-test.trx", "evidence.json", "evidence.md", "result.patch"]));
    }

    [Test]
    public void The_json_is_as_the_schema_says()
    {
        Write();
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "evidence.schema.json")));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "evidence.json")));
        Assert.That(SchemaCheck.Problems(schema.RootElement, json.RootElement), Is.Empty);
    }

    [Test]
    public void The_check_of_the_schema_finds_what_is_wrong()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "evidence.schema.json")));
        using var json = JsonDocument.Parse("""{ "version": 2, "goal": 1, "extra": true, "clauses": [ { "status": "good" } ] }""");
        Assert.That(SchemaCheck.Problems(schema.RootElement, json.RootElement), Has.Some.Contains("version").And.Some.Contains("goal").And.Some.Contains("extra").And.Some.Contains("status").And.Some.Contains("outcome"));
    }

    [Test]
    public void The_page_reads_well()
    {
        Write();
        var page = File.ReadAllText(Path.Combine(Folder, "evidence.md"));
        var approved = Path.Combine(TestContext.CurrentContext.TestDirectory, "Evidence", "Approved", "evidence.md");
        if (Environment.GetEnvironmentVariable("APPROVE") is { Length: > 0 } target)
        {
            File.WriteAllText(target, Neutral(page));
        }

        Assert.That(Neutral(page), Is.EqualTo(File.ReadAllText(approved).ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_clause_that_was_not_verified_is_unknown_and_so_is_its_requirement()
    {
        var bundle = Write();
        Assert.That(bundle.Clauses[1], Has.Property("Status").EqualTo("unknown").And.Property("Reason").EqualTo("It was not verified."));
        Assert.That(bundle.Requirements.Select(requirement => requirement.Status), Is.EqualTo(["fails", "unknown"]));
        Assert.That(bundle.Clauses[4].Phase, Is.EqualTo("second"));
    }

    [Test]
    public void What_is_not_checked_and_what_is_not_proved_is_said()
    {
        Assert.That(Write().Constraints.Select(constraint => constraint.Status), Is.EqualTo(["kept", "not-checked", "not-proved", "kept", "kept", "kept"]));
        Assert.That(EvidenceBuilder.Build(SampleBundle.Request(_root, "verify"), Folder).Constraints.Select(constraint => constraint.Status), Is.EqualTo(["not-checked", "not-checked", "not-proved", "not-checked", "not-checked", "not-checked"]));
        var broken = SampleBundle.Request(_root) with { Broken = new Dictionary<string, string> { ["only \"src/**\""] = "docs/a.md was changed" } };
        Assert.That(EvidenceBuilder.Build(broken, Folder).Constraints[0], Has.Property("Status").EqualTo("broken").And.Property("Detail").EqualTo("docs/a.md was changed"));
    }

    [Test]
    [Platform("Linux")]
    public void A_full_disk_leaves_the_bundle_that_was_there()
    {
        Write();
        var before = File.ReadAllText(Path.Combine(Folder, "evidence.json"));
        File.CreateSymbolicLink(Path.Combine(Folder, "evidence.json.new"), "/dev/full");
        var fault = Assert.Throws<GoalFaultException>(() => EvidenceWriter.Write(EvidenceBuilder.Build(SampleBundle.Request(_root) with { Outcome = "met" }, Folder), Folder))!;
        Assert.That(fault.Descriptor, Is.SameAs(DiagnosticCatalogue.NotWritable));
        Assert.That(fault.Message, Does.Contain("No space left on device").And.Contain("Free some space"));
        Assert.That(File.ReadAllText(Path.Combine(Folder, "evidence.json")), Is.EqualTo(before));
        Assert.That(Path.Combine(Folder, "evidence.json.new"), Does.Not.Exist);
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_told()
    {
        File.WriteAllText(Path.Combine(_root, ".goal"), "a file is in the way");
        var fault = Assert.Throws<GoalFaultException>(() => Write())!;
        Assert.That(fault.Descriptor.Code, Is.EqualTo("GOAL0009"));
    }

    [Test]
    public void A_bundle_of_another_version_is_refused_with_its_version()
    {
        Directory.CreateDirectory(Folder);
        Write();
        var path = Path.Combine(Folder, "evidence.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"version\": 1", "\"version\": 9", StringComparison.Ordinal));
        Assert.That(() => EvidenceWriter.Read(Folder), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("version 9"));
        File.WriteAllText(path, "{");
        Assert.That(() => EvidenceWriter.Read(Folder), Throws.InstanceOf<InvalidDataException>());
        Assert.That(EvidenceWriter.Read(_root), Is.Null);
    }

    private EvidenceBundle Write()
    {
        if (!File.Exists(Path.Combine(_root, ".goal")))
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(Folder, "01-test.trx"), "<x/>");
            File.WriteAllText(Path.Combine(Folder, "result.patch"), "diff --git a/src/A.cs b/src/A.cs\n--- a/src/A.cs\n+++ b/src/A.cs\n@@ -1 +1,2 @@\n-a\n+b\n+c\n");
        }

        var bundle = EvidenceBuilder.Build(SampleBundle.Request(_root), Folder);
        EvidenceWriter.Write(bundle, Folder);
        return bundle;
    }

    // Its machine is part of what a bundle says.
    private static string Neutral(string page) => string.Join('\n', page.Split('\n').Select(line => line.StartsWith("| Verified by |", StringComparison.Ordinal) ? "| Verified by | … |" : line));
}
