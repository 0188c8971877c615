using System.Text.Json;
using System.Text.RegularExpressions;
using GoalBuild.Editor.Features;
using GoalBuild.Editor.Tests.Support;

namespace GoalBuild.Editor.Tests;

/// <summary>grammar/vscode: what the manifest says, the client and this server have.</summary>
public sealed class ExtensionTests
{
    private static readonly JsonDocument Manifest = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Extension("package.json")));

    private static readonly string Client = File.ReadAllText(RepositoryFiles.Extension("extension.js"));

    private static JsonElement Contributes => Manifest.RootElement.GetProperty("contributes");

    [Test]
    public void Files_of_goals_are_a_language_with_the_grammar_of_this_repository()
    {
        var language = Contributes.GetProperty("languages")[0];
        Assert.That(language.GetProperty("extensions")[0].GetString(), Is.EqualTo(".goal"));
        var grammar = Contributes.GetProperty("grammars")[0];
        Assert.That(grammar.GetProperty("language").GetString(), Is.EqualTo(language.GetProperty("id").GetString()));
        using var textMate = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "grammar", "goal.tmLanguage.json")));
        Assert.That(grammar.GetProperty("scopeName").GetString(), Is.EqualTo(textMate.RootElement.GetProperty("scopeName").GetString()));

        // Packing copies it, so that there is one.
        Assert.That(Manifest.RootElement.GetProperty("scripts").GetProperty("vscode:prepublish").GetString(), Does.Contain("goal.tmLanguage.json"));
    }

    [Test]
    public void Each_command_of_the_manifest_is_one_of_the_client_and_each_lens_has_its_command()
    {
        var declared = Contributes.GetProperty("commands").EnumerateArray().Select(command => command.GetProperty("command").GetString()!).ToList();
        var registered = Regex.Matches(Client, "register\\('(goalbuild\\.[a-zA-Z]+)'").Select(match => match.Groups[1].Value).ToList();
        Assert.That(registered, Is.EquivalentTo(declared));
        Assert.That(declared, Does.Contain("goalbuild.verify").And.Contain("goalbuild.run"));

        // The client library registers those of the server itself, and a second one would be refused.
        Assert.That(registered, Does.Not.Contain(Lenses.ShowVerdict));
    }

    [Test]
    public void Files_that_the_manifest_names_are_there()
    {
        var icons = Regex.Matches(Manifest.RootElement.ToString(), "\"(\\./[^\"]+)\"").Select(match => match.Groups[1].Value).Where(path => !path.StartsWith("./syntaxes/", StringComparison.Ordinal)).ToList();
        Assert.That(icons, Has.Count.GreaterThanOrEqualTo(3));
        foreach (var path in icons.Append("README.md").Append(Manifest.RootElement.GetProperty("icon").GetString()!).Append(Manifest.RootElement.GetProperty("main").GetString()!))
        {
            Assert.That(RepositoryFiles.Extension(path), Does.Exist);
        }
    }

    [TestCase("src/a.goal(3,14): error GOAL2003: 'time' takes a time", "src/a.goal", "3", "14", "error", "GOAL2003")]
    [TestCase("/tmp/a b.goal(30,1): warning GOAL3002: No clause proves it", "/tmp/a b.goal", "30", "1", "warning", "GOAL3002")]
    public void Tasks_understand_what_the_tool_prints(string line, string file, string at, string column, string severity, string code)
    {
        var matcher = Contributes.GetProperty("problemMatchers")[0].GetProperty("pattern");
        var match = Regex.Match(line, matcher.GetProperty("regexp").GetString()!);
        Assert.That(match.Success);
        foreach (var (name, expected) in new[] { ("file", file), ("line", at), ("column", column), ("severity", severity), ("code", code) })
        {
            Assert.That(match.Groups[matcher.GetProperty(name).GetInt32()].Value, Is.EqualTo(expected), name);
        }
    }
}
