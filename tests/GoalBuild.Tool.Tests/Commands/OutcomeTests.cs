using System.Text.Json;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary>How verifications and runs end: exit code, message, and the evidence that they leave.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OutcomeTests : IDisposable
{
    private const string Goal = """
        goal "demo" {
            objective "It works."
            require "it runs" { run "true" }
            verify { file "a.txt" exists }
            constrain { only "src/**"  "be brief" }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public OutcomeTests() => _folder.Write("demo.goal", Goal);

    public void Dispose() => _folder.Dispose();

    [TestCase(VerdictStatus.Holds, ExitCode.Met, "met")]
    [TestCase(VerdictStatus.Fails, ExitCode.NotMet, "not-met")]
    [TestCase(VerdictStatus.Unknown, ExitCode.NotMet, "not-met")]
    public async Task A_verification_ends_with_its_code_and_leaves_a_bundle(VerdictStatus status, int code, string outcome)
    {
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, status))), "verify");
        Assert.That(exit, Is.EqualTo(code), host.Error.ToString());
        var bundle = EvidenceWriter.Read(Runs().Single())!;
        Assert.That(bundle.Outcome, Is.EqualTo(outcome));
        Assert.That(bundle.Mode, Is.EqualTo("verify"));
        Assert.That(bundle.Clauses, Has.Count.EqualTo(2));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, ".goal", ".gitignore")), Is.EqualTo("*\n!memory.md\n"));
    }

    [TestCase(VerdictStatus.Holds, ExitCode.Met, "met", "kept")]
    [TestCase(VerdictStatus.Fails, ExitCode.Broken, "broken", "broken")]
    [TestCase(VerdictStatus.Unknown, ExitCode.NotMet, "not-met", "not-checked")]
    public async Task A_constraint_that_is_judged_on_what_was_built_decides_when_every_clause_holds(VerdictStatus status, int code, string outcome, string told)
    {
        _folder.Write("demo.goal", Goal.Replace("\"be brief\"", "forbid package Newtonsoft.Json", StringComparison.Ordinal));
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(
            ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds) with
            {
                Constraints = request.Constraints.Select(constraint => new Verdict(constraint.Description, status, "as it was built") { Constraint = "GOAL5031" }).ToValueList(),
            })),
            "verify",
            "--format",
            "msbuild");

        var constraint = EvidenceWriter.Read(Runs().Single())!.Constraints.Single(constraint => constraint.Description.Contains("package", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(code), host.Error.ToString());
            Assert.That(EvidenceWriter.Read(Runs().Single())!.Outcome, Is.EqualTo(outcome));
            Assert.That((constraint.Status, constraint.Detail), Is.EqualTo((told, "as it was built")));
            Assert.That(host.Out.ToString().Contains("demo.goal(5,32): error GOAL5031: forbid package \"Newtonsoft.Json\": as it was built", StringComparison.Ordinal), Is.EqualTo(status == VerdictStatus.Fails), host.Out.ToString());
            Assert.That(host.Out.ToString(), Does.Contain("all 2 clauses hold"));
        });
    }

    [Test]
    public async Task A_verification_in_which_everything_was_reused_makes_no_new_bundle()
    {
        var first = new TestHost(_folder.Path);
        await first.RunAsync(ScriptedRooms.Create(), "verify");
        var second = new TestHost(_folder.Path);
        await second.RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds, reused: true))), "verify");
        Assert.That(Runs(), Has.Length.EqualTo(1));
        Assert.That(second.Out.ToString(), Does.Contain(Path.GetFileName(Runs()[0])));
    }

    [Test]
    public async Task One_environment_takes_only_the_clauses_in_it_and_only_there_and_makes_no_bundle()
    {
        _folder.Write("demo.goal", """
            goal "demo" {
                objective "It works."
                environment linux { set A = "1" }
                environment farm { runner "windows-latest" }
                environment unused { set A = "2" }
                verify { run "true" in linux, farm  run "false" in linux  file "a.txt" exists }
            }
            """);
        VerificationRequest? asked = null;
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(
            ScriptedRooms.Create(verify: (request, _) =>
            {
                asked = request;
                return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
            }),
            "verify",
            "--environment",
            "farm");

        Assert.Multiple(() =>
        {
            Assert.That(exit, Is.EqualTo(ExitCode.Met), host.Error.ToString());
            Assert.That(asked!.Environment, Is.EqualTo("farm"));
            Assert.That(asked.Clauses, Is.EqualTo(new[] { "run true" }));
            Assert.That(asked.Constraints, Is.Empty);
            Assert.That(Runs().Count(EvidenceOf), Is.Zero);
        });

        static bool EvidenceOf(string folder) => File.Exists(Path.Combine(folder, "evidence.json"));
    }

    [TestCase("farms", "There is no environment 'farms'; did you mean 'farm'?")]
    [TestCase("elsewhere", "There is no environment 'elsewhere'. There are: 'farm', 'unused'.")]
    [TestCase("unused", "No clause is verified in the environment 'unused'; add 'in unused' to those that are to be.")]
    public async Task An_environment_that_is_not_there_is_an_error_that_names_those_that_are(string environment, string message)
    {
        _folder.Write("demo.goal", "goal \"demo\" { objective \"It works.\" environment farm { runner \"x\" } environment unused { set A = \"2\" } verify { run \"true\" in farm } constrain { only \"a\" } }");
        var host = new TestHost(_folder.Path);

        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "verify", "--environment", environment), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain(message));
    }

    [Test]
    public async Task A_part_of_a_goal_makes_no_bundle()
    {
        IReadOnlyCollection<string>? asked = null;
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(
            ScriptedRooms.Create(verify: (request, _) =>
            {
                asked = request.Clauses;
                return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
            }),
            "verify",
            "--clause",
            "RUN TRUE");
        Assert.That(exit, Is.EqualTo(ExitCode.Met));
        Assert.That(asked, Is.EqualTo(["run true"]));
        Assert.That(Runs(), Is.Empty);
    }

    [Test]
    public async Task Only_the_newest_verifications_are_kept_and_all_runs()
    {
        var host = new TestHost(_folder.Path);
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".goal", "runs", "demo", "20200101-000000-000-abcd"));
        for (var i = 0; i < 12; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await host.RunAsync(ScriptedRooms.Create(), "verify");
        }

        Assert.That(Runs().Count(path => path.EndsWith("-verify", StringComparison.Ordinal)), Is.EqualTo(10));
        Assert.That(Runs().Count(path => path.EndsWith("-abcd", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [TestCase(VerdictReuse.Holding)]
    [TestCase(VerdictReuse.None, "--no-cache")]
    public async Task Earlier_verdicts_stand_unless_told_otherwise(VerdictReuse expected, params string[] options)
    {
        VerdictReuse? reuse = null;
        await new TestHost(_folder.Path).RunAsync(
            ScriptedRooms.Create(verify: (request, _) =>
            {
                reuse = request.Reuse;
                return Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Holds));
            }),
            ["verify", .. options]);
        Assert.That(reuse, Is.EqualTo(expected));
    }

    [TestCase(RunOutcome.Met, 0, "met", null)]
    [TestCase(RunOutcome.Stalled, 3, "stalled", "GOAL6002")]
    [TestCase(RunOutcome.Blocked, 3, "blocked", "GOAL6003")]
    [TestCase(RunOutcome.BudgetSpent, 4, "budget-spent", "GOAL6001")]
    [TestCase(RunOutcome.ConstraintBroken, 5, "broken", "GOAL5001")]
    [TestCase(RunOutcome.WaitingForReview, 6, "waiting-for-review", "GOAL6004")]
    [TestCase(RunOutcome.Cancelled, 130, "cancelled", "GOAL6006")]
    public async Task A_run_ends_with_its_code_and_leaves_a_bundle(RunOutcome outcome, int code, string words, string? diagnostic)
    {
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(ScriptedRooms.Create(run: Run(outcome, diagnostic)), "run", "--json");
        Assert.That(exit, Is.EqualTo(code), host.Error.ToString());
        var bundle = EvidenceWriter.Read(Evidence)!;
        Assert.That(bundle.Outcome, Is.EqualTo(words));
        Assert.That(bundle.Mode, Is.EqualTo("run"));
        Assert.That(bundle.Turns.Select(turn => turn.End), Is.EqualTo(["kept"]));
        Assert.That(bundle.Turns[0].Changed, Is.EqualTo(["src/A.cs"]));
        using var last = JsonDocument.Parse(host.Out.ToString().TrimEnd('\n').Split('\n')[^1]);
        Assert.That(last.RootElement.GetProperty("event").GetString(), Is.EqualTo("goal-finished"));
        Assert.That(last.RootElement.GetProperty("exitCode").GetInt32(), Is.EqualTo(code));
    }

    [Test]
    public async Task The_evidence_says_which_constraint_the_result_breaks_and_how()
    {
        var broken = new BrokenRule("b.txt", DiagnosticCatalogue.OutsideOnly, "'b.txt' lies outside.") { Constraints = ["only \"src/**\""] };
        var exit = await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(run: Run(RunOutcome.ConstraintBroken, "GOAL5001", broken)), "run");
        Assert.That(exit, Is.EqualTo(ExitCode.Broken));
        Assert.That(
            EvidenceWriter.Read(Evidence)!.Constraints.Select(constraint => (constraint.Description, constraint.Status)),
            Is.EqualTo(new[] { ("only \"src/**\"", "broken"), ("\"be brief\"", "not-proved"), ("keep tests", "kept"), ("forbid suppressions", "kept"), ("goal files, CI definitions and build, lint and test configuration are always protected", "kept") }));
        Assert.That(EvidenceWriter.Read(Evidence)!.Constraints[0].Detail, Is.EqualTo("'b.txt' lies outside."));
        Assert.That(File.ReadAllText(Path.Combine(Evidence, "evidence.md")), Does.Contain("'b.txt' lies outside."));
    }

    [Test]
    public async Task Without_a_verb_goals_are_run()
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(run: Run(RunOutcome.Met, null))), Is.EqualTo(0));
        Assert.That(host.Out.ToString(), Does.Contain("demo: met"));
        Assert.That(await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(run: Run(RunOutcome.Met, null)), "demo.goal"), Is.EqualTo(0));
    }

    [Test]
    public async Task A_fault_in_the_middle_of_a_run_leaves_a_bundle_of_what_is_known()
    {
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(
            ScriptedRooms.Create(run: (_, progress, _) =>
            {
                Tell(progress);
                throw new GoalFaultException(DiagnosticCatalogue.SnapshotFailed, "git is gone.");
            }),
            "run");
        Assert.That(exit, Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Is.EqualTo("error GOAL0021: git is gone.\n"));
        Assert.That(EvidenceWriter.Read(Evidence)!, Has.Property("Outcome").EqualTo("failed").And.Property("Turns").Count.EqualTo(1));
        Assert.That(host.Out.ToString(), Does.Contain("demo: failed").And.Contain("dotnet goal resume demo.goal"));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_full_disk_while_evidence_is_written_ends_the_run_with_its_code()
    {
        Directory.CreateDirectory(Evidence);
        File.CreateSymbolicLink(Path.Combine(Evidence, "evidence.json.new"), "/dev/full");
        var host = new TestHost(_folder.Path);
        var exit = await host.RunAsync(ScriptedRooms.Create(run: Run(RunOutcome.Met, null)), "run");
        Assert.That(exit, Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.StartWith("error GOAL0009: The evidence of goal 'demo' could not be written to ").And.Contain("No space left on device"));
        Assert.That(Directory.GetFiles(Evidence), Is.Empty);
    }

    [Test]
    public async Task Cancelling_ends_a_verification_with_130()
    {
        using var source = new CancellationTokenSource();
        var host = new TestHost(_folder.Path, cancellation: source.Token);
        var exit = await host.RunAsync(
            ScriptedRooms.Create(verify: async (_, cancellation) =>
            {
                await source.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
                throw new InvalidOperationException("It was not cancelled.");
            }),
            "verify");
        Assert.That(exit, Is.EqualTo(ExitCode.Cancelled));
        Assert.That(host.Out.ToString(), Does.Contain("demo: cancelled"));
    }

    [Test]
    public async Task Status_and_report_tell_of_the_newest_bundle_until_it_is_cleared()
    {
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Fails))), "verify");
        Assert.That(await Say("status"), Does.StartWith("demo: not met  demo.goal, 2026-11-22 10:30Z\n").And.Contain("fails    run true  as scripted"));
        Assert.That(await Say("report"), Does.StartWith("# demo: not-met\n").And.Contain("| it runs | fails | `run true` |"));
        using (var json = JsonDocument.Parse(await Say("report", "--json")))
        {
            Assert.That(json.RootElement.GetProperty("outcome").GetString(), Is.EqualTo("not-met"));
        }

        _folder.Write("demo.goal", Goal + "\n");
        Assert.That(await Say("status"), Does.Contain("The goal file was changed since."));
        Assert.That(await Say("clear"), Is.EqualTo("demo: forgot 0 runs and 1 bundle of evidence\n"));
        Assert.That(await Say("status"), Does.StartWith("demo: never verified"));
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "report"), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain("GOAL0032").And.Contain("dotnet goal verify"));
    }

    [Test]
    public async Task Report_and_status_take_one_goal_one_run_and_a_file()
    {
        _folder.Write("demo.goal", Goal + Goal.Replace("\"demo\"", "\"other\"", StringComparison.Ordinal));
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Fails))), "verify");
        var first = Path.GetFileName(Runs().Single());
        var later = new TestHost(_folder.Path);
        later.Clock.Advance(TimeSpan.FromSeconds(1));
        await later.RunAsync(ScriptedRooms.Create(), "verify");

        Assert.That(await Say("report"), Does.Contain("# demo: met\n").And.Contain("# other: met\n"));
        Assert.That(await Say("report", "--goal", "demo"), Does.StartWith("# demo: met\n").And.Not.Contain("# other"));
        Assert.That(await Say("report", "--goal", "demo", "--run", first), Does.StartWith("# demo: not-met\n"));
        Assert.That(await Say("report", "--goal", "other", "-o", "out/report.md"), Is.Empty);
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, "out", "report.md")), Does.StartWith("# other: met\n"));
        Assert.That(await Say("status", "--goal", "OTHER"), Does.StartWith("other: met").And.Not.Contain("demo: "));
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "report", "--goal", "demo", "--run", "lost"), Is.EqualTo(ExitCode.Usage));
        Assert.That(host.Error.ToString(), Does.Contain("GOAL0032").And.Contain(first));
    }

    [TestCase(RunOutcome.Stalled, "next      dotnet goal resume demo.goal\n")]
    [TestCase(RunOutcome.BudgetSpent, "next      dotnet goal resume demo.goal\n")]
    [TestCase(RunOutcome.Met, null)]
    [TestCase(RunOutcome.WaitingForReview, null)]
    public async Task Status_offers_what_the_end_of_the_run_offered(RunOutcome outcome, string? next)
    {
        var run = new TestHost(_folder.Path);
        await run.RunAsync(ScriptedRooms.Create(run: Run(outcome, null)), "run");
        var status = await Say("status");
        foreach (var said in (string[])[run.Out.ToString(), status])
        {
            Assert.That(said, next is null ? Does.Not.Contain("next ") : Does.Contain(next));
        }
    }

    [Test]
    public async Task The_newest_bundle_is_the_one_that_was_written_last_not_the_one_that_began_last()
    {
        // As after an interruption: a verification lies between a run's start, which names its folder, and its end.
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Fails))), "verify");
        var verification = Runs().Single();
        File.SetLastWriteTimeUtc(Path.Combine(verification, EvidenceWriter.JsonFile), DateTime.UtcNow.AddSeconds(-1));
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(resume: Run(RunOutcome.Met, null)), "resume");

        Assert.That(Evidence, Is.LessThan(verification).Using((IComparer<string>)StringComparer.Ordinal), "By name, the verification is newer.");
        Assert.That(await Say("status"), Does.StartWith("demo: met").And.Contain(Path.GetFileName(Evidence)));
        Assert.That(await Say("report"), Does.StartWith("# demo: met\n"));
        Assert.That(await Say("report", "--run", Path.GetFileName(verification)), Does.StartWith("# demo: not-met\n"));
    }

    [Test]
    public async Task Compile_writes_a_project_where_no_build_finds_it_or_where_it_is_told()
    {
        var path = Path.Combine(".goal", "compiled", "demo.proj");
        Assert.That(await Say("compile"), Is.EqualTo($"{path}: demo; run it with 'dotnet msbuild {path}'\n"));
        Assert.That(File.ReadAllText(Path.Combine(_folder.Path, path)), Does.Contain("<Project DefaultTargets=\"Goal\">"));
        Assert.That(Path.Combine(_folder.Path, ".goal", ".gitignore"), Does.Exist);
        Assert.That(await Say("compile", "-o", "-"), Is.EqualTo(File.ReadAllText(Path.Combine(_folder.Path, path))));
        Assert.That(await Say("compile", "-o", "out put/x.proj"), Does.EndWith($"run it with 'dotnet msbuild \"{Path.Combine("out put", "x.proj")}\"'\n"));
        Assert.That(Path.Combine(_folder.Path, "out put", "x.proj"), Does.Exist);
    }

    [Test]
    public async Task What_goes_to_the_output_as_a_document_is_free_of_diagnostics()
    {
        // No constraint: a warning.
        _folder.Write("demo.goal", "goal \"demo\" { objective \"It works.\" verify { run \"true\" } }\n");
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(), "verify");
        foreach (var args in new string[][] { ["report", "--json"], ["compile", "-o", "-", "--json"], ["report", "--format", "github"] })
        {
            var host = new TestHost(_folder.Path);
            Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(ExitCode.Met));
            Assert.That(host.Error.ToString(), Does.Contain("GOAL3004"), string.Join(' ', args));
            Assert.That(host.Out.ToString(), Does.Not.Contain("GOAL3004"), string.Join(' ', args));
        }
    }

    [Test]
    public async Task Every_verb_tells_programs_what_it_did()
    {
        _folder.Write("bad.goal", "goal {");
        _folder.Write("rough.goal", "goal \"rough\" {objective \"It works.\"\nconstrain { keep tests } verify { run \"true\" } }\n");
        Assert.That(await Events(ExitCode.Usage, "check", "bad.goal", "demo.goal", "--json"), Is.EqualTo(new[] { "diagnostic", "diagnostic", "file-checked bad.goal errors", "file-checked demo.goal ok" }));
        await Say("fmt", "demo.goal");
        Assert.That(await Events(ExitCode.NotMet, "fmt", "rough.goal", "demo.goal", "--check", "--json"), Is.EqualTo(new[] { "file-formatted rough.goal not-formatted", "file-formatted demo.goal unchanged" }));
        Assert.That(await Events(ExitCode.Met, "fmt", "rough.goal", "--json"), Is.EqualTo(new[] { "file-formatted rough.goal formatted" }));
        Assert.That(await Events(ExitCode.Met, "compile", "demo.goal", "--json"), Is.EqualTo(new[] { "goal-compiled demo.goal" }));
        Assert.That(await Events(ExitCode.Met, "status", "demo.goal", "--json"), Is.EqualTo(new[] { "status demo.goal" }));
        Assert.That(await Events(ExitCode.Met, "clear", "demo.goal", "--json"), Is.EqualTo(new[] { "goal-cleared demo.goal" }));
        Assert.That(await Events(ExitCode.Usage, "verify", "--json", "--frobnicate"), Is.EqualTo(new[] { "diagnostic" }));
        Assert.That(await Events(ExitCode.Usage, "verify", "--format", "json", "--verbosity", "loud"), Is.EqualTo(new[] { "diagnostic" }));
    }

    [Test]
    public async Task Fmt_changes_files_only_when_asked_and_keeps_the_byte_order_mark()
    {
        var path = _folder.Write("demo.goal", "\ufeffgoal \"demo\" {objective \"x\"\nverify { run \"true\" } }\n");
        var check = new TestHost(_folder.Path);
        Assert.That(await check.RunAsync(ScriptedRooms.Create(), "fmt", "--check"), Is.EqualTo(ExitCode.NotMet));
        Assert.That(check.Out.ToString(), Does.StartWith("demo.goal: not formatted"));
        Assert.That(await Say("fmt"), Is.EqualTo("demo.goal: formatted\n"));
        Assert.That(File.ReadAllBytes(path).Take(3), Is.EqualTo(new byte[] { 0xef, 0xbb, 0xbf }));
        Assert.That(await Say("fmt", "--check"), Is.Empty);
        var piped = new TestHost(_folder.Path, input: "goal   \"x\" { objective \"x\" verify { run \"true\" } }\n");
        Assert.That(await piped.RunAsync(ScriptedRooms.Create(), "fmt", "-", "--check"), Is.EqualTo(ExitCode.NotMet));
        Assert.That(piped.Out.ToString(), Does.StartWith("(standard input): not formatted"));
    }

    [Test]
    public async Task Fmt_formats_standard_input()
    {
        var host = new TestHost(_folder.Path, input: "goal \"demo\" {objective \"x\"\nverify { run \"true\" } }\n");
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "fmt", "-"), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Out.ToString(), Does.StartWith("goal \"demo\" {\n"));
        var bad = new TestHost(_folder.Path, input: "goal {");
        Assert.That(await bad.RunAsync(ScriptedRooms.Create(), "fmt", "-"), Is.EqualTo(ExitCode.Usage));
        Assert.That(bad.Out.ToString(), Is.Empty);
        Assert.That(bad.Error.ToString(), Does.StartWith("(standard input)(1,"));
    }

    [TestCase(new[] { 0, 0 }, 0)]
    [TestCase(new[] { 0, 1, 6 }, 1)]
    [TestCase(new[] { 1, 3, 4 }, 4)]
    [TestCase(new[] { 3, 5, 2 }, 5)]
    [TestCase(new[] { 5, 130 }, 130)]
    [TestCase(new int[0], 0)]
    public void Several_goals_give_the_worst_of_their_codes(int[] codes, int worst) => Assert.That(ExitCode.Worst(codes), Is.EqualTo(worst));

    private string Evidence => Path.Combine(_folder.Path, ".goal", "runs", "demo", "20261122-103000-000-1a2b");

    private string[] Runs()
    {
        var folder = Path.Combine(_folder.Path, ".goal", "runs", "demo");
        return Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];
    }

    private async Task<string[]> Events(int code, params string[] args)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(code), host.Error.ToString());
        Assert.That(host.Error.ToString(), Is.Empty);
        return [.. host.Out.ToString().TrimEnd('\n').Split('\n').Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var name = json.RootElement.GetProperty("event").GetString()!;
            return name == "diagnostic" ? name
                : $"{name} {Path.GetFileName(json.RootElement.GetProperty("file").GetString())}{(json.RootElement.TryGetProperty("status", out var status) ? " " + status.GetString() : "")}";
        })];
    }

    private async Task<string> Say(params string[] args)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(ExitCode.Met), host.Error.ToString());
        return host.Out.ToString();
    }

    private void Tell(IProgress<RunEvent> progress)
    {
        progress.Report(new RunStarted("demo", Path.GetFileName(Evidence), Evidence, null, Resumed: false));
        progress.Report(new TurnStarted("demo", 1, "fixers"));
        progress.Report(new TurnKept("demo", 1, "fixers", "formatted", ["src/A.cs"], 1, 2));
    }

    private Func<RunRequest, IProgress<RunEvent>, CancellationToken, Task<IReadOnlyList<RunResult>>> Run(RunOutcome outcome, string? code, params BrokenRule[] broken) => (_, progress, _) =>
    {
        Tell(progress);
        var result = new RunResult("demo", Path.GetFileName(Evidence), outcome, code, "as scripted")
        {
            Verdicts = [new Verdict("run true", outcome == RunOutcome.Met ? VerdictStatus.Holds : VerdictStatus.Fails, "as scripted")],
            Turns = 1,
            EvidenceDirectory = Evidence,
            Broken = [.. broken],
        };
        progress.Report(new RunFinished("demo", result));
        return Task.FromResult<IReadOnlyList<RunResult>>([result]);
    };
}
