namespace GoalBuild.EndToEnd;

/// <summary>Machines and trees that are not as they should be.</summary>
[Category("Slow"), Parallelizable(ParallelScope.All)]
public class MachineTests
{
    private const string Goal = """
        goal "app" {
          objective "The file exists."
          constrain { keep tests }
          verify {
            file "b.txt" contains "done"
          }
          agent { fix "echo done> b.txt" }
        }
        """;

    [Test]
    public async Task A_ledger_that_is_damaged_is_kept_aside_and_told_of()
    {
        using var tree = new TempFolder().With("b.txt", "").With("app.goal", Goal).With(".goal/ledger.db", new string('x', 5000));
        await tree.CommittedAsync();
        var run = await Shell.GoalAsync(tree.Path, "run", "app.goal");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Lines("warning GOAL0008"), Has.Count.EqualTo(1), run.ToString());
        var aside = Directory.GetFiles(tree[".goal"], "ledger*").Where(file => new FileInfo(file).Length == 5000);
        Assert.That(aside.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_build_makes_the_translations_that_dotnet_build_makes()
    {
        const string Texts = """
            <root>
              <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
              <resheader name="version"><value>2.0</value></resheader>
              <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
              <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
              <data name="Hello"><value>Hello</value></data>
            </root>
            """;
        using var tree = new TempFolder().With("Directory.Build.props", "<Project />").With("Strings.resx", Texts).With("Strings.de.resx", Texts)
            .With("app.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
            .With("app.goal", """
                goal "app" {
                  objective "It speaks German."
                  constrain { keep tests }
                  verify { build "app.csproj" warnings as errors }
                }
                """);
        await tree.CommittedAsync();
        var verified = await Shell.GoalAsync(tree.Path, "verify", "app.goal");
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
        Assert.That(Directory.GetFiles(tree["bin"], "*.resources.dll", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(tree["bin"], file).Replace('\\', '/')), Is.EqualTo(new[] { "Debug/net10.0/de/app.resources.dll" }));
    }

    [Test]
    public async Task Where_the_machine_has_no_cultures_and_says_so_the_tool_does_without()
    {
        using var tree = new TempFolder().With("b.txt", "done").With("app.goal", Goal);
        await tree.CommittedAsync();
        var verified = await Shell.RunAsync(tree.Path, "dotnet", ["exec", Repository.Tool, "verify", "app.goal"], new Dictionary<string, string?> { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" });
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
    }

    [TestCase("run")]
    [TestCase("verify")]
    [Platform("Linux")]
    public async Task A_read_only_tree_is_an_error_that_says_what_to_do(string verb)
    {
        using var tree = new TempFolder().With("b.txt", "done").With("app.goal", Goal);
        var outcome = await InNamespaceAsync(tree, "mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && \"$@\"", verb);
        Assert.That(outcome.ExitCode, Is.EqualTo(2), outcome.ToString());
        Assert.That(outcome.Error, Does.Contain("error GOAL0009").And.Contain("make the folder writable"));
        Assert.That(outcome.All, Does.Not.Contain("   at "), "No stack trace.");
    }

    [Test]
    [Platform("Linux")]
    public async Task A_build_in_a_read_only_tree_says_what_to_do()
    {
        // What the build itself writes is elsewhere.
        using var project = new GoalProject().WithGoal("    file \"app.csproj\" exists");
        var restored = await project.BuildAsync("-p:GoalMode=check");
        Assert.That(restored.ExitCode, Is.Zero, restored.ToString());
        var outcome = await InNamespaceAsync(
            project.Path,
            "mount --bind . . && mount --bind obj obj && mount --bind bin bin && mount -o remount,ro,bind . && cd \"$PWD\" && \"$@\"",
            ["dotnet", "build", "--no-restore", "-nologo", "-tl:off"]);
        Assert.That(outcome.ExitCode, Is.EqualTo(1), outcome.ToString());
        Assert.That(outcome.Lines("error GOAL0009: "), Has.Count.EqualTo(1), outcome.ToString());
        Assert.That(outcome.All, Does.Contain("make the folder writable").And.Not.Contain("   at "));
    }

    [Test]
    public async Task Each_end_of_a_run_has_its_exit_code()
    {
        using var tree = new TempFolder()
            .With("budget.goal", Goal.Replace("agent { fix", "budget { turns 1 }\n  agent { fix \"echo a> a.txt\" fix", StringComparison.Ordinal))
            .With("broken.goal", Goal.Replace("agent { fix", "agent { fix \"git branch other\" fix", StringComparison.Ordinal))
            .With("stalled.goal", Goal.Replace("echo done", "echo not", StringComparison.Ordinal))
            .With("b.txt", "");
        await tree.CommittedAsync();
        foreach (var (goal, code, diagnostic) in new[] { ("budget", 4, "GOAL6001"), ("broken", 5, "GOAL5003"), ("stalled", 3, "GOAL6002") })
        {
            var run = await Shell.GoalAsync(tree.Path, "run", goal + ".goal");
            Assert.That(run.ExitCode, Is.EqualTo(code), run.ToString());
            Assert.That(run.All, Does.Contain(diagnostic), goal);
        }
    }

    [Test]
    [Platform("Linux")]
    public async Task A_full_disk_ends_the_run_and_leaves_the_ledger_whole()
    {
        using var tree = new TempFolder().With("b.txt", "").With("app.goal", Goal);
        Directory.CreateDirectory(tree["disk"]);

        // A first run makes the ledger; the second finds no space; the third has it again.
        var outcome = await InNamespaceAsync(
            tree,
            """
            mount -t tmpfs -o size=4m tmpfs disk && cp app.goal b.txt disk && cd disk && git init -q
            "$@"; echo "first $?"
            : > b.txt
            dd if=/dev/zero of=ballast bs=4k 2> /dev/null
            "$@"; echo "second $?"
            rm ballast
            "$@"; echo "third $?"
            """,
            "run");
        Assert.That(outcome.Output, Does.Contain("first 0").And.Contain("second 2").And.Contain("third 0"), outcome.ToString());
        Assert.That(outcome.Error, Does.Contain("GOAL0009").And.Not.Contain("GOAL0008"));
        Assert.That(outcome.All, Does.Not.Contain("   at "), "No stack trace.");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Without_an_SDK_the_tool_says_what_to_install()
    {
        // A machine with the runtime only: the same host and frameworks, and no sdk folder beside them.
        var real = Path.GetDirectoryName(File.ResolveLinkTarget(Which("dotnet"), returnFinalTarget: true)?.FullName ?? Which("dotnet"))!;
        using var tree = new TempFolder().With("b.txt", "done").With("app.goal", Goal);
        var runtime = Directory.CreateDirectory(tree["runtime"]).FullName;
        File.Copy(Path.Combine(real, "dotnet"), Path.Combine(runtime, "dotnet"));
        foreach (var part in new[] { "host", "shared" })
        {
            Directory.CreateSymbolicLink(Path.Combine(runtime, part), Path.Combine(real, part));
        }

        var environment = new Dictionary<string, string?> { ["PATH"] = $"{runtime}:/usr/bin:/bin", ["DOTNET_ROOT"] = runtime };
        if (File.Exists("/usr/bin/dotnet") || File.Exists("/bin/dotnet"))
        {
            environment["PATH"] = runtime;
        }

        var outcome = await Shell.RunAsync(tree.Path, Path.Combine(runtime, "dotnet"), ["exec", Repository.Tool, "verify", "app.goal"], environment);
        Assert.That(outcome.ExitCode, Is.EqualTo(2), outcome.ToString());
        Assert.That(outcome.Error, Does.Contain("error GOAL0006").And.Contain("Install the .NET 10 SDK or newer, or correct the version in global.json."));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task A_repository_that_pins_an_SDK_gets_that_one_or_is_told_that_it_is_missing()
    {
        // A machine with two SDKs: the newest, and an older one that a build of the same goes by.
        var real = Path.GetDirectoryName(File.ResolveLinkTarget(Which("dotnet"), returnFinalTarget: true)?.FullName ?? Which("dotnet"))!;
        using var tree = new TempFolder()
            .With("which.proj", "<Project><Target Name=\"Restore\" /><Target Name=\"Which\"><Error Text=\"$(MSBuildToolsPath)\" /></Target></Project>")
            .With("app.goal", "goal \"app\" { objective \"It says which.\" constrain { keep tests } verify { target \"Which\" in \"which.proj\" } }");
        var machine = Directory.CreateDirectory(tree["machine"]).FullName;
        File.Copy(Path.Combine(real, "dotnet"), Path.Combine(machine, "dotnet"));
        foreach (var part in new[] { "host", "shared" })
        {
            Directory.CreateSymbolicLink(Path.Combine(machine, part), Path.Combine(real, part));
        }

        var newest = Directory.GetDirectories(Path.Combine(real, "sdk")).MaxBy(folder => Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version())!;
        Directory.CreateDirectory(Path.Combine(machine, "sdk"));
        Directory.CreateSymbolicLink(Path.Combine(machine, "sdk", Path.GetFileName(newest)), newest);
        Directory.CreateSymbolicLink(Path.Combine(machine, "sdk", "10.0.100"), newest);
        var environment = new Dictionary<string, string?> { ["PATH"] = $"{machine}:{Environment.GetEnvironmentVariable("PATH")}", ["DOTNET_ROOT"] = machine };

        tree.With("global.json", Pin("10.0.100"));
        var found = await Shell.RunAsync(tree.Path, Path.Combine(machine, "dotnet"), ["exec", Repository.Tool, "verify", "app.goal"], environment);
        tree.With("global.json", Pin("10.0.150"));
        var missing = await Shell.RunAsync(tree.Path, Path.Combine(machine, "dotnet"), ["exec", Repository.Tool, "verify", "app.goal"], environment);

        Assert.That(found.All, Does.Contain(Path.Combine(machine, "sdk", "10.0.100")), found.ToString());
        Assert.That(missing.ExitCode, Is.EqualTo(2), missing.ToString());
        Assert.That(missing.Error, Does.Contain("error GOAL0006").And.Contain("correct the version in global.json"));

        static string Pin(string version) => $$"""{ "sdk": { "version": "{{version}}", "rollForward": "disable" } }""";
    }

    [Test]
    public async Task The_packed_tool_is_installed_and_runs_and_what_it_compiles_is_an_MSBuild_project()
    {
        using var folder = new TempFolder().With("nuget.config", PackageFeed.NuGetConfig).With("b.txt", "done").With("app.goal", Goal.Replace("agent", "require \"c\" { file \"c.txt\" exists }\n  agent", StringComparison.Ordinal))
            .With("c.txt", "").With("app.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        var installed = await Shell.DotNetAsync(folder.Path, "tool", "install", "dotnet-goal", "--version", PackageFeed.Version, "--tool-path", folder["tools"]);
        Assert.That(installed.ExitCode, Is.Zero, installed.ToString());
        var verified = await Shell.RunAsync(folder.Path, folder["tools/dotnet-goal"], ["verify", "app.goal"]);
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());

        var compiled = await Shell.RunAsync(folder.Path, folder["tools/dotnet-goal"], ["compile", "app.goal"]);
        Assert.That(compiled.Output, Does.Contain("dotnet msbuild .goal/compiled/app.proj"), compiled.ToString());
        var all = await Shell.DotNetAsync(folder.Path, "msbuild", ".goal/compiled/app.proj", "-nologo");
        Assert.That(all.ExitCode, Is.Zero, all.ToString());

        // All clauses: the second fails. By name: the first holds.
        File.Delete(folder["c.txt"]);
        var failed = await Shell.DotNetAsync(folder.Path, "msbuild", ".goal/compiled/app.proj", "-nologo");
        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.ToString());
        Assert.That(failed.Lines("error GOAL4001: file c.txt exists"), Has.Count.EqualTo(1), failed.ToString());
        var one = await Shell.DotNetAsync(folder.Path, "msbuild", ".goal/compiled/app.proj", "-nologo", "-t:file b_txt contains done");
        Assert.That(one.ExitCode, Is.Zero, one.ToString());

        // The next build of the folder is that of its own project.
        var built = await Shell.DotNetAsync(folder.Path, "build", "-nologo", "-v:q");
        Assert.That(built.ExitCode, Is.Zero, built.ToString());

        // The results of a compiled project make a state folder that git does not see.
        await Shell.RunAsync(folder.Path, folder["tools/dotnet-goal"], ["compile", "app.goal", "-o", "out/app.proj"]);
        Directory.Delete(folder[".goal"], recursive: true);
        await Shell.DotNetAsync(folder.Path, "msbuild", "out/app.proj", "-nologo");
        Assert.That(folder[".goal/.gitignore"], Does.Exist);
    }

    private static string Which(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).First(File.Exists);

    /// <summary>Runs a script in a mount namespace of its own, with the tool's command line as its arguments.</summary>
    private static Task<Outcome> InNamespaceAsync(TempFolder tree, string script, string verb) =>
        InNamespaceAsync(tree.Path, script, ["dotnet", "exec", Repository.Tool, verb, "app.goal"]);

    /// <summary>Runs a script in a mount namespace of its own, with a command line as its arguments.</summary>
    private static async Task<Outcome> InNamespaceAsync(string folder, string script, string[] command)
    {
        var probe = await Shell.RunAsync(folder, "sh", ["-c", "unshare -rm mount --bind . ."]);
        if (probe.ExitCode != 0)
        {
            var why = $"This machine does not let a user mount: {probe.Error.Trim()}";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                // What CI does not try, nobody tries.
                Assert.Fail($"{why} Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0), or start the container with --privileged.");
            }

            Assert.Ignore(why);
        }

        return await Shell.RunAsync(folder, "unshare", ["-rm", "sh", "-c", script, "sh", .. command]);
    }
}
