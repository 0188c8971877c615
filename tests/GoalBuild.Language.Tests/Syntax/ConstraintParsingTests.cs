using GoalBuild.Language.Model;
using static GoalBuild.Language.Tests.Parsing;

namespace GoalBuild.Language.Tests.Syntax;

/// <summary>Every constraint and every step of the ladder becomes its own record.</summary>
public sealed class ConstraintParsingTests
{
    private static IEnumerable<TestCaseData> Constraints()
    {
        yield return Case("only \"src/**\", \"!src/x/**\"", new OnlyConstraint(Texts("src/**", "!src/x/**")));
        yield return Case("protect \"db/**\"", new ProtectConstraint(Texts("db/**")));
        yield return Case("keep tests", new KeepTestsConstraint());
        yield return Case("keep api \"App.csproj\"", new KeepApiConstraint(Text("App.csproj")));
        yield return Case("allow test removal \"tests/Old/**\", \"b\"", new AllowTestRemovalConstraint(Texts("tests/Old/**", "b")));
        yield return Case("allow change \"global.json\"", new AllowChangeConstraint(Texts("global.json")));
        yield return Case("allow packages NUnit, \"CsCheck\"", new AllowPackagesConstraint(Texts("NUnit", "CsCheck")));
        yield return Case("forbid package Newtonsoft.Json", new ForbidPackageConstraint(Text("Newtonsoft.Json")));
        yield return Case("forbid text /Thread\\.Sleep/i in \"src/**\", \"tests/**\"", new ForbidTextConstraint(new Pattern("Thread\\.Sleep", PatternOptions.IgnoreCase), Texts("src/**", "tests/**")));
        yield return Case("forbid reference \"App.Web\" from \"App.Core\"", new ForbidReferenceConstraint(Text("App.Web"), Text("App.Core")));
        yield return Case("forbid suppressions", new ForbidSuppressionsConstraint());
        yield return Case("limit files 40", new LimitConstraint(LimitMeasure.Files, 40));
        yield return Case("limit lines 2k", new LimitConstraint(LimitMeasure.Lines, 2000));
        yield return Case("network off", new NetworkConstraint(NetworkAccess.Off, []));
        yield return Case("network on", new NetworkConstraint(NetworkAccess.On, []));
        yield return Case("network \"a\", \"b\"", new NetworkConstraint(NetworkAccess.Hosts, Texts("a", "b")));
        yield return Case("command allow \"dotnet *\", \"npx *\"", new CommandConstraint(true, Texts("dotnet *", "npx *")));
        yield return Case("command deny \"git push\"", new CommandConstraint(false, Texts("git push")));
        yield return Case("\"use the existing logging\"", new AdviceConstraint(Text("use the existing logging")));
    }

    private static IEnumerable<TestCaseData> Steps()
    {
        yield return Case("fixers", new FixersStep());
        yield return Case("fixers turns 2 time 5m", new FixersStep { Budget = new Budget { Turns = 2, Time = TimeSpan.FromMinutes(5) } });
        yield return Case("fix \"npx prettier\" in \"web\" cost $0", new FixStep(Text("npx prettier")) { Directory = Text("web"), Budget = new Budget { Cost = 0 } });
        yield return Case("model gpt-5-mini", new ModelStep(Text("gpt-5-mini")) { Wire = ModelWire.Responses });
        yield return Case("model \"m\" price $1.25 / $10 effort high key MY_KEY wire chat at \"https://a/v1\" tokens 500k", new ModelStep(Text("m"))
        {
            Url = Text("https://a/v1"),
            Wire = ModelWire.Chat,
            KeyVariable = Text("MY_KEY"),
            Effort = ModelEffort.High,
            PriceIn = 1.25m,
            PriceOut = 10,
            Budget = new Budget { Tokens = 500_000 },
        });
        yield return Case("command \"codex exec {prompt-file}\"", new CommandStep(Text("codex exec {prompt-file}")));
        yield return Case("acp \"gemini --acp\"", new AcpStep(Text("gemini --acp")));
    }

    [TestCaseSource(nameof(Constraints))]
    public void A_constraint_becomes_its_record(string text, Constraint expected) => Assert.That(Constraint(text), Is.EqualTo(expected));

    [TestCaseSource(nameof(Steps))]
    public void A_step_becomes_its_record(string text, AgentStep expected) => Assert.That(Step(text), Is.EqualTo(expected));

    [Test]
    public void Advice_may_follow_a_list_and_be_a_raw_string() =>
        Assert.That(Goal("constrain { only \"a\" \"be brief, please\" \"\"\"be kind, too\"\"\" }").Constraints, Is.EqualTo(new Constraint[]
        {
            new OnlyConstraint(Texts("a")), new AdviceConstraint(Text("be brief, please")), new AdviceConstraint(Text("be kind, too")),
        }));

    private static TestCaseData Case(string text, object expected) => new TestCaseData(text, expected).SetArgDisplayNames(text);
}
