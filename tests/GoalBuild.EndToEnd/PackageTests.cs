namespace GoalBuild.EndToEnd;

/// <summary>What a build does with goals.</summary>
[Category("Slow"), Parallelizable(ParallelScope.All)]
public class PackageTests
{
    private const string StartsTool = "Using \"RunGoalTool\" task";
    private const string ReadsGoals = "Using \"CheckGoal\" task";

    [Test]
    public async Task A_mistake_in_a_goal_shows_before_compile_at_its_place()
    {
        using var project = new GoalProject().With("Class1.cs", "this does not compile").With("app.goal", "goal \"app\" {\n  objektive \"x\"\n}\n");
        var outcome = await project.BuildAsync();
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.ToString());
        Assert.That(outcome.All, Does.Contain($"{project["app.goal"]}(2,3): error GOAL1"));
        Assert.That(outcome.All, Does.Not.Contain("error CS"));
    }

    [Test]
    public async Task A_goal_file_that_is_not_there_is_an_error_that_says_so()
    {
        using var project = new GoalProject();
        var outcome = await project.BuildAsync();
        Assert.That(outcome.Lines("app.goal : error GOAL0002: "), Has.Count.EqualTo(1), outcome.ToString());
    }

    [Test]
    public async Task Each_clause_that_does_not_hold_is_one_error_at_its_own_line()
    {
        // On a build server, which needs nothing but the build.
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists\n    file \"b.txt\" exists\n    file \"c.txt\" exists");
        var outcome = await project.BuildAsync(new Dictionary<string, string?> { ["CI"] = "true" });
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.ToString());
        Assert.That(outcome.Lines(": error GOAL4001: "), Has.Count.EqualTo(2), outcome.ToString());
        Assert.That(outcome.Lines($"{project["app.goal"]}(6,5): error GOAL4001: file b.txt exists"), Has.Count.EqualTo(1), outcome.ToString());
        Assert.That(outcome.Lines($"{project["app.goal"]}(7,5): error GOAL4001: file c.txt exists"), Has.Count.EqualTo(1), outcome.ToString());
    }

    [Test]
    public async Task A_goal_that_is_up_to_date_starts_no_process_and_loads_no_task_until_what_it_reads_changes()
    {
        // Characters that MSBuild escapes (in the project's own folder, the SDK takes no semicolon and no %2F), a folder that starts with a dot, and
        // one that a build writes to: all of them are read.
        using var project = new GoalProject(folder: "50% Ü (1) $(a) @b")
            .WithGoal("    file \"data;%41/*.txt\" exists\n    file \".github/x.yml\" contains \"on\"\n    file \"bin/keep.md\" exists")
            .With("data;%41/a.txt", "a").With(".github/x.yml", "on").With("bin/keep.md", "");
        var first = await project.BuildAsync("-v:d", "-bl");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(first.All, Does.Contain(StartsTool).And.Contain(ReadsGoals));

        var second = await project.BuildAsync("-v:d", "-bl:second.binlog", "--no-restore");
        Assert.That(second.ExitCode, Is.Zero, second.ToString());
        Assert.That(second.All, Does.Not.Contain(StartsTool).And.Not.Contain(ReadsGoals));

        project.With(".github/x.yml", "off");
        var third = await project.BuildAsync("--no-restore");
        Assert.That(third.Lines("error GOAL4001: file .github/x.yml contains"), Has.Count.EqualTo(1), third.ToString());
        Assert.That(project.HasStamp, Is.False);

        project.With(".github/x.yml", "on");
        var fourth = await project.BuildAsync("--no-restore");
        Assert.That(project.HasStamp, fourth.ToString());

        // A file that came or went has no time that would tell.
        File.Move(project["data;%41/a.txt"], project["a.txt"]);
        File.Delete(project["bin/keep.md"]);
        var fifth = await project.BuildAsync("--no-restore");
        Assert.That(fifth.Lines("error GOAL4001: file data;%41/*.txt exists"), Has.Count.EqualTo(1), fifth.ToString());
        Assert.That(fifth.Lines("error GOAL4001: file bin/keep.md exists"), Has.Count.EqualTo(1), fifth.ToString());
        Assert.That(project.HasStamp, Is.False);
    }

    [Test]
    public async Task A_command_is_up_to_date_until_a_file_of_the_tree_changes_that_is_not_built()
    {
        using var project = new GoalProject().WithGoal("    run \"true\"").With(".config/a.json", "1");
        var first = await project.BuildAsync("-bl");
        Assert.That(project.HasStamp, first.ToString());
        var second = await project.BuildAsync("-v:d", "-bl", "--no-restore");
        Assert.That(second.All, Does.Not.Contain(StartsTool));

        project.With(".config/a.json", "2");
        var third = await project.BuildAsync("-v:d", "--no-restore");
        Assert.That(third.All, Does.Contain(StartsTool), third.ToString());
    }

    [Test]
    public async Task The_first_goal_that_fails_hides_no_other_and_the_build_fails()
    {
        using var project = new GoalProject("""<Goal Include="a.goal" /><Goal Include="b.goal" /><Goal Include="c.goal" />""")
            .WithGoal("    file \"a.txt\" exists", name: "a").WithGoal("    file \"app.csproj\" exists", name: "b").WithGoal("    file \"c.txt\" exists", name: "c");
        var outcome = await project.BuildAsync();
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.ToString());
        Assert.That(outcome.Lines(": error GOAL4001: "), Has.Count.EqualTo(2), outcome.ToString());
        Assert.That(outcome.Lines(": error "), Has.Count.EqualTo(2), outcome.ToString());
        Assert.That(project.HasStamp, "The goal in between holds.");

        project.With("a.goal", "gaol").With("c.goal", "gaol");
        var mistaken = await project.BuildAsync("--no-restore", "-v:m");
        Assert.That(mistaken.Lines("a.goal(1,1): error GOAL1"), Has.Count.EqualTo(1), mistaken.ToString());
        Assert.That(mistaken.Lines("c.goal(1,1): error GOAL1"), Has.Count.EqualTo(1), mistaken.ToString());
    }

    [Test]
    public async Task Targets_that_are_asked_for_by_name_verify_whatever_the_build_does()
    {
        using var project = new GoalProject("""<Goal Include="a.goal" GoalMode="verify" /><Goal Include="b.goal" GoalMode="check" /><Goal Include="c.goal" GoalMode="run" /><Goal Include="d.goal" GoalMode="off" />""",
            targets: """
            <Target Name="Before" BeforeTargets="BeforeGoalVerify"><Message Importance="high" Text="my own before" /></Target>
            <Target Name="After" AfterTargets="AfterGoalVerify"><Message Importance="high" Text="my own after" /></Target>
            """)
            .WithGoal("    file \"app.csproj\" exists", name: "a").WithGoal("    file \"b.txt\" exists", name: "b")
            .WithGoal("    file \"c.txt\" exists", "agent { fix \"echo done> c.txt\" }", "c").With("d.goal", "not a goal");

        // Each goal as its own mode says: one is verified, one read, one run.
        var built = await project.BuildAsync("-v:d");
        Assert.That(built.ExitCode, Is.Zero, built.ToString());
        Assert.That(built.All.Split(StartsTool), Has.Length.EqualTo(3), "The tool starts twice.");
        Assert.That(project["c.txt"], Does.Exist);
        Assert.That(built.All.IndexOf("my own before", StringComparison.Ordinal), Is.Positive.And.LessThan(built.All.IndexOf(StartsTool, StringComparison.Ordinal)));
        Assert.That(built.Lines("my own after"), Has.Count.EqualTo(1));

        var named = await project.BuildAsync("-t:Build;GoalVerify", "--no-restore");
        Assert.That(named.ExitCode, Is.EqualTo(1), named.ToString());
        Assert.That(named.Lines("error GOAL4001: file b.txt exists"), Has.Count.EqualTo(1), named.ToString());

        // Nothing starts where goals are off, nor inside a verification, even by name.
        var off = await project.BuildAsync("-t:GoalCheck;GoalVerify;GoalRun", "-p:GoalMode=off", "-v:d", "--no-restore");
        Assert.That(off.ExitCode, Is.Zero, off.ToString());
        Assert.That(off.All, Does.Not.Contain(StartsTool).And.Not.Contain(ReadsGoals));
        var inside = await project.BuildAsync(new Dictionary<string, string?> { ["GOALBUILD_VERIFYING"] = "1" }, "-t:GoalCheck;GoalVerify;GoalRun", "-v:d", "--no-restore");
        Assert.That(inside.ExitCode, Is.Zero, inside.ToString());
        Assert.That(inside.All, Does.Not.Contain(StartsTool).And.Not.Contain(ReadsGoals));
    }

    [Test]
    public async Task GoalVerify_alone_reads_and_verifies_and_tells_each_warning_once()
    {
        using var project = new GoalProject().With("app.goal", "goal \"app\" {\n  objective \"It is there.\"\n  verify { file \"app.csproj\" exists }\n}\n");
        var outcome = await project.BuildAsync("-t:Restore;GoalVerify", "-p:GoalMode=check");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(project.HasStamp);
        Assert.That(outcome.All, Does.Contain("warning GOAL3").And.Contain("    1 Warning(s)"), outcome.ToString());
    }

    [Test]
    public async Task Check_sees_that_a_project_was_deleted_although_the_goal_did_not_change()
    {
        using var project = new GoalProject().WithGoal("    build \"lib/lib.proj\"").With("lib/lib.proj", "<Project />");
        var first = await project.BuildAsync("-p:GoalMode=check");
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        File.Delete(project["lib/lib.proj"]);
        var second = await project.BuildAsync("-p:GoalMode=check", "--no-restore");
        Assert.That(second.Lines("app.goal(5,11): error GOAL2"), Has.Count.EqualTo(1), second.ToString());
    }

    [Test]
    public async Task A_changed_goal_is_read_and_verified_again()
    {
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists");
        var first = await project.BuildAsync();
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        project.WithGoal("    file \"app.vbproj\" exists");
        var second = await project.BuildAsync("--no-restore");
        Assert.That(second.Lines("error GOAL4001: file app.vbproj exists"), Has.Count.EqualTo(1), second.ToString());

        // A tool that ends without a word is no success.
        var silent = await project.BuildAsync("--no-restore", "-t:GoalVerify", $"-p:GoalToolPath={project["none.dll"]}");
        Assert.That(silent.ExitCode, Is.EqualTo(1), silent.ToString());
        Assert.That(silent.Lines("app.goal : error GOAL0014: "), Has.Count.EqualTo(1), silent.ToString());
    }

    [Test]
    public async Task Check_reads_goals_and_verifies_nothing()
    {
        using var project = new GoalProject().WithGoal("    file \"b.txt\" exists");
        var outcome = await project.BuildAsync("-v:d", "-p:GoalMode=check");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All, Does.Contain(ReadsGoals).And.Not.Contain(StartsTool));
    }

    [Test]
    public async Task Off_does_nothing_whatever_the_items_say()
    {
        using var project = new GoalProject("""<Goal Include="app.goal" GoalMode="verify" />""").With("app.goal", "not a goal");
        var outcome = await project.BuildAsync("-v:d", "-p:GoalMode=off");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All, Does.Not.Contain(ReadsGoals).And.Not.Contain(StartsTool));
    }

    [Test]
    public async Task An_item_has_a_mode_of_its_own()
    {
        using var project = new GoalProject("""<Goal Include="app.goal" GoalMode="check" /><Goal Include="draft/*.goal" GoalMode="off" />""")
            .WithGoal("    file \"b.txt\" exists").With("draft/later.goal", "not a goal");
        var outcome = await project.BuildAsync("-v:d");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All, Does.Contain(ReadsGoals).And.Not.Contain(StartsTool));
    }

    [Test]
    public async Task An_unknown_mode_is_named()
    {
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists");
        var outcome = await project.BuildAsync("-p:GoalMode=verfy");
        Assert.That(outcome.Lines("error GOAL0013: GoalMode is 'verfy'; expected check, verify, run or off."), Has.Count.EqualTo(1), outcome.ToString());
    }

    [Test]
    public async Task A_project_with_several_frameworks_verifies_once()
    {
        using var project = new GoalProject(properties: "<TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks><EnableWindowsTargeting>true</EnableWindowsTargeting><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>")
            .With("app.goal", "gaol").With("Class1.cs", "this does not compile");
        var mistaken = await project.BuildAsync();
        Assert.That(mistaken.Lines("app.goal(1,1): error GOAL1"), Has.Count.EqualTo(1), mistaken.ToString());
        Assert.That(mistaken.All, Does.Not.Contain("error CS"));

        project.With("Class1.cs", "public class Class1;").WithGoal("    file \"b.txt\" exists");
        var failed = await project.BuildAsync("--no-restore");
        Assert.That(failed.Lines("error GOAL4001"), Has.Count.EqualTo(1), failed.ToString());

        project.With("b.txt", "");
        var built = await project.BuildAsync("-v:d", "--no-restore");
        Assert.That(built.ExitCode, Is.Zero, built.ToString());
        Assert.That(built.All.Split(StartsTool), Has.Length.EqualTo(2), "The tool starts once.");
        Assert.That(project.HasStamp);

        var cleaned = await Shell.DotNetAsync(project.Path, "clean");
        Assert.That(cleaned.ExitCode, Is.Zero, cleaned.ToString());
        Assert.That(project.HasStamp, Is.False);
    }

    [TestCase("-t:Compile", "-p:DesignTimeBuild=true", "-p:BuildingProject=false")]
    [TestCase("-t:Build", "-p:DesignTimeBuild=true")]
    public async Task A_design_time_build_does_nothing(params string[] arguments)
    {
        using var project = new GoalProject().With("app.goal", "not a goal");
        var outcome = await project.BuildAsync(["-v:d", .. arguments]);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All, Does.Not.Contain(ReadsGoals).And.Not.Contain(StartsTool));
    }

    [Test]
    public async Task Clean_removes_the_stamps()
    {
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists");
        var built = await project.BuildAsync();
        Assert.That(project.HasStamp, built.ToString());

        // A build with goals turned off must not forget the stamps, nor delete them.
        var off = await project.BuildAsync("--no-restore", "-p:GoalMode=off");
        Assert.That(project.HasStamp, off.ToString());
        await Shell.DotNetAsync(project.Path, "clean");
        Assert.That(Directory.EnumerateFiles(project["obj"], "*", SearchOption.AllDirectories).Where(file => file.Contains($"{Path.DirectorySeparatorChar}goal{Path.DirectorySeparatorChar}", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_goal_whose_clause_builds_the_project_that_holds_it_is_verified_once()
    {
        using var project = new GoalProject().WithGoal("    build \"app.csproj\"\n    run \"dotnet build app.csproj --no-restore -v:q\"");
        var outcome = await project.BuildAsync("-v:d");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All.Split(StartsTool), Has.Length.EqualTo(2), "The tool starts once.");
        Assert.That(Directory.GetDirectories(project[".goal/runs/app"]), Has.Length.EqualTo(1), "The build inside the verification verified nothing.");
    }

    [Test]
    public async Task A_goal_that_builds_the_multi_targeted_project_that_holds_it_is_verified_once()
    {
        using var project = new GoalProject(properties: "<TargetFrameworks>net10.0</TargetFrameworks>").WithGoal("    build \"app.csproj\"");
        var outcome = await project.BuildAsync("-v:d");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All.Split(StartsTool), Has.Length.EqualTo(2), "The tool starts once.");
        Assert.That(Directory.GetDirectories(project[".goal/runs/app"]), Has.Length.EqualTo(1), "The build inside the verification verified nothing.");
    }

    [Test]
    public async Task Without_a_verb_or_a_file_the_goals_of_the_project_in_the_folder_are_run()
    {
        using var project = new GoalProject("""<Goal Include="goals/app.goal" />""").With("goals/b.txt", "").With(
            "goals/app.goal",
            """
            goal "app" {
              objective "The file says that it is done."
              constrain { only "b.txt" }
              verify { file "b.txt" contains "done" }
              agent { fix "echo done>> b.txt" }
            }
            """);
        var outcome = await Shell.GoalAsync(project.Path);
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.Output, Does.Contain("app: met"));
        Assert.That(File.ReadAllText(project["goals/b.txt"]), Is.EqualTo("done\n"));
    }

    [Test]
    public async Task A_solution_builds_beside_a_goal_in_the_project_that_is_built_last()
    {
        using var project = new GoalProject("""<Goal Include="app.goal" /><ProjectReference Include="lib/lib.csproj" />""")
            .WithGoal("    build \"all.sln\"")
            .With("Directory.Build.props", "<Project><PropertyGroup><EnableDefaultCompileItems>false</EnableDefaultCompileItems></PropertyGroup></Project>")
            .With("lib/lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        await Shell.DotNetAsync(project.Path, "new", "sln", "--name", "all", "--format", "sln");
        var added = await Shell.DotNetAsync(project.Path, "sln", "all.sln", "add", "app.csproj", "lib/lib.csproj");
        Assert.That(added.ExitCode, Is.Zero, added.ToString());

        var built = await project.BuildAsync("all.sln", "-v:d");
        Assert.That(built.ExitCode, Is.Zero, built.ToString());
        Assert.That(built.All.Split(StartsTool), Has.Length.EqualTo(2), "The tool starts once.");
        var again = await project.BuildAsync("all.sln", "-v:d", "--no-restore");
        Assert.That(again.All, Does.Not.Contain(StartsTool));
    }

    [Test]
    public async Task GoalRun_lets_executors_repair_the_tree_and_is_skipped_when_nothing_changed()
    {
        using var project = new GoalProject().WithGoal("    file \"b.txt\" contains \"done\"", "agent { fix \"echo done> b.txt\" }").With("b.txt", "");
        var repaired = await project.BuildAsync("-t:Restore;GoalRun", "-v:d");
        Assert.That(repaired.ExitCode, Is.Zero, repaired.ToString());
        Assert.That(File.ReadAllText(project["b.txt"]).Trim(), Is.EqualTo("done"));

        var again = await project.BuildAsync("-t:GoalRun", "-v:d", "--no-restore");
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        Assert.That(again.All, Does.Not.Contain(StartsTool));
    }

    [Test]
    public async Task GoalRun_tells_which_constraint_a_turn_broke()
    {
        using var project = new GoalProject().With("b.txt", "").With(
            "app.goal",
            """
            goal "app" {
              objective "The file says that it is done."
              constrain { only "b.txt" }
              verify { file "b.txt" contains "done" }
              agent { fix "echo done> c.txt" }
            }
            """);
        var outcome = await project.BuildAsync("-t:Restore;GoalRun");
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.ToString());
        Assert.That(outcome.Lines("app.goal(1,1): warning GOAL5001: "), Has.Count.EqualTo(1).And.All.Contain("was undone").And.All.Contain("c.txt"), outcome.ToString());
        Assert.That(File.Exists(project["c.txt"]), Is.False);
    }

    [Test]
    public async Task A_build_server_refuses_to_run_executors_unless_forced()
    {
        using var project = new GoalProject().WithGoal("    file \"b.txt\" contains \"done\"", "agent { fix \"echo done> b.txt\" }").With("b.txt", "");
        var server = new Dictionary<string, string?> { ["CI"] = "true" };
        var refused = await project.BuildAsync(server, "-p:GoalMode=run");
        Assert.That(refused.Lines("error GOAL0012: "), Has.Count.EqualTo(1), refused.ToString());
        Assert.That(refused.All, Does.Contain("GoalRunInCI"));
        Assert.That(File.ReadAllText(project["b.txt"]), Is.Empty);

        var forced = await project.BuildAsync(server, "-p:GoalMode=run", "-p:GoalRunInCI=true", "--no-restore");
        Assert.That(forced.ExitCode, Is.Zero, forced.ToString());
        Assert.That(File.ReadAllText(project["b.txt"]).Trim(), Is.EqualTo("done"));
    }

    [Test]
    public async Task An_older_host_is_told_what_is_needed()
    {
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists");
        await Shell.DotNetAsync(project.Path, "restore");
        var outcome = await Shell.DotNetAsync(project.Path, "msbuild", "-t:GoalCheck", "-p:NETCoreSdkVersion=9.0.300");
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.ToString());
        Assert.That(outcome.Lines("error GOAL0001: "), Has.Count.EqualTo(1), outcome.ToString());
        Assert.That(outcome.All, Does.Not.Contain("MSB4"));
    }

    [Test]
    public async Task A_project_that_references_one_with_a_goal_neither_sees_the_package_nor_the_goal()
    {
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists");
        project.With(
            "user/user.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../app.csproj" /></ItemGroup>
              <Target Name="Show" AfterTargets="Build"><Message Importance="high" Text="mode is '$(GoalMode)'" /></Target>
            </Project>
            """);
        project.With("Directory.Build.props", "<Project><PropertyGroup><EnableDefaultCompileItems>false</EnableDefaultCompileItems></PropertyGroup></Project>");
        var outcome = await Shell.DotNetAsync(project["user"], "build", "-nologo", "-v:d", "-tl:off");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(outcome.All, Does.Contain("mode is ''"));
        Assert.That(outcome.All.Split(StartsTool), Has.Length.EqualTo(2), "The referenced project verifies its goal, once.");
    }
}
