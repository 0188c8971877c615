using System.Diagnostics;
using System.Security;

namespace GoalBuild.EndToEnd;

/// <summary>What is left when the tool is interrupted, killed or started twice.</summary>
[Category("Slow")]
[Platform("Linux,MacOsX", Reason = "Signals and named pipes")]
public class InterruptionTests
{
    [Test]
    public async Task Ctrl_C_ends_a_verification_and_all_it_has_started_within_two_seconds()
    {
        using var outside = new TempFolder();
        var signal = await Signal.CreateAsync(outside);
        using var tree = new TempFolder().With("app.goal", Goal($"run \"{signal.Command} && sleep 4711.5\""));
        await InterruptAsync(tree, signal, "4711.5");
    }

    [Test]
    public async Task Ctrl_C_during_a_build_and_its_tests_leaves_nothing_running()
    {
        // The build runs a command that waits; then a test that waits. Both are found by their argument.
        using var outside = new TempFolder();
        var signal = await Signal.CreateAsync(outside);
        using var tree = new TempFolder()
            .With("app.goal", Goal("build \"lib.proj\""))
            .With("lib.proj", $"""<Project><Target Name="Restore" /><Target Name="Build"><Exec Command="{SecurityElement.Escape(signal.Command)} &amp;&amp; sleep 4714.5" /></Target></Project>""");
        await InterruptAsync(tree, signal, "4714.5");

        using var tests = new TempFolder()
            .With("nuget.config", PackageFeed.NuGetConfig)
            .With("app.goal", Goal("test \"tests/tests.csproj\""))
            .With(
                "tests/tests.csproj",
                """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
                    <PackageReference Include="NUnit" Version="5.0.0" />
                    <PackageReference Include="NUnit3TestAdapter" Version="6.3.1" />
                  </ItemGroup>
                </Project>
                """)
            .With(
                "tests/Waits.cs",
                $$"""
                public class Waits
                {
                    [NUnit.Framework.Test]
                    public void For_ever()
                    {
                        using var command = System.Diagnostics.Process.Start("sh", ["-c", "{{signal.Command}} && sleep 4715.5"]);
                        command.WaitForExit();
                    }
                }
                """);
        await InterruptAsync(tests, signal, "4715.5");
        Assert.That(await RunningAsync(tests.Path), Is.Empty, "No test host is left.");
    }

    [Test]
    public async Task A_run_that_was_killed_is_resumed_and_applies_no_edit_twice()
    {
        using var outside = new TempFolder();
        var signal = await Signal.CreateAsync(outside);
        using var tree = new TempFolder()
            .With("fix.sh", $"echo first >> b.txt\nif [ -p '{outside["signal"]}' ]; then {signal.Command}; sleep 4712.5; fi\necho done >> b.txt\n")
            .With("b.txt", "")
            .With("app.goal", Goal("file \"b.txt\" contains \"done\"", "agent { fix \"sh fix.sh\" }"));
        await tree.CommittedAsync();
        await KillAsync(tree, signal, "run", "app.goal");

        var status = await Shell.GoalAsync(tree.Path, "status", "app.goal");
        Assert.That(status.Output, Does.StartWith("app: interrupted").And.Contain("dotnet goal resume app.goal"), status.ToString());

        // Verifying in between makes a newer bundle, which is not the run's.
        Assert.That((await Shell.GoalAsync(tree.Path, "verify", "app.goal")).ExitCode, Is.EqualTo(1));
        status = await Shell.GoalAsync(tree.Path, "status", "app.goal");
        Assert.That(status.Output, Does.StartWith("app: interrupted").And.Contain("0 of 1 hold").And.Not.Contain("-verify"), status.ToString());

        File.Delete(outside["signal"]);
        var resumed = await Shell.GoalAsync(tree.Path, "resume", "app.goal");
        Assert.That(resumed.ExitCode, Is.Zero, resumed.ToString());
        Assert.That(await File.ReadAllTextAsync(tree["b.txt"]), Is.EqualTo("first\ndone\n"));
        status = await Shell.GoalAsync(tree.Path, "status", "app.goal");
        Assert.That(status.Output, Does.StartWith("app: met").And.Not.Contain("-verify"), status.ToString());
        Assert.That((await Shell.GoalAsync(tree.Path, "report", "app.goal")).Output, Does.StartWith("# app: met\n"));
    }

    [Test]
    public async Task A_run_in_a_copy_that_was_killed_is_resumed_there_and_delivers_its_patch()
    {
        using var outside = new TempFolder();
        var signal = await Signal.CreateAsync(outside);
        using var tree = new TempFolder()
            .With("fix.sh", $"if [ -p '{outside["signal"]}' ]; then {signal.Command}; sleep 4716.5; fi\necho done >> b.txt\n")
            .With("b.txt", "")
            .With("app.goal", Goal("file \"b.txt\" contains \"done\"", "agent { fix \"sh fix.sh\" }"));
        await tree.CommittedAsync();
        await KillAsync(tree, signal, "run", "app.goal", "--isolate");

        File.Delete(outside["signal"]);
        var resumed = await Shell.GoalAsync(tree.Path, "resume", "app.goal");
        Assert.That(resumed.ExitCode, Is.Zero, resumed.ToString());
        Assert.That(await File.ReadAllTextAsync(tree["b.txt"]), Is.Empty, "It worked in its copy.");
        var applied = await Shell.RunAsync(tree.Path, "git", ["apply", Directory.GetFiles(tree[".goal/runs/app"], "result.patch", SearchOption.AllDirectories).Single()]);
        Assert.That(applied.ExitCode, Is.Zero, applied.ToString());
        Assert.That(await File.ReadAllTextAsync(tree["b.txt"]), Is.EqualTo("done\n"));
        Assert.That(await RunningAsync("4716.5"), Is.Empty, "What the killed run had started was ended.");
    }

    [Test]
    public async Task A_run_that_was_killed_while_it_verified_is_resumed()
    {
        using var outside = new TempFolder();
        var signal = await Signal.CreateAsync(outside);
        var wait = SecurityElement.Escape($"if [ -p '{outside["signal"]}' ]; then {signal.Command}; sleep 4717.5; fi");
        using var tree = new TempFolder()
            .With("lib.proj", $"""<Project><Target Name="Restore" /><Target Name="Build"><Exec Command="{wait}" /></Target></Project>""")
            .With("b.txt", "")
            .With("app.goal", Goal("build \"lib.proj\" file \"b.txt\" contains \"done\"", "agent { fix \"echo done >> b.txt\" }"));
        await tree.CommittedAsync();
        await KillAsync(tree, signal, "run", "app.goal");

        File.Delete(outside["signal"]);
        var resumed = await Shell.GoalAsync(tree.Path, "resume", "app.goal");
        Assert.That(resumed.ExitCode, Is.Zero, resumed.ToString());
        Assert.That(await File.ReadAllTextAsync(tree["b.txt"]), Is.EqualTo("done\n"));
        Assert.That(await RunningAsync("4717.5"), Is.Empty, "What the killed run had started was ended.");
    }

    [Test]
    public async Task The_second_run_of_a_goal_says_who_holds_it()
    {
        using var outside = new TempFolder();
        var signal = await Signal.CreateAsync(outside);
        using var tree = new TempFolder().With("app.goal", Goal("file \"b.txt\" exists", $"agent {{ fix \"{signal.Command} && sleep 4713.5\" }}"));
        await tree.CommittedAsync();
        using var first = new RunningTool(tree.Path, "run", "app.goal");
        await signal.WaitAsync(first);

        var second = await Shell.GoalAsync(tree.Path, "run", "app.goal");
        Assert.That(second.ExitCode, Is.EqualTo(2), second.ToString());
        Assert.That(second.Error, Does.Contain("GOAL0007").And.Contain($"process {first.Id}"));
        var status = await Shell.GoalAsync(tree.Path, "status", "app.goal");
        Assert.That(status.Output, Does.StartWith("app: running").And.Contain($"{first.Id}"), status.ToString());

        first.Interrupt();
        Assert.That((await first.EndAsync()).ExitCode, Is.EqualTo(130));
        Assert.That(await RunningAsync("4713.5"), Is.Empty);
    }

    private static async Task KillAsync(TempFolder tree, Signal signal, params string[] arguments)
    {
        using var tool = new RunningTool(tree.Path, arguments);
        await signal.WaitAsync(tool);
        tool.Kill();
        await tool.EndAsync();
    }

    private static async Task InterruptAsync(TempFolder tree, Signal signal, string argument)
    {
        using var tool = new RunningTool(tree.Path, "verify", "app.goal");
        await signal.WaitAsync(tool);

        // The tool's own promise, which ends what is left by force: without it, each of these would wait for an hour.
        var clock = Stopwatch.StartNew();
        tool.Interrupt();
        var outcome = await tool.EndAsync();
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)), outcome.ToString());
        Assert.That(outcome.ExitCode, Is.EqualTo(130), outcome.ToString());
        Assert.That(await RunningAsync(argument), Is.Empty);
    }

    private static string Goal(string clause, string more = "") => $$"""
        goal "app" {
          objective "The clause holds."
          constrain { keep tests }
          verify { {{clause}} }
          {{more}}
        }
        """;

    private static async Task<string> RunningAsync(string argument) =>
        (await Shell.RunAsync("/", "sh", ["-c", $"ps -eo pid,args | grep -F '{argument}' | grep -v grep | grep -v 'ps -eo' || true"])).Output;
}
