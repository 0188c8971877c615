using System.Text.Json.Nodes;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Verification.Tests.Evidence;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EvidenceOutlineTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("goal-outline-").FullName;

    private string Json => Path.Combine(_root, EvidenceWriter.JsonFile);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Test]
    public void An_outline_says_what_the_bundle_says()
    {
        var bundle = EvidenceBuilder.Build(SampleBundle.Request(_root), _root);
        EvidenceWriter.Write(bundle, _root);
        var outline = EvidenceOutline.Read(_root)!;
        Assert.Multiple(() =>
        {
            Assert.That((outline.Goal, outline.GoalFile, outline.Started, outline.Run, outline.Mode, outline.Outcome, outline.Summary, outline.GoalHash, outline.Finished), Is.EqualTo((bundle.Goal, bundle.GoalFile, bundle.Started, bundle.Run, bundle.Mode, bundle.Outcome, bundle.Summary, bundle.GoalHash, bundle.Finished)));
            Assert.That(outline.Clauses.Select(Short), Is.EqualTo(bundle.Clauses.Select(Short)));
        });
    }

    [Test]
    public void A_folder_without_a_bundle_has_no_outline() => Assert.That(EvidenceOutline.Read(_root), Is.Null);

    [TestCase("", "not an evidence bundle")]
    [TestCase("[]", "not an evidence bundle")]
    [TestCase("null", "not an evidence bundle")]
    [TestCase("{}", "not an evidence bundle")]
    [TestCase("""{ "version": 9 }""", "version 9")]
    [TestCase("""{ "version": "1" }""", "not an evidence bundle")]
    public void What_is_no_bundle_of_this_version_is_refused(string text, string reason)
    {
        File.WriteAllText(Json, text);
        Assert.That(() => EvidenceOutline.Read(_root), Throws.InstanceOf<InvalidDataException>().With.Message.Contains(reason));
    }

    // What either of the two refuses, the other does not take: 'status' and 'report' must not tell of different bundles.
    [TestCase("goal")]
    [TestCase("goalFile")]
    [TestCase("started")]
    [TestCase("run")]
    [TestCase("mode")]
    [TestCase("outcome")]
    [TestCase("summary")]
    [TestCase("goalHash")]
    [TestCase("finished")]
    public void A_bundle_that_lacks_something_is_refused_as_a_whole_bundle_is(string member)
    {
        EvidenceWriter.Write(EvidenceBuilder.Build(SampleBundle.Request(_root), _root), _root);
        var json = JsonNode.Parse(File.ReadAllText(Json))!.AsObject();
        json.Remove(member);
        File.WriteAllText(Json, json.ToJsonString());
        Assert.Multiple(() =>
        {
            Assert.That(() => EvidenceOutline.Read(_root), Throws.InstanceOf<InvalidDataException>());
            Assert.That(() => EvidenceWriter.Read(_root), Throws.InstanceOf<InvalidDataException>());
        });
    }

    private static (string, string, int, int, string, string) Short(EvidenceClause clause) => (clause.Name, clause.Kind, clause.Line, clause.Column, clause.Status, clause.Reason);
}
