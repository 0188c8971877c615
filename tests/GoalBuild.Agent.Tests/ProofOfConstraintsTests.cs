using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language;
using GoalBuild.Language.Syntax;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Agent.Tests;

/// <summary>Constraints on what was built, and opinions, in the last proof: a real project, the real engine, a model over real HTTP.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Category("Slow")]
internal sealed class ProofOfConstraintsTests : IDisposable
{
    private const string Package = "<ItemGroup Condition=\"'$(Mine)' != 'true'\"><PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.3\" /></ItemGroup>";

    private static readonly string[] Constraints = ["forbid package \"Newtonsoft.Json\"", "allow packages \"System.*\"", "forbid reference \"System.Net\" from \"Lib\"", "keep api \"Lib\""];

    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Each_that_ignored_files_alone_keep_is_told_as_a_difference_and_met_once_the_tree_itself_keeps_it()
    {
        await using var server = await ModelServer.StartAsync(Script.Of(_ => Reply.Say("""{"verdict":"holds","reason":"Line 1 says so.","citations":["docs.md:1"]}""")));
        Begin(server.Url);
        IReadOnlyList<Verdict> told = [];
        var asked = 0;
        var executor = new ScriptedExecutor("e", turn =>
        {
            if (turn.Number > 2)
            {
                return new TurnResult(TurnEnd.Exhausted, "tried");
            }

            if (turn.Number == 1)
            {
                // The public method goes where git does not look; what is forbidden is left out by settings that it does not see either.
                Write("", "#if !MINE\ninternal static class Address { internal static object Own => System.Net.IPAddress.Loopback; }\n#endif\n");
                _folder.With("Lib/Code.local.cs", "namespace Lib;\n\npublic partial class Code\n{\n    public int Zero() => 0;\n}\n");
            }
            else
            {
                told = [.. turn.Verdicts];
                asked = server.Requests.Count;
                File.Delete(_folder["Lib/Code.local.cs"]);
                Write("    public int Zero() => 0;\n", "");
                _folder.With("Lib/Lib.csproj", Project(""));
            }

            return new TurnResult(TurnEnd.Worked, "acted") { Attempts = [$"{turn.Number}"] };
        });
        var source = new SourceText(_folder["lib.goal"], _folder.Text("lib.goal"));
        using var verifier = new MSBuildVerifier(TimeProvider.System);
        var request = new RunRequest(new Workspace(_folder.Path, _folder.State), source, GoalLanguage.Parse(source).File);

        var result = (await new RunLoop(verifier, _ => executor, TimeProvider.System).RunAsync(request, _watcher, default)).Single();

        Assert.Multiple(() =>
        {
            var differing = told.Where(verdict => verdict.Constraint is not null).ToList();
            Assert.That(differing.Select(verdict => verdict.Clause), Is.EquivalentTo(Constraints), string.Join('\n', told));
            Assert.That(differing.Select(verdict => verdict.Reason), Has.All.StartsWith("It holds in the working tree and not in a clean checkout of it: "));
            Assert.That(_watcher.Of<NoticeGiven>().Single(notice => notice.Code == "GOAL5021").Message, Does.Contain("'Lib/Code.local.cs'").And.Contain("'Lib/Lib.local.props'"));
            Assert.That((result.Outcome, result.Turns), Is.EqualTo((RunOutcome.Met, 2)), result.Message);
            Assert.That(result.Constraints.Select(verdict => verdict.Status), Is.EqualTo(Constraints.Select(_ => VerdictStatus.Holds)), "'keep api' has its baseline in the checkout too");
            Assert.That(result.Verdicts.Single(verdict => verdict.Judged).Status, Is.EqualTo(VerdictStatus.Holds));
            Assert.That(server.Requests, Has.Count.GreaterThan(asked));
            Assert.That(server.Requests[^1].Text, Does.Contain("what changed since the work began").And.Contain("Count()"), "the judge of the last proof sees the difference");
        });
    }

    private void Begin(string url)
    {
        Write("    public int Zero() => 0;\n", "", count: "");
        _folder.With(".gitignore", "bin/\nobj/\n*.local.*\n")
            .With("Directory.Build.props", "<Project />").With("Directory.Build.targets", "<Project />").With("Directory.Packages.props", "<Project />")
            .With("docs.md", "Count gives 1.\n")
            .With("Lib/Lib.csproj", Project(Package))
            .With("Lib/Lib.local.props", "<Project><PropertyGroup><Mine>true</Mine><DefineConstants>$(DefineConstants);MINE</DefineConstants></PropertyGroup></Project>")
            .With("lib.goal", $$"""
                goal "lib" {
                    objective "Count gives 1."
                    verify {
                        build "Lib"
                        file "Lib/Code.cs" contains "Count()"
                        judge "The guide says what Count gives" reading "docs.md" votes 1 as "opinion"
                    }
                    constrain {
                        {{string.Join("\n        ", Constraints)}}
                    }
                    agent { model "test-model" at "{{url}}" price $1 / $10 }
                }
                """).Committed();
    }

    private static string Project(string items) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><Import Project=\"Lib.local.props\" Condition=\"Exists('Lib.local.props')\" /><PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>{items}</Project>\n";

    private void Write(string zero, string more, string count = "    public int Count() => 1;\n") =>
        _folder.With("Lib/Code.cs", $"namespace Lib;\n\npublic partial class Code\n{{\n{zero}{count}}}\n{more}");
}
