using GoalBuild.Language.Model;
using static GoalBuild.Language.Tests.Parsing;

namespace GoalBuild.Language.Tests.Syntax;

/// <summary>Members of goals and phases, and the spans of all that is read.</summary>
public sealed class MemberParsingTests
{
    [Test]
    public void The_example_of_the_language_reference_is_read_as_a_whole()
    {
        var goal = Read("good/language-reference.goal").File.Goals.Single();
        Assert.Multiple(() =>
        {
            Assert.That(goal.Name.Value, Is.EqualTo("stripe-webhooks"));
            Assert.That(goal.Objective!.Value, Is.EqualTo("Refactor the payment service to support Stripe subscription webhooks.\nExisting payment flows keep working unchanged."));
            Assert.That(goal.Context, Is.EqualTo(Texts("docs/payments.md", "src/Payments/**")));
            Assert.That(goal.Requirements.Select(requirement => requirement.Clauses.Count), Is.EqualTo(new[] { 1, 1, 3 }));
            Assert.That(goal.Verify.Select(clause => clause.Keyword), Is.EqualTo(new[] { "build", "test", "lint", "run", "coverage", "latency" }));
            Assert.That(goal.Constraints.Count, Is.EqualTo(7));
            Assert.That(goal.Budget, Is.EqualTo(new Budget { Turns = 60, Tokens = 3_000_000, Cost = 10, Time = TimeSpan.FromHours(2) }));
            Assert.That(goal.Iterate!.Value, Does.StartWith("After each change"));
            Assert.That(goal.BlockedWhen, Is.EqualTo(Texts("the Stripe test key is missing")));
            Assert.That(goal.Agent!.Steps.Select(step => step.Description), Is.EqualTo(new[] { "fixers", "model \"gpt-5-mini\"", "model \"gpt-5.2-codex\"" }));
            Assert.That(goal.Reviews, Is.EqualTo(new[] { new Review(Text("security"), Text("webhook signature handling")) }));
        });
    }

    [Test]
    public void Blocks_that_may_repeat_are_merged_in_order()
    {
        var goal = Goal("verify { lint } context \"a\" constrain { keep tests } verify { build \"x\" } context \"b\", \"c\" constrain { forbid suppressions }");
        Assert.Multiple(() =>
        {
            Assert.That(goal.Verify.Select(clause => clause.Keyword), Is.EqualTo(new[] { "lint", "build" }));
            Assert.That(goal.Context, Is.EqualTo(Texts("a", "b", "c")));
            Assert.That(goal.Constraints, Is.EqualTo(new Constraint[] { new KeepTestsConstraint(), new ForbidSuppressionsConstraint() }));
        });
    }

    [Test]
    public void An_environment_holds_its_settings() =>
        Assert.That(Goal("environment ci { runner windows-latest set CI = \"true\" container \"sdk:10\" set EMPTY = \"\" framework \"net10.0\" configuration Release }").Environments.Single(), Is.EqualTo(
            new GoalEnvironment(Text("ci"))
            {
                Configuration = Text("Release"),
                Framework = Text("net10.0"),
                Container = Text("sdk:10"),
                Runner = Text("windows-latest"),
                Variables = [new Variable(Text("CI"), Text("true")), new Variable(Text("EMPTY"), Text(""))],
            }));

    [Test]
    public void A_phase_holds_its_own_members()
    {
        var phase = Goal("phase two after one, \"zero\" { objective \"x\" require \"y\" { lint } verify { lint } constrain { keep tests } budget { attempts 3 } }").Phases.Single();
        Assert.Multiple(() =>
        {
            Assert.That((phase.Name.Value, phase.Objective?.Value, phase.Requirements.Count, phase.Verify.Count, phase.Constraints.Count, phase.Budget?.Attempts), Is.EqualTo(("two", "x", 1, 1, 1, 3L)));
            Assert.That(phase.After, Is.EqualTo(Texts("one", "zero")));
        });
    }

    [Test]
    public void Parts_of_the_evidence_stand_with_commas_or_without() =>
        Assert.That(Goal("evidence { test-logs, build-output coverage, diff transcript }").Evidence, Is.EqualTo(EvidenceParts.TestLogs | EvidenceParts.BuildOutput | EvidenceParts.Coverage | EvidenceParts.Diff | EvidenceParts.Transcript));

    [Test]
    public void Bytes_with_a_byte_order_mark_and_text_say_the_same()
    {
        var (mark, plain) = (Read("good/byte-order-mark.goal"), Read("good/minimal.goal"));
        Assert.Multiple(() =>
        {
            Assert.That(mark.File, Is.EqualTo(plain.File));
            Assert.That(mark.Source.Text, Is.EqualTo(plain.Source.Text));
            Assert.That(Read("good/crlf.goal").File, Is.EqualTo(plain.File));
        });
    }

    [Test]
    public void A_span_covers_what_was_written()
    {
        var result = Read("good/language-reference.goal");
        var goal = result.File.Goals.Single();
        string Slice(Node node) => result.Source.Text.Substring(node.Span.Start, node.Span.Length);
        Assert.Multiple(() =>
        {
            Assert.That(Slice(goal), Does.StartWith("goal \"stripe-webhooks\" {").And.EndsWith("}"));
            Assert.That(Slice(goal.Name), Is.EqualTo("\"stripe-webhooks\""));
            Assert.That(Slice(goal.Requirements[0]), Does.StartWith("require \"webhook").And.EndsWith("}"));
            Assert.That(Slice(goal.Requirements[0].Clauses[0]), Is.EqualTo("test \"tests/Payments.Tests\" filter \"FullyQualifiedName~Signature\" at least 3"));
            Assert.That(Slice(goal.Verify[2]), Is.EqualTo("lint  \"Payments.sln\""));
            Assert.That(Slice(goal.Verify[5]), Does.StartWith("latency").And.EndsWith("5080\""));
            Assert.That(Slice(goal.Constraints[5]), Is.EqualTo("forbid text /Thread\\.Sleep/ in \"src/**\""));
            Assert.That(Slice(((ForbidTextConstraint)goal.Constraints[5]).Pattern), Is.EqualTo("/Thread\\.Sleep/"));
            Assert.That(Slice(goal.Constraints[6]), Is.EqualTo("\"use the existing logging framework\""));
            Assert.That(Slice(goal.Budget!), Is.EqualTo("budget { turns 60  tokens 3M  cost $10  time 2h }"));
            Assert.That(Slice(goal.Agent!.Steps[2]), Is.EqualTo("model \"gpt-5.2-codex\" effort high"));
            Assert.That(Slice(goal.Reviews[0]), Is.EqualTo("review by \"security\" \"webhook signature handling\""));
        });
    }

    private static ParseResult Read(string name) => GoalLanguage.Parse(File.ReadAllBytes(Corpus.PathOf(name)), name);
}
