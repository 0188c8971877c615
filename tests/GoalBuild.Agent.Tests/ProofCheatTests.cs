using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;
using Microsoft.Data.Sqlite;

namespace GoalBuild.Agent.Tests;

/// <summary>Ways to let a goal look met that were seen in other tools, on real projects with the real engine. None may end as met.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Category("Slow")]
internal sealed class ProofCheatTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <Import Project="../common.props" />
          <ItemGroup>
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
            <PackageReference Include="NUnit" Version="5.0.0" />
            <PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />
          </ItemGroup>
        </Project>
        """;

    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    // One for all: each cheat has a tree of its own, and nothing that the session keeps warm is a verdict.
    private static MSBuildVerifier _verifier = null!;

    [OneTimeSetUp]
    public static void Start() => _verifier = new(TimeProvider.System);

    [OneTimeTearDown]
    public static void End() => _verifier.Dispose();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Tests_that_a_build_leaves_out_are_lost_whatever_lies_in_the_results_and_on_the_path()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The shim is a shell script.");
        }

        Begin();
        _folder.With("shims/dotnet", $"#!/bin/sh\necho ran >> '{_folder[".goal/shim-ran"]}'\nexit 0\n").SetExecutable("shims/dotnet", true);
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", $"{_folder["shims"]}:{path}");
        try
        {
            var result = await RunAsync(turn =>
            {
                // By a way that no rule about files sees: an import of a file whose name says nothing.
                _folder.With("common.props", Common("<Import Project=\"notes.txt\" />")).With("notes.txt", Common("<ItemGroup><Compile Remove=\"RoundingTests.cs\" /></ItemGroup>")).With("done.txt", "done");
                foreach (var results in Directory.GetFiles(turn.Host!.EvidenceDirectory, "*B.Tests.trx"))
                {
                    // As if everything had run.
                    File.Copy(results, results.Replace("B.Tests", "A.Tests", StringComparison.Ordinal), overwrite: true);
                }
            });
            Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5020")), Told(result));
            Assert.That(result.Broken.Select(rule => rule.Path), Is.EqualTo(new[] { "A.Tests/RoundingTests.cs" }));
            Assert.That(File.Exists(_folder[".goal/shim-ran"]), Is.False, "the harness knows where dotnet is");
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Test]
    public async Task A_turn_that_takes_a_test_project_out_of_the_solution_is_undone()
    {
        Begin();
        var result = await RunAsync(_ => _folder.With("Shop.slnx", Solution("A.Tests")).With("done.txt", "done"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled), Told(result));
        Assert.That(_watcher.Of<TurnUndone>().Single().Code, Is.EqualTo("GOAL5102"));
        Assert.That(_folder.Text("Shop.slnx"), Is.EqualTo(Solution("A.Tests", "B.Tests")));
    }

    [Test]
    public async Task Old_binaries_of_a_tree_that_no_longer_compiles_prove_nothing()
    {
        Begin();
        var (source, file) = Read();
        var before = await _verifier.VerifyAsync(new VerificationRequest(new Workspace(_folder.Path, _folder.State), source, file.Goals[0], _folder[".goal/before"]), null, default);
        Assert.That(before.Verdicts.Select(verdict => verdict.Status), Does.Contain(VerdictStatus.Holds), "the bin folders hold tests that passed");
        _folder.With("A.Tests/Cart.cs", "no C# any more").With("done.txt", "done");
        var result = await RunAsync(_ => { });
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled), result.Message);
        Assert.That(result.Verdicts.Single(verdict => verdict.Clause.StartsWith("test", StringComparison.Ordinal)), Has.Property("Status").EqualTo(VerdictStatus.Fails).And.Property("Figures").Empty);
    }

    [Test]
    public async Task Code_that_git_ignores_proves_nothing_and_the_compiler_says_what_is_missing()
    {
        Begin();
        _folder.With("A.Tests/Cart.cs", "static partial class Cart { }");
        var result = await RunAsync(_ => _folder.With("A.Tests/Cart.local.cs", "static partial class Cart { public static int Add(int a, int b) => a + b; }").With("done.txt", "done"));
        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.Stalled, "GOAL5021")), result.Message);
        Assert.That(result.Message, Does.Contain("'A.Tests/Cart.local.cs'"));
        Assert.That(result.Verdicts.SelectMany(verdict => verdict.Findings).Select(finding => finding.Code), Does.Contain("CS0117"), Told(result));
    }

    [Test]
    public async Task Binaries_a_test_host_a_clock_verdicts_and_a_ledger_that_are_forged_prove_nothing()
    {
        Begin();
        _folder.With("shop.goal", _folder.Text("shop.goal").Replace("Shop.slnx", "A.Tests", StringComparison.Ordinal));
        var (source, file) = Read();
        await _verifier.VerifyAsync(new VerificationRequest(new Workspace(_folder.Path, _folder.State), source, file.Goals[0], _folder[".goal/before"]), null, default);
        var good = Directory.EnumerateFiles(_folder["A.Tests"], "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(_folder[".goal/cache"]))
            .Where(path => path.Contains("/bin/", StringComparison.Ordinal) || path.Contains("/obj/", StringComparison.Ordinal) || path.Contains("/cache/", StringComparison.Ordinal))
            .ToDictionary(path => path, File.ReadAllBytes);
        _folder.With("A.Tests/Cart.cs", _folder.Text("A.Tests/Cart.cs").Replace("a + b", "a - b", StringComparison.Ordinal));
        _folder.Git("commit", "--quiet", "--all", "-m", "Break it");

        var result = await RunAsync(_ =>
        {
            _folder.With("done.txt", "done");
            foreach (var (path, bytes) in good)
            {
                // Hosts and tests that pass, newer than any source, for whoever goes by the clock.
                File.WriteAllBytes(path, bytes);
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1));
            }

            File.SetLastWriteTimeUtc(_folder["A.Tests/Cart.cs"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            using var ledger = new SqliteConnection($"Data Source={_folder[".goal/ledger.db"]}");
            ledger.Open();
            using var forge = ledger.CreateCommand();
            forge.CommandText = "UPDATE verdicts SET status = 'holds', data = replace(data, '\"fails\"', '\"holds\"'); UPDATE runs SET state = 'Met'";
            Assert.That(forge.ExecuteNonQuery(), Is.Positive);
        });

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled), Told(result));
        Assert.That(result.Verdicts.Single(verdict => verdict.Clause.StartsWith("test", StringComparison.Ordinal)).Status, Is.EqualTo(VerdictStatus.Fails));
    }

    [Test]
    public async Task Settings_that_git_ignores_and_builds_find_in_a_folder_above_do_not_reach_the_proof()
    {
        _folder.With(".gitignore", "bin/\nobj/\nDirectory.Build.props\n")
            .With("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>")
            .With("Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />")
            .With("Lib/Code.cs", "public class Code;")
            .With("shop.goal", "goal \"shop\" { objective \"It builds.\" verify { build \"Lib\" file \"done.txt\" exists } }")
            .Committed();

        var result = await RunAsync(_ => _folder.With("done.txt", "done"));

        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.Stalled, "GOAL5021")), Told(result));
        Assert.That(result.Message, Does.Contain("'Directory.Build.props'"));
    }

    [TestCase("Directory.Build.targets", "<Project><Target Name=\"VSTest\" /></Project>")]
    [TestCase("A.Tests/Directory.Build.props", "<Project />")]
    [TestCase("filter.runsettings", "<RunSettings><RunConfiguration><TestCaseFilter>Name=Adds</TestCaseFilter></RunConfiguration></RunSettings>")]
    [TestCase("A.Tests/A.Tests.csproj", "<Project />")]
    [TestCase("global.json", "{}")]
    [TestCase("shop.goal", "// easier\n")]
    public async Task A_turn_that_writes_what_decides_the_clauses_is_undone(string file, string text)
    {
        using var folder = new TempFolder();
        folder.With("A.Tests/A.Tests.csproj", Project).With("shop.goal", "// goal\n").Committed();
        var goal = Goals.Of(("a.txt", "one")) with { Agent = null };
        var executor = new ScriptedExecutor("cheat", turn =>
        {
            folder.With("a.txt", "one").With(file, text);
            return new TurnResult(turn.Number == 1 ? TurnEnd.Worked : TurnEnd.Exhausted, "cheated");
        });
        var result = (await new RunLoop(new FileVerifier(), _ => executor, TimeProvider.System).RunAsync(Goals.Request(folder.Path, goal), _watcher, default)).Single();
        Assert.That(result.Outcome, Is.Not.EqualTo(RunOutcome.Met));
        Assert.That(_watcher.Of<TurnUndone>().Last().Code, Is.EqualTo("GOAL5003"));
        Assert.That(File.Exists(folder["a.txt"]), Is.False);
    }

    private void Begin()
    {
        _folder.With(".gitignore", "bin/\nobj/\n*.local.cs\nshims/\n")
            .With("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NuGetAudit>false</NuGetAudit></PropertyGroup></Project>")
            .With("Directory.Build.targets", "<Project />")
            .With("Directory.Packages.props", "<Project />")
            .With(".editorconfig", "root = true\n")
            .With("common.props", Common(""))
            .With("Shop.slnx", Solution("A.Tests", "B.Tests"))
            .With("A.Tests/A.Tests.csproj", Project)
            .With("A.Tests/Cart.cs", "static partial class Cart { public static int Add(int a, int b) => a + b; }")
            .With("A.Tests/CartTests.cs", "using NUnit.Framework; public class CartTests { [TestCase(1, 2)] [TestCase(2, 3)] public void Adds(int a, int sum) => Assert.That(Cart.Add(a, 1), Is.EqualTo(sum)); }")
            .With("A.Tests/RoundingTests.cs", "using NUnit.Framework; public class RoundingTests { [Test] public void Rounds() => Assert.That(1, Is.EqualTo(1)); }")
            .With("B.Tests/B.Tests.csproj", Project)
            .With("B.Tests/OtherTests.cs", "using NUnit.Framework; public class OtherTests { [Test] public void Works() => Assert.That(1, Is.EqualTo(1)); }")
            .With("shop.goal", """
                goal "shop" {
                    objective "The shop is done: done.txt says so, and 4 tests pass."
                    verify {
                        test "Shop.slnx"
                        file "done.txt" exists
                    }
                    constrain { protect "docs/**" }
                }
                """);
        _folder.Committed();
    }

    private static string Common(string items) => $"<Project>{items}</Project>";

    private static string Solution(params string[] projects) => $"<Solution>{string.Concat(projects.Select(project => $"<Project Path=\"{project}/{project}.csproj\" />"))}</Solution>";

    private (SourceText Source, Language.Model.GoalFile File) Read()
    {
        var source = new SourceText(_folder["shop.goal"], _folder.Text("shop.goal"));
        return (source, GoalLanguage.Parse(source).File);
    }

    private static string Told(RunResult result) => $"{result.Message}\n{string.Join('\n', result.Verdicts.SelectMany(verdict => verdict.Findings))}";

    // One turn that cheats, and no other.
    private async Task<RunResult> RunAsync(Action<Turn> cheat)
    {
        var (source, file) = Read();
        var executor = new ScriptedExecutor("cheat", turn =>
        {
            if (turn.Number > 1)
            {
                return new TurnResult(TurnEnd.Exhausted, "cheated");
            }

            cheat(turn);
            return new TurnResult(TurnEnd.Worked, "cheated") { Attempts = ["cheat"] };
        });
        var request = new RunRequest(new Workspace(_folder.Path, _folder.State), source, file);
        return (await new RunLoop(_verifier, _ => executor, TimeProvider.System).RunAsync(request, _watcher, default)).Single();
    }
}
