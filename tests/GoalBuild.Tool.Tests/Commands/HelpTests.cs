using System.Text.RegularExpressions;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Commands;

public sealed class HelpTests
{
    public static IEnumerable<string> Verbs => CommandLine.Verbs;

    [Test]
    public async Task The_help_reads_well() => Approved.Verify("help.80", await HelpAsync(80, "--help"));

    [TestCaseSource(nameof(Verbs))]
    public async Task Each_verb_has_help_with_examples(string verb)
    {
        var help = await HelpAsync(80, verb, "-h");
        Approved.Verify($"help.{verb}.80", help);
        Assert.That(help.Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(80));
        Assert.That(help, Does.Contain("\nExamples\n").And.Contain($"dotnet goal {verb}"));
    }

    [TestCaseSource(nameof(Verbs))]
    public void Every_example_can_be_typed(string verb)
    {
        Assert.That(HelpText.ExamplesOf(verb), Is.Not.Empty);
        foreach (var example in HelpText.ExamplesOf(verb))
        {
            var typed = Regex.Match(example, @"dotnet goal (?<words>[^|<>)]*)");
            Assert.That(typed.Success, example);
            var words = Regex.Matches(typed.Groups["words"].Value, @"""(?<word>[^""]*)""|'(?<word>[^']*)'|(?<word>[^\s""']+)").Select(match => match.Groups["word"].Value).ToList();
            Assert.That(words[0], Is.EqualTo(verb), example);
            var host = new TestHost(Path.GetTempPath());
            Assert.That(CommandLine.ErrorsOf([.. words], host.Host, ScriptedRooms.Create()), Is.Empty, example);
        }
    }

    [Test]
    public async Task Every_verb_stands_in_the_readme_with_its_options()
    {
        var readme = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "README.md"));
        foreach (var verb in CommandLine.Verbs)
        {
            Assert.That(readme, Does.Contain($"| `{verb}` |"));
            foreach (Match option in Regex.Matches(await HelpAsync(200, verb, "--help"), "(?<= )--[a-z-]+"))
            {
                Assert.That(readme, Does.Contain(option.Value), verb);
            }
        }
    }

    private static async Task<string> HelpAsync(int width, params string[] args)
    {
        var host = new TestHost(Path.GetTempPath(), width);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Error.ToString(), Is.Empty);
        return host.Out.ToString();
    }
}
