using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

[Category("Slow")]
public class MSBuildVerifierTests
{
    [Test]
    public async Task A_build_holds_then_fails_with_the_compilers_findings_then_holds_again()
    {
        using var sample = new SampleWorkspace().WithProjects();
        var clause = new BuildClause(new Text("Sample.slnx"));

        var first = await sample.VerifyAsync(clause);
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text => 1;\n}\n");
        var second = await sample.VerifyAsync(clause);
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text => \"again\";\n}\n");
        var third = await sample.VerifyAsync(clause);

        Assert.Multiple(() =>
        {
            Assert.That(first.Verdicts.Single().Reason, Is.EqualTo("It builds without errors or warnings."));
            Assert.That(first.AllHold, first.Verdicts.Single().Reason);
            Assert.That(second.Verdicts.Single().Reason, Does.StartWith("It does not build: 1 error; Lib/Greeting.cs(4,34): CS0029: "));
            Assert.That(second.Verdicts.Single().Findings.Single(), Is.EqualTo(new Finding(FindingKind.Build, second.Verdicts.Single().Findings.Single().Message)
            {
                Code = "CS0029",
                File = "Lib/Greeting.cs",
                Line = 4,
                Column = 34,
            }));
            Assert.That(third.AllHold, third.Verdicts.Single().Reason);
            Assert.That(File.Exists(Path.Combine(sample.LastEvidence, "build.binlog")));
        });
    }

    [Test]
    public async Task A_build_in_several_environments_fails_where_one_of_them_does()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n#if DEBUG\n    public static string Text => \"hello\";\n#else\n    public static string Text => 1;\n#endif\n}\n");
        ValueList<Text> both = [new Text("debug"), new Text("release")];
        var goal = new Goal(new Text("sample"))
        {
            Environments = [new GoalEnvironment(new Text("debug")) { Configuration = new Text("Debug") }, new GoalEnvironment(new Text("release")) { Configuration = new Text("Release") }],
            Verify = [new BuildClause(new Text("Lib")) { Environments = both }, new BuildClause(new Text("Lib")) { Environments = [both[0]] }],
        };

        var broken = await sample.VerifyAsync(goal, request => request);
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text => \"hello\";\n}\n");
        var repaired = await sample.VerifyAsync(goal, request => request);

        Assert.Multiple(() =>
        {
            Assert.That(broken.Verdicts[0].Reason, Does.StartWith("In 'release': It does not build: 1 error; Lib/Greeting.cs(7,34): CS0029: "));
            Assert.That(repaired.AllHold, repaired.Verdicts[0].Reason);
            Assert.That(File.Exists(sample.Folder.At("Lib/bin/Release/net10.0/Lib.dll")));
        });
    }

    [Test]
    public async Task Warnings_fail_the_clause_also_when_the_compilation_is_skipped()
    {
        using var sample = new SampleWorkspace().WithProjects();
        var strict = new BuildClause(new Text("Sample.slnx")) { WarningsAsErrors = true };
        var lax = new BuildClause(new Text("App"));
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text { get { int unused; return \"hello\"; } }\n}\n");

        var first = await sample.VerifyAsync(strict, lax);
        var skipped = await sample.VerifyAsync(strict, lax);
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting\n{\n    public static string Text => \"hello\";\n}\n");
        var repaired = await sample.VerifyAsync(strict, lax);

        Assert.Multiple(() =>
        {
            foreach (var result in new[] { first, skipped })
            {
                Assert.That(result.Verdicts[0].Reason, Does.StartWith("It builds with 1 warning, and none is allowed; Lib/Greeting.cs(4,43): CS0168: "));
                Assert.That(result.Verdicts[0].Findings.Single().IsError, Is.False);
                Assert.That(result.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Holds), result.Verdicts[1].Reason);
            }

            Assert.That(repaired.AllHold, repaired.Verdicts[0].Reason);
        });
    }

    [Test]
    public async Task A_finding_reaches_every_clause_whose_projects_need_the_broken_one_and_no_other()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Other/Other.csproj", File.ReadAllText(sample.Folder.At("Lib/Lib.csproj")));
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\npublic static class Greeting;;;{\n");

        var result = await sample.VerifyAsync(new BuildClause(new Text("App")), new BuildClause(new Text("Lib")), new BuildClause(new Text("Sample.slnx")), new BuildClause(new Text("Other")), new BuildClause(new Text("Missing")));

        Assert.Multiple(() =>
        {
            foreach (var verdict in result.Verdicts.Take(3))
            {
                Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Fails), verdict.Clause);
                Assert.That(verdict.Findings.Select(finding => finding.File), Does.Contain("Lib/Greeting.cs"), verdict.Clause);
            }

            Assert.That(result.Verdicts[3].Status, Is.EqualTo(VerdictStatus.Holds), result.Verdicts[3].Reason);
            Assert.That(result.Verdicts[4].Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(result.Verdicts[4].Reason, Does.StartWith("There is no project at '"));
        });
    }

    [Test]
    public async Task Nothing_that_was_evaluated_goes_stale_between_two_verifications()
    {
        using var sample = new SampleWorkspace().WithProjects();
        const string Target = "<Project><Target Name=\"Check\"><Error Code=\"X1\" Text=\"$(Why)\" Condition=\"'$(Why)' != ''\" /></Target></Project>";
        sample.Folder.Write("Directory.Build.targets", Target);
        var clause = new TargetClause(new Text("Check"), new Text("Lib"));
        var project = File.ReadAllText(sample.Folder.At("Lib/Lib.csproj"));

        var first = await sample.VerifyAsync(clause);
        sample.Folder.Write("Directory.Build.props", "<Project><PropertyGroup><Why>props</Why></PropertyGroup></Project>");
        var props = await sample.VerifyAsync(clause);
        sample.Folder.Write("Lib/Lib.csproj", project.Replace("<Nullable>", "<Why>project</Why><Nullable>", StringComparison.Ordinal));
        var edited = await sample.VerifyAsync(clause);
        sample.Folder.Write("Lib/Lib.csproj", project);
        sample.Folder.Write("Directory.Build.props", "<Project />");
        var back = await sample.VerifyAsync(clause);

        Assert.That(
            new[] { first, props, edited, back }.Select(result => result.Verdicts.Single().Reason),
            Is.EqualTo(new[]
            {
                "The target 'Check' succeeds.",
                "The target fails: 1 error; Directory.Build.targets(1,31): X1: props",
                "The target fails: 1 error; Directory.Build.targets(1,31): X1: project",
                "The target 'Check' succeeds.",
            }));
    }

    [Test]
    public async Task A_build_whose_time_runs_out_is_unknown_and_the_others_are_verified_all_the_same()
    {
        using var sample = new SampleWorkspace(isWarm: false).WithProjects();
        sample.Folder.Write("Slow/Slow.proj", "<Project><Target Name=\"Restore\" /><Target Name=\"Build\"><Exec Command=\"echo $$ > pid; exec sleep 300\" /></Target></Project>");

        var result = await sample.VerifyAsync(new BuildClause(new Text("Slow")) { Timeout = TimeSpan.FromSeconds(1) }, new RunClause(new Text("echo there")));

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts[0].Reason, Does.StartWith("It took longer than 1 second and was stopped."));
            Assert.That(result.Verdicts[0].Findings, Is.Empty, "that its tool was stopped says nothing of the project");
            Assert.That(RunningProcess.IsRunning(File.ReadAllText(sample.Folder.At("Slow/pid"))), Is.False);
            Assert.That(result.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Holds), result.Verdicts[1].Reason);
        });
    }

    [Test]
    public async Task Projects_see_that_they_are_verified_and_no_secret()
    {
        const string Secret = "GOALBUILD_TEST_API_KEY";
        using var sample = new SampleWorkspace(isWarm: false);
        sample.Folder.Write("Looks/Looks.proj", $"""
            <Project>
              <Target Name="Restore" />
              <Target Name="Build"><Error Text="verifying '$(GOALBUILD_VERIFYING)', secret '$({Secret})'" /></Target>
            </Project>
            """);
        Environment.SetEnvironmentVariable(Secret, "hush");
        try
        {
            var result = await sample.VerifyAsync(new BuildClause(new Text("Looks")));

            Assert.That(result.Verdicts[0].Reason, Does.Contain("verifying '1', secret ''"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task What_another_clause_builds_takes_none_of_a_clauses_time()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("First/First.proj", "<Project><Target Name=\"Restore\" /><Target Name=\"Build\"><Exec Command=\"echo built &gt; ended\" /></Target></Project>");
        sample.Folder.Write("Second/Second.proj", "<Project><Target Name=\"Restore\" /><Target Name=\"Build\" /></Project>");
        BuildClause first = new(new Text("First")), second = new(new Text("Second"));
        bool? hadEnded = null;
        sample.OnEvent = news => hadEnded ??= news is ClauseStarted { Clause: "build Second" } ? File.Exists(sample.Folder.At("First/ended")) : null;

        var result = await sample.VerifyAsync(first, second);

        Assert.That(result.AllHold, string.Join('\n', result.Verdicts.Select(verdict => verdict.Reason)));
        Assert.That(hadEnded, Is.True, "its time begins with its own build");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task What_failed_last_time_starts_before_what_held_and_is_told_of_in_its_own_place()
    {
        using var sample = new SampleWorkspace();
        Clause[] clauses =
        [
            Says("first.txt"), Says("second.txt"), new RunClause(new Text("cat first.txt")),
            new RunClause(new Text("grep here second.txt")) { Label = new Text("looks") }, Says("missing.txt"),
        ];
        sample.Folder.Write("first.txt", "here");
        sample.Folder.Write("second.txt", "not yet");
        var first = await sample.VerifyAsync(clauses);
        var begun = Started(sample);
        sample.Folder.Write("first.txt", "it is here");
        sample.Folder.Write("second.txt", "and here");

        var second = await sample.VerifyAsync(clauses);
        var begunAgain = Started(sample);
        await sample.VerifyAsync(new Goal(new Text("sample")) { Verify = [.. clauses] }, request => request with { Reuse = VerdictReuse.None });

        Assert.Multiple(() =>
        {
            Assert.That(first.Verdicts.Select(verdict => verdict.Status == VerdictStatus.Holds), Is.EqualTo(new[] { true, false, true, false, false }));
            Assert.That(begun, Is.EqualTo(InOrder(0, 1, 4, 2, 3)), "nothing is known, and commands come last");
            Assert.That(begunAgain, Is.EqualTo(InOrder(1, 4, 0, 2, 3)), "and a command may use what the one before it left");
            Assert.That(second.Verdicts.Select(verdict => verdict.Clause), Is.EqualTo(InOrder(0, 1, 2, 3, 4)));
            Assert.That(second.Verdicts.Select(verdict => verdict.Status == VerdictStatus.Holds), Is.EqualTo(new[] { true, true, true, true, false }));
            Assert.That(second.Verdicts.Any(verdict => verdict.Reused), Is.False);
            Assert.That(sample.Events.OfType<ClauseFinished>().TakeLast(5).Select(news => news.Clause), Is.EqualTo(InOrder(0, 1, 2, 3, 4)));
            Assert.That(Started(sample), Is.EqualTo(InOrder(0, 1, 4, 2, 3)), "a proof that takes nothing over takes no order over");
        });

        IEnumerable<string> InOrder(params int[] order) => order.Select(index => first.Verdicts[index].Clause);

        static FileClause Says(string file) => new(new Text(file), FileCondition.Contains) { Contains = new Text("here") };

        static List<string> Started(SampleWorkspace sample) => [.. sample.Events.OfType<ClauseStarted>().Select(news => news.Clause).TakeLast(5)];
    }

    [TestCase("DEBUG", "Holds Fails Holds Fails Fails")]
    [TestCase("!DEBUG", "Fails Holds Fails Holds Holds")]
    public async Task A_warning_of_one_configuration_is_none_of_anothers(string condition, string expected)
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Greeting.cs", $"namespace Lib;\n#if {condition}\n#warning only here\n#endif\npublic static class Greeting\n{{\n    public static string Text => \"hello\";\n}}\n");
        var release = new BuildClause(new Text("Lib")) { Configuration = new Text("Release"), WarningsAsErrors = true };

        // Lib is built for the first two; the others find it built.
        var result = await sample.VerifyAsync(
            release,
            new BuildClause(new Text("Lib")) { WarningsAsErrors = true },
            release with { Project = new Text("App") },
            new BuildClause(new Text("App")) { WarningsAsErrors = true },
            new BuildClause(new Text("Sample.slnx")) { WarningsAsErrors = true });

        Assert.That(string.Join(' ', result.Verdicts.Select(verdict => verdict.Status)), Is.EqualTo(expected), string.Join('\n', result.Verdicts.Select(verdict => verdict.Reason)));
    }

    [Test]
    public async Task A_compilation_that_is_up_to_date_is_skipped_repeats_its_warnings_and_leaves_nothing_behind_a_clean()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\n#warning here\npublic static class Greeting\n{\n    public static string Text => \"hello\";\n}\n");
        var clause = new BuildClause(new Text("Lib")) { WarningsAsErrors = true };
        var first = await sample.VerifyAsync(clause);
        var compiled = sample.Folder.At("Lib/obj/Debug/net10.0/Lib.dll");
        var at = File.GetLastWriteTimeUtc(compiled);

        var second = await sample.VerifyAsync(clause);

        Assert.That(File.GetLastWriteTimeUtc(compiled), Is.EqualTo(at), "it was not compiled again");
        Assert.That(second.Verdicts[0].Findings, Is.EqualTo(first.Verdicts[0].Findings).And.Count.EqualTo(1), second.Verdicts[0].Reason);
        Assert.That(Logs(), Is.Not.Empty);
        var clean = await ProcessRunner.RunAsync(new ProcessRequest("dotnet", ["clean", sample.Folder.At("Lib/Lib.csproj")]) { WorkingDirectory = sample.Folder.Path }, default);
        Assert.That(clean.ExitCode, Is.Zero, clean.StandardOutput.Text);
        Assert.That(Logs(), Is.Empty);

        IEnumerable<string> Logs() => Directory.EnumerateFiles(sample.Folder.At("Lib/obj"), "*.sarif", SearchOption.AllDirectories);
    }

    [Test]
    public async Task A_warning_in_the_framework_of_a_reference_that_was_built_before_counts()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Lib/Lib.csproj", File.ReadAllText(sample.Folder.At("Lib/Lib.csproj")).Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0</TargetFrameworks>", StringComparison.Ordinal));
        sample.Folder.Write("Lib/Greeting.cs", "namespace Lib;\n#warning here\npublic static class Greeting\n{\n    public static string Text => \"hello\";\n}\n");

        var result = await sample.VerifyAsync(new BuildClause(new Text("Lib")), new BuildClause(new Text("App")) { WarningsAsErrors = true });

        Assert.That(result.Verdicts.Select(verdict => verdict.Status), Is.EqualTo(new[] { VerdictStatus.Holds, VerdictStatus.Fails }), result.Verdicts[1].Reason);
        Assert.That(result.Verdicts[1].Findings.Single().Code, Is.EqualTo("CS1030"));
    }

    [Test]
    public async Task Each_clause_is_restored_as_its_environment_asks()
    {
        using var sample = new SampleWorkspace(isWarm: false).WithProjects();
        var environment = new GoalEnvironment(new Text("linux")) { Variables = [new Variable(new Text("RuntimeIdentifier"), new Text("linux-x64"))] };
        BuildClause lib = new(new Text("Lib")), linux = lib with { Environments = [new Text("linux")] };
        var goal = new Goal(new Text("sample")) { Environments = [environment], Verify = [linux, lib, new TestClause(new Text("App")) { Environments = [new Text("linux")] }] };

        var first = await sample.VerifyAsync(goal, request => request);
        var second = await sample.VerifyAsync(goal, request => request with { Reuse = VerdictReuse.None });

        foreach (var result in new[] { first, second })
        {
            Assert.That(result.Verdicts.Take(2).Select(verdict => verdict.Reason), Is.All.EqualTo("It builds without errors or warnings."));
            Assert.That(result.Verdicts[2].Reason, Does.StartWith("'App' holds no test project"));
        }
    }

    [Test]
    public async Task Where_a_restore_is_missing_it_is_made_before_any_command_runs()
    {
        using var sample = new SampleWorkspace();
        using var packages = new TempFolder("packages");

        // As with the folder of packages: a restore fills it, a build needs it, and no fingerprint sees it.
        sample.Folder.Write("App/App.proj", $"""
            <Project>
              <Target Name="Restore"><Touch AlwaysCreate="true" Files="{packages.At("package")}" /></Target>
              <Target Name="Build"><Error Code="NETSDK1064" Text="Package was not found." Condition="!Exists('{packages.At("package")}')" /></Target>
            </Project>
            """);
        var goal = new Goal(new Text("sample")) { Verify = [new BuildClause(new Text("App")), new RunClause(new Text("echo ran >> log"))] };
        var first = await sample.VerifyAsync(goal, request => request);
        File.Delete(packages.At("package"));

        var second = await sample.VerifyAsync(goal, request => request with { Reuse = VerdictReuse.None });

        Assert.That(first.AllHold && second.AllHold, second.Verdicts[0].Reason);
        Assert.That(File.Exists(Path.Combine(sample.LastEvidence, "build.2.binlog")), "the first build found out");
        Assert.That(await File.ReadAllLinesAsync(sample.Folder.At("log")), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Commands_run_one_at_a_time_in_the_order_of_the_goal()
    {
        using var sample = new SampleWorkspace().WithProjects();
        var names = new[] { "a", "b", "c" };

        // Two builds that write the same files break each other, and any command may build. Each of these takes as long as a process of .NET takes to start.
        var result = await sample.VerifyAsync([.. names.Select(name => new RunClause(new Text($"echo {name} begins >> log && dotnet --version && echo {name} ends >> log")))]);

        Assert.That(result.Verdicts.Select(verdict => verdict.Status), Is.All.EqualTo(VerdictStatus.Holds));
        Assert.That(await File.ReadAllLinesAsync(sample.Folder.At("log")), Is.EqualTo(names.SelectMany(name => new[] { $"{name} begins", $"{name} ends" })));
    }

    [Test]
    public async Task What_a_clause_runs_cannot_change_a_verdict_on_its_way()
    {
        using var sample = new SampleWorkspace();
        var forged = sample.Folder.Write("forged.json", VerdictJson.Write(new Verdict("run exit 3", VerdictStatus.Holds, "It is fine.")));

        // Every file of the verifications, whatever it is called.
        var result = await sample.VerifyAsync(
            new RunClause(new Text("exit 3")),
            new RunClause(new Text($"find .goal/runs -name '*.json' -exec cp '{forged}' {{}} ';'; for f in 01-run-exit-3 02-run-find; do cp '{forged}' .goal/runs/1/$f.verdict.json; done; exit 3")));

        Assert.That(result.Verdicts.Select(verdict => verdict.Reason), Is.EqualTo(new[] { "It exits with 3.", "It exits with 3." }));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(sample.LastEvidence, "01-run-exit-3.verdict.json")), Does.Contain("It is fine."), "the clause did what it could");
    }

    [Test]
    public async Task What_a_clause_runs_cannot_change_what_the_baseline_was()
    {
        using var sample = new SampleWorkspace();
        var changed = new FileClause(new Text("kept.txt"), FileCondition.Unchanged);
        var clobber = new RunClause(new Text("for f in $(find .goal -name '*.txt'); do : > $f; done"));
        var goal = new Goal(new Text("sample")) { Verify = [clobber, changed] };
        var first = await sample.VerifyAsync(goal, request => request with { Baseline = new Changed("kept.txt") });
        var none = await sample.VerifyAsync(goal, request => request);

        Assert.That(first.Verdicts[1].Reason, Is.EqualTo("1 file of 'kept.txt' changed since the baseline, and none should: kept.txt"));
        Assert.That(none.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Unknown));
        Assert.That(Directory.EnumerateFiles(sample.Folder.Path, "changed-files*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task The_compiled_goal_runs_the_same_clauses_by_hand()
    {
        using var sample = new SampleWorkspace().WithProjects();
        var goal = new Goal(new Text("sample"))
        {
            Verify = [new BuildClause(new Text("Sample.slnx")), new RunClause(new Text("echo there")) { Prints = [new PrintExpectation(false, new Text("here"), null)] }, new RunClause(new Text("exit 3"))],
        };
        var compiled = GoalCompiler.Compile(new SourceText(sample.Folder.At("sample.goal"), "goal"), goal, sample.Workspace);
        var project = sample.Folder.Write("goal.proj", compiled.ToString());

        var build = await Dotnet("msbuild", project, "-nologo", "-t:build Sample_slnx");
        var all = await Dotnet("msbuild", project, "-nologo", "-m");

        Assert.Multiple(() =>
        {
            Assert.That(build.ExitCode, Is.Zero, build.StandardOutput.Text);
            Assert.That(all.ExitCode, Is.EqualTo(1), all.StandardOutput.Text);
            Assert.That(all.StandardOutput.Text, Does.Contain($"{sample.Folder.At("sample.goal")}(1,1): error GOAL4001: run exit 3: It exits with 3."));
            Assert.That(all.StandardOutput.Text.Split('\n').Count(line => line.Contains("error GOAL", StringComparison.Ordinal)), Is.EqualTo(1), all.StandardOutput.Text);
            Assert.That(VerdictJson.Read(File.ReadAllText(sample.Folder.At(".goal/results/sample/02-run-echo-there.verdict.json"))).Status, Is.EqualTo(VerdictStatus.Holds));
        });

        Task<ProcessResult> Dotnet(params string[] arguments) =>
            ProcessRunner.RunAsync(new ProcessRequest("dotnet", arguments) { WorkingDirectory = sample.Folder.Path }, default);
    }

    [Test]
    [Platform("Linux")]
    public async Task Disposing_leaves_no_node_and_no_compiler_behind()
    {
        var before = Servers();
        using (var sample = new SampleWorkspace(isWarm: false).WithProjects())
        {
            var result = await sample.VerifyAsync(new BuildClause(new Text("Sample.slnx")));
            Assert.That(result.AllHold, result.Verdicts.Single().Reason);
        }

        Assert.That(Servers().Except(before), Is.Empty);

        // Only those of this process: the mark in their environment has ours in it, other builds of the machine have none.
        static string[] Servers() => [.. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Where(folder =>
        {
            try
            {
                var environment = File.ReadAllText(Path.Combine(folder, "environ"));
                return environment.Contains(ProcessTree.MarkVariable, StringComparison.Ordinal) && File.ReadAllText(Path.Combine(folder, "cmdline")) is var command
                    && (command.Contains("nodemode", StringComparison.Ordinal) || command.Contains($"goal-{Environment.ProcessId}-", StringComparison.Ordinal));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        })];
    }

    private sealed class Changed(params IEnumerable<string> paths) : IBaseline
    {
        public Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlySet<string>>(paths.ToHashSet());
    }
}
