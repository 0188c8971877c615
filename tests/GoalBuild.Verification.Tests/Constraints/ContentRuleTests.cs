namespace GoalBuild.Verification.Tests.Constraints;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ContentRuleTests : IDisposable
{
    private const string Test = """
        using NUnit.Framework;
        public class ATests
        {
            [Test]
            public void Adds() => Assert.That(Calc.Add(1, 2), Is.EqualTo(3));
        }
        """;

    private readonly Support.TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ChangeFixture Change => new() { Root = _folder.Path };

    [Test]
    public async Task A_deleted_test_is_told_with_the_constraint_and_how_to_lift_it()
    {
        var change = Change.With("tests/Calc.Tests/ATests.cs", Test, null);
        var byDefault = (await change.BrokenAsync()).Single();
        Assert.That(byDefault.Message, Is.EqualTo("'tests/Calc.Tests/ATests.cs': the test 'ATests.Adds' is gone, and no new test asserts what it asserted. 'keep tests' (on by default) does not let that happen; put it right, or write 'allow test removal \"tests/Calc.Tests/ATests.cs\"' if the goal is about it."));
        Assert.That((byDefault.Path, byDefault.Descriptor.Code, byDefault.Subject), Is.EqualTo(("tests/Calc.Tests/ATests.cs", "GOAL5101", "ATests.Adds")));
        Assert.That(byDefault.Constraints, Is.EqualTo(new[] { "keep tests" }));

        var written = (await change.BrokenAsync("keep tests")).Single();
        Assert.That(written.Message, Does.Contain("'keep tests' (a.goal:4) does not"));
        Assert.That(written.Lines, Is.EqualTo(new[] { 4 }));
    }

    [TestCase("allow test removal \"tests/Calc.Tests/A*.cs\"", 0)]
    [TestCase("allow test removal \"tests/Other/**\"", 1)]
    [TestCase("allow change \"**\"", 1)]
    public async Task Only_allow_test_removal_lets_a_test_go(string constrain, int broken) =>
        Assert.That(await Change.With("tests/Calc.Tests/ATests.cs", Test, null).BrokenAsync(constrain), Has.Count.EqualTo(broken));

    [Test]
    public async Task A_weakened_assertion_is_told_with_its_line_and_both_texts()
    {
        var broken = (await Change.With("tests/Calc.Tests/ATests.cs", Test, Test.Replace("EqualTo(3)", "GreaterThan(0)", StringComparison.Ordinal)).BrokenAsync()).Single();
        Assert.That(broken.Message, Does.StartWith("'tests/Calc.Tests/ATests.cs:5': the test 'ATests.Adds' asserts less or something else: was 'Assert.That(Calc.Add(1, 2), Is.EqualTo(3))', is 'Assert.That(Calc.Add(1, 2), Is.GreaterThan(0))'."));
    }

    [Test]
    public async Task A_test_that_the_change_itself_brought_may_be_anything() =>
        Assert.That(await Change.With("tests/Calc.Tests/BTests.cs", null, Test.Replace("[Test]", "[Test, Ignore(\"not yet\")]", StringComparison.Ordinal)).BrokenAsync(), Is.Empty);

    [Test]
    public async Task Line_ends_make_no_difference() =>
        Assert.That(await Change.With("tests/Calc.Tests/ATests.cs", Test.ReplaceLineEndings("\n"), Test.ReplaceLineEndings("\r\n")).BrokenAsync(), Is.Empty);

    [Test]
    public async Task A_file_that_no_longer_parses_still_has_the_tests_that_can_be_read()
    {
        Assert.That(await Change.With("tests/Calc.Tests/ATests.cs", Test, $"{Test}\n}} ) class {{ <<<").BrokenAsync(), Is.Empty);
        Assert.That((await Change.With("tests/Calc.Tests/ATests.cs", Test, ") ( }}} nothing of it").BrokenAsync()).Single().Descriptor.Code, Is.EqualTo("GOAL5101"));
    }

    [Test]
    public async Task Forbidden_text_is_found_on_added_lines_alone()
    {
        const string Constrain = "forbid text /Thread\\.Sleep/ in \"src/**\"";
        const string Before = "a\n  Thread.Sleep(1);\nb\n";
        var added = (await Change.With("src/A.txt", Before, "  Thread.Sleep(1);\na\nb\nThread.Sleep(2);\n").BrokenAsync(Constrain)).Single();
        Assert.That((added.Path, added.Descriptor.Code), Is.EqualTo(("src/A.txt", "GOAL5121")));
        Assert.That(added.Message, Is.EqualTo("'src/A.txt:4' adds what 'forbid text /Thread\\.Sleep/ in \"src/**\"' (a.goal:4) forbids: Thread.Sleep(2);; write it without."));
        Assert.That(await Change.With("src/A.txt", Before, null).With("src/B.txt", null, Before).BrokenAsync(Constrain), Is.Empty, "moved to another file");
        Assert.That(await Change.With("docs/A.txt", null, Before).BrokenAsync(Constrain), Is.Empty, "outside the glob");
    }

    [Test]
    public async Task A_pattern_that_backtracks_without_end_is_not_taken_for_kept()
    {
        var broken = (await Change.With("src/A.txt", null, new string('a', 40) + "!\n").BrokenAsync("forbid text /^(a+)+$/ in \"src/**\"")).Single();
        Assert.That(broken.Message, Does.Contain("could not be held against").And.Contain("backtracks without end"));
    }

    [TestCase("limit files 1", "The change has 2 files; 'limit files 1' (a.goal:4) allows 1. Change less, or raise the limit.")]
    [TestCase("limit lines 3", "The change has 4 lines, added and removed; 'limit lines 3' (a.goal:4) allows 3. Change less, or raise the limit.")]
    [TestCase("limit files 2 limit lines 4", null)]
    public async Task The_size_of_the_change_is_limited(string constrain, string? message)
    {
        var broken = await Change.With("a.txt", "1\n2\n3\n", "1\ntwo\n3\n").With("b.txt", null, "x\ny\n").BrokenAsync(constrain);
        Assert.That(broken.Select(rule => rule.Message), message is null ? Is.Empty : Is.EqualTo(new[] { message }));
    }

    [Test]
    public async Task Binary_files_have_no_lines() =>
        Assert.That(await Change.With("a.bin", "1\n\0\n2", "3\n\0\n").BrokenAsync("limit lines 0"), Is.Empty);

    [TestCase("[*.cs]\ndotnet_diagnostic.CA1.severity = warning", "[*.cs]\ndotnet_diagnostic.CA1.severity = suggestion", "dotnet_diagnostic.ca1.severity = suggestion (was warning)")]
    [TestCase("", "[*.cs]\ndotnet_diagnostic.CA1.severity = none", "dotnet_diagnostic.ca1.severity = none")]
    [TestCase("csharp_prefer_braces = true:error", "csharp_prefer_braces = true:silent", "csharp_prefer_braces = true:silent (was true:error)")]
    [TestCase("[*.cs]\ndotnet_diagnostic.CA1.severity = error", "[*.cs]", "dotnet_diagnostic.ca1.severity = error is gone")]
    [TestCase("", "[*.cs]\ngenerated_code = true", "generated_code = true")]
    [TestCase("[*.cs]\ndotnet_diagnostic.CA1.severity = suggestion", "[*.cs]\ndotnet_diagnostic.CA1.severity = error", null)]
    [TestCase("[*.cs]\ndotnet_diagnostic.CA1.severity = none", "[*.{cs,vb}]\ndotnet_diagnostic.CA1.severity = none", null)]
    [TestCase("", "[*.cs]\nindent_size = 4", null)]
    public async Task A_lowered_severity_breaks_a_written_constraint_although_the_file_may_change(string before, string after, string? what)
    {
        var change = Change.With(".editorconfig", before, after);
        var broken = await change.BrokenAsync("allow change \".editorconfig\" forbid suppressions");
        Assert.That(broken.Select(rule => rule.Subject), what is null ? Is.Empty : Is.EqualTo(new[] { what }));
        Assert.That(await change.BrokenAsync("allow change \".editorconfig\""), Is.Empty, "by default, what may change may say what it wants");
    }

    [TestCase("<NoWarn>CS1591</NoWarn>", "<NoWarn> CS1591")]
    [TestCase("<NoWarn>$(NoWarn)</NoWarn>", null)]
    [TestCase("<WarningsNotAsErrors>CA1</WarningsNotAsErrors>", "<WarningsNotAsErrors> CA1")]
    [TestCase("<EnforceCodeStyleInBuild>false</EnforceCodeStyleInBuild>", "<EnforceCodeStyleInBuild>false")]
    [TestCase("<AnalysisLevel>none</AnalysisLevel>", "<AnalysisLevel>none")]
    [TestCase("<AnalysisLevel>latest</AnalysisLevel>", null)]
    [TestCase("<AnalysisMode>None</AnalysisMode>", "<AnalysisMode>none")]
    [TestCase("<NuGetAudit>false</NuGetAudit>", "<NuGetAudit>false")]
    [TestCase("<DefaultItemExcludes>$(DefaultItemExcludes);Hard/**</DefaultItemExcludes>", "<DefaultItemExcludes> Hard/**")]
    [TestCase("<LangVersion>latest</LangVersion>", null)]
    public async Task Settings_of_projects_that_silence_are_suppressions(string setting, string? what)
    {
        const string Project = "<Project><PropertyGroup></PropertyGroup></Project>";
        var broken = await Change.With("src/A/A.csproj", Project, Project.Replace("</PropertyGroup>", $"{setting}</PropertyGroup>", StringComparison.Ordinal)).BrokenAsync();
        Assert.That(broken.Select(rule => (rule.Descriptor.Code, rule.Subject)), what is null ? Is.Empty : Is.EqualTo(new[] { ("GOAL5111", what) }));
    }

    [TestCase("src/a.ts", "/* eslint-disable */")]
    [TestCase("src/a.tsx", "// @ts-expect-error")]
    [TestCase("src/a.py", "x = 1  # noqa: E501")]
    [TestCase("src/A.vb", "#Disable Warning BC42024")]
    [TestCase("src/A.fs", "#nowarn \"40\"")]
    [TestCase("src/A.razor", "#pragma warning disable CS8602")]
    [TestCase("src/A.cs", "// NOSONAR")]
    [TestCase("src/A.cs", "// ReSharper disable once UnusedMember.Global")]
    [TestCase("src/A.cs", "#pragma warning disable")]
    public async Task Suppressions_of_other_tools_and_languages_are_found(string path, string line)
    {
        Assert.That((await Change.With(path, "a\n", $"a\n{line}\n").BrokenAsync()).Select(rule => rule.Descriptor.Code).Distinct(), Is.EqualTo(new[] { "GOAL5111" }));
        Assert.That(await Change.With(path, $"{line}\na\n", $"{line}\na\nb\n").BrokenAsync(), Is.Empty, "it was there");
    }

    [TestCase("new packages.lock.json", "src/A/packages.lock.json", false)]
    [TestCase("allowed", "src/A/packages.lock.json", true)]
    public async Task A_new_lock_file_is_protected_unless_allowed(string _, string path, bool allowed)
    {
        var broken = await Change.With(path, null, "{}").BrokenAsync(allowed ? $"allow change \"{path}\"" : "");
        Assert.That(broken.Select(rule => rule.Descriptor.Code), allowed ? Is.Empty : Is.EqualTo(new[] { "GOAL5003" }));
    }
}
