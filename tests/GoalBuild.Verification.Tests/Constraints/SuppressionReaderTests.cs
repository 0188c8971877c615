using GoalBuild.Verification.Constraints.Suppressions;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Verification.Tests.Constraints;

/// <summary>What is found in a text, by its key and line.</summary>
internal sealed class SuppressionReaderTests
{
    [OneTimeSetUp]
    public void Register() => SdkLocator.Register(TestContext.CurrentContext.TestDirectory);

    [TestCase("// Stryker disable all", "// Stryker disable all", "// Stryker disable all without a restore")]
    [TestCase("// stryker DISABLE once Arithmetic, String: why", "// Stryker disable once arithmetic", "// Stryker disable once string")]
    [TestCase("/* Stryker disable once all */", "// Stryker disable once all")]
    [TestCase("// Stryker disable Block\n// Stryker restore Block", "// Stryker disable block")]
    [TestCase("// Stryker disable Block\n// Stryker restore all", "// Stryker disable block")]
    [TestCase("// Stryker restore all")]
    [TestCase("// Stryker disabled this long ago")]
    [TestCase("// see what Stryker disable does")]
    public void Comments_that_take_mutants_out_of_the_score_are_found(string text, params string[] keys) =>
        Assert.That(CSharpSuppressions.Read($"class A\n{{\n{text}\n}}").Select(found => found.Key), Is.EquivalentTo(keys));

    [TestCase("#if RELEASE\n#pragma warning disable CS1\n#pragma warning restore CS1\n#endif", "2 #pragma warning disable CS0001")]
    [TestCase("class A {\n#if RELEASE\n[SuppressMessage(\"a\", \"b\")]\n#endif\nvoid M() { } }", "3 [SuppressMessage(\"a\", \"b\")]")]
    [TestCase("class A {\n#if RELEASE\n}\nclass B {\n#if X\n\n// NOSONAR\n#endif\n#endif\n}", "7 // NOSONAR")]
    [TestCase("#if !DEBUG\n#nullable disable\n#endif", "2 #nullable disable")]
    [TestCase("#if RELEASE\nvar text = \"#pragma warning disable CS1\";\n#endif")]
    [TestCase("#if RELEASE\nvar text = \"// NOSONAR\";\n#endif")]
    public void Text_that_symbols_leave_out_is_read_too(string text, params string[] found) =>
        Assert.That(CSharpSuppressions.Read(text).Select(suppression => $"{suppression.Line} {suppression.Key}"), Is.EqualTo(found));

    [TestCase("<NoWarn>$(NoWarn);$(Quiet)</NoWarn>", "<NoWarn> $(Quiet)")]
    [TestCase("<CommonNoWarn>CS1</CommonNoWarn>", "<CommonNoWarn> CS1")]
    [TestCase("<Quiet>CS1;$(Quieter)</Quiet><Quieter>CS2</Quieter><NoWarn>$(Quiet)</NoWarn>", "<Quiet> CS1", "<Quiet> $(Quieter)", "<Quieter> CS2", "<NoWarn> $(Quiet)")]
    [TestCase("<Quiet>CS1</Quiet>")]
    [TestCase("<TreatWarningsAsErrors />", "<TreatWarningsAsErrors>false")]
    [TestCase("<TreatWarningsAsErrors>$(Undefined)</TreatWarningsAsErrors>", "<TreatWarningsAsErrors>false")]
    [TestCase("<TreatWarningsAsErrors>$(TreatWarningsAsErrors)</TreatWarningsAsErrors>")]
    [TestCase("<TreatWarningsAsErrors>on</TreatWarningsAsErrors>")]
    [TestCase("<EnforceCodeStyleInBuild></EnforceCodeStyleInBuild>", "<EnforceCodeStyleInBuild>false")]
    [TestCase("<RunAnalyzers></RunAnalyzers>")]
    [TestCase("<RunAnalyzers>$(Slow)</RunAnalyzers>", "<RunAnalyzers>false")]
    [TestCase("<EnableDefaultCompileItems>$(Own)</EnableDefaultCompileItems>")]
    [TestCase("<Nullable></Nullable>", "<Nullable>")]
    [TestCase("<Nullable>$(Nulls)</Nullable>", "<Nullable>$(nulls)")]
    public void Settings_that_silence_are_found_through_other_properties(string settings, params string[] keys) =>
        Assert.That(ProjectSuppressions.Read($"<Project><PropertyGroup>{settings}</PropertyGroup></Project>").Select(found => found.Key), Is.EqualTo(keys));

    [Test]
    public void Strictness_names_the_conditions_on_the_way_to_it()
    {
        const string Text = """
            <Project>
              <Choose><When Condition=" '$(A)' == '1' "><PropertyGroup Condition="true"><Nullable Condition="'$(B)' == '2'">enable</Nullable></PropertyGroup></When>
                <Otherwise><PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Otherwise></Choose>
              <Target Name="Late"><PropertyGroup><WarningsAsErrors>$(WarningsAsErrors);CS1</WarningsAsErrors></PropertyGroup></Target>
            </Project>
            """;
        Assert.That(ProjectSuppressions.Strictness(Text).Select(found => found.Key), Is.EqualTo(new[]
        {
            "<Nullable>enable when '$(A)'=='1' and '$(B)'=='2'", "<TreatWarningsAsErrors>true when nothing else holds", "<WarningsAsErrors> CS1 when the target Late runs",
        }));
    }

    [Test]
    public async Task What_is_written_is_told_where_it_is_no_plain_false()
    {
        const string Project = "<Project><PropertyGroup></PropertyGroup></Project>";
        var change = new ChangeFixture().With("src/A/A.csproj", Project, Project.Replace("</PropertyGroup>", "<TreatWarningsAsErrors>$(Strict)</TreatWarningsAsErrors></PropertyGroup>", StringComparison.Ordinal));
        Assert.That((await change.BrokenAsync()).Single().Message, Does.StartWith("'src/A/A.csproj:1' adds '<TreatWarningsAsErrors>$(strict)', which"));
    }

    [Test]
    public async Task A_condition_that_comes_in_is_told()
    {
        const string Before = "<Project><PropertyGroup><Nullable>enable</Nullable></PropertyGroup></Project>";
        var change = new ChangeFixture().With("src/A/A.csproj", Before, Before.Replace("<PropertyGroup>", "<PropertyGroup Condition=\"'$(A)' == '1'\">", StringComparison.Ordinal));
        Assert.That((await change.BrokenAsync()).Single().Message, Does.StartWith("'src/A/A.csproj' drops '<Nullable>enable (now only when '$(A)'=='1')', which"));
    }

    [TestCase("<Nullable>enable", "<Nullable>enable when a", true)]
    [TestCase("<Nullable>enable when a", "<Nullable>enable when b and a", true)]
    [TestCase("<Nullable>enable when a", "<Nullable>enable when a", false)]
    [TestCase("<Nullable>enable when c", "<Nullable>enable when b and a", false)]
    [TestCase("<Nullable>enable", "<RunAnalyzers>true when a", false)]
    public void Fewer_conditions_cover_more(string one, string other, bool covers) =>
        Assert.That(ProjectSuppressions.Covers(new Suppression(one, 1), new Suppression(other, 1)), Is.EqualTo(covers));
}
