namespace GoalBuild.Verification.Tests.Constraints;

/// <summary>What of the code under test counts as a question whether it is tested.</summary>
internal sealed class TestAwarenessTests
{
    private const string Asking = "if (Environment.GetEnvironmentVariable(\"UNDER_TEST\") is not null) return 3;";

    private static string Code(string statement) => $$"""
        public class Calculator
        {
            public int Add(int a, int b)
            {
                {{statement}}
                return a + b;
            }
        }
        """;

    [TestCase("TEST", true)]
    [TestCase("testing", true)]
    [TestCase("IS_TEST", true)]
    [TestCase("APP_IN_TEST", true)]
    [TestCase("RUNNING_TESTS", true)]
    [TestCase("APP_UNIT_TEST_RUN", true)]
    [TestCase("APP_TEST", true)]
    [TestCase("TEST_MODE", true)]
    [TestCase("VSTEST_HOST_DEBUG", true)]
    [TestCase("CI", true)]
    [TestCase("STRIPE_TEST_KEY", false)]
    [TestCase("TEST_DATABASE_URL", false)]
    [TestCase("CONTEST", false)]
    [TestCase("LATEST_IN", false)]
    [TestCase("CITY", false)]
    public async Task A_variable_is_a_switch_of_tests_by_its_name(string variable, bool isAsked)
    {
        var broken = await new ChangeFixture().With("src/Calculator.cs", Code(""), Code($"if (Environment.GetEnvironmentVariable(\"{variable}\") == \"1\") return 3;")).BrokenAsync();
        Assert.That(broken.Select(rule => rule.Descriptor.Code), isAsked ? Is.EqualTo(new[] { "GOAL5106" }) : Is.Empty);
    }

    [TestCase("var ci = Environment.GetEnvironmentVariable(\"CI\");")]
    [TestCase("var url = Environment.GetEnvironmentVariable(\"DATABASE_URL_TEST\") ?? \"local\";")]
    public async Task A_setting_that_is_read_is_no_question(string statement) =>
        Assert.That(await new ChangeFixture().With("src/Calculator.cs", Code(""), Code(statement)).BrokenAsync(), Is.Empty);

    [Test]
    public async Task A_question_that_moved_is_no_news_and_a_second_one_is()
    {
        var moved = new ChangeFixture().With("src/A.cs", Code(Asking), Code("")).With("src/B.cs", null, Code(Asking));
        Assert.That(await moved.BrokenAsync(), Is.Empty);

        var second = new ChangeFixture().With("src/A.cs", null, Code(Asking)).With("src/B.cs", Code(Asking), $"// new\n{Code(Asking)}");
        Assert.That((await second.BrokenAsync()).Single().Path, Is.EqualTo("src/A.cs"));
    }

    [Test]
    public async Task The_message_says_how_it_is_lifted_and_so_it_is()
    {
        var change = new ChangeFixture().With("src/Calculator.cs", Code(""), Code(Asking));
        Assert.That((await change.BrokenAsync()).Single().Message, Does.StartWith("'src/Calculator.cs:5': the code asks whether it is being tested: Environment.GetEnvironmentVariable(\"UNDER_TEST\") is not null.")
            .And.EndsWith("write it without, or write 'allow test removal \"src/Calculator.cs\"' if the goal is about it."));
        Assert.That(await change.BrokenAsync("allow test removal \"src/Calculator.cs\""), Is.Empty);
        Assert.That(await change.BrokenAsync("allow test removal \"src/Other.cs\""), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_question_in_code_that_another_configuration_compiles_is_told_with_its_line()
    {
        var broken = await new ChangeFixture().With("src/Calculator.cs", Code(""), Code($"\n#if RELEASE\n#if A\n\n{Asking}\n#endif\n#endif\n")).BrokenAsync();
        Assert.That(broken.Select(rule => rule.Message.Split(": ")[0]), Is.EqualTo(new[] { "'src/Calculator.cs:9'" }));
    }
}
