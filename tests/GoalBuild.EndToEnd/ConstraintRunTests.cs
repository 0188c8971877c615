using System.Text.Json;
using GoalBuild.Agent.Tests.Sandbox;
using GoalBuild.ModelScripts;

namespace GoalBuild.EndToEnd;

/// <summary>Constraints that bind a model at work, as a user meets them: the real tool, a scripted model, real builds and, where it works, real bubblewrap.</summary>
[Category("Slow"), Parallelizable(ParallelScope.All)]
public class ConstraintRunTests
{
    private const string Project = "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>\n";

    [Test]
    public async Task A_model_is_told_of_the_package_that_its_work_brings_in_and_the_goal_is_met_once_it_is_gone()
    {
        using var folder = await FolderAsync("forbid package Newtonsoft.Json  forbid reference \"System.Net\" from \"Lib\"  keep api \"Lib\"");
        await using var server = await ModelServer.StartAsync(Script(
            Call("apply_patch", new { patch = "*** Begin Patch\n*** Update File: Lib/Code.cs\n-    public int Zero() => 0;\n+    public int Zero() => 0;\n+    public int Count() => (int)Newtonsoft.Json.Linq.JToken.Parse(\"1\");\n*** Update File: Lib/Lib.csproj\n-" + Project.Trim() + "\n+" + WithPackage + "\n*** End Patch" }),
            Say("It counts."),
            Call("apply_patch", new { patch = "*** Begin Patch\n*** Update File: Lib/Code.cs\n-    public int Count() => (int)Newtonsoft.Json.Linq.JToken.Parse(\"1\");\n+    public int Count() => 1;\n*** Update File: Lib/Lib.csproj\n-" + WithPackage + "\n+" + Project.Trim() + "\n*** End Patch" }),
            Say("Without the package.")));

        var outcome = await RunAsync(folder, server);

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
        Assert.That(server.Requests[2].Body.ToString(), Does.Contain("BROKEN (GOAL5031) constraint").And.Contain("A forbidden package is resolved (demo.goal:4): Lib → Newtonsoft.Json 13.0.3"));
        Assert.That(folder.Text("Lib/Code.cs"), Does.Contain("Count() => 1"));
        var evidence = Directory.GetFiles(folder[".goal/runs/demo"], "evidence.json", SearchOption.AllDirectories).Single();
        using var bundle = JsonDocument.Parse(await File.ReadAllBytesAsync(evidence));
        Assert.That(bundle.RootElement.GetProperty("constraints").EnumerateArray().Take(3).Select(constraint => constraint.GetProperty("status").GetString()), Is.All.EqualTo("kept"));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_models_commands_reach_the_host_that_the_goal_names_and_the_run_tells_of_one_that_was_refused()
    {
        var contains = await Shell.RunAsync("/", "sh", ["-c", "bwrap --unshare-user --unshare-pid --unshare-net --ro-bind / / --proc /proc true"]);
        if (contains.ExitCode != 0)
        {
            Assert.Ignore($"bubblewrap does not work here: {contains.Error}");
        }

        await using var allowed = new LoopbackServer();
        await using var other = new LoopbackServer();
        const string Ask = "ask() { exec 3<>/dev/tcp/127.0.0.1/${http_proxy##*:} && printf 'GET http://127.0.0.1:%s/ HTTP/1.1\\r\\nContent-Length: 0\\r\\n\\r\\n' $1 >&3 && cat <&3; echo; }; ";
        using var folder = await FolderAsync($"network \"127.0.0.1:{allowed.Port}\"");
        await using var server = await ModelServer.StartAsync(Script(
            Call("run_command", new { command = $"{Ask}ask {allowed.Port}; ask {other.Port}" }),
            Call("apply_patch", new { patch = "*** Begin Patch\n*** Update File: Lib/Code.cs\n-    public int Zero() => 0;\n+    public int Zero() => 0;\n+    public int Count() => 1;\n*** End Patch" }),
            Say("It counts.")));

        var outcome = await RunAsync(folder, server);

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
            Assert.That(server.Requests[1].NewestResults.Single(), Does.Contain("served").And.Contain("403 Forbidden"));
            Assert.That((allowed.Requests.Count, other.Requests.Count), Is.EqualTo((1, 0)));
            Assert.That(outcome.ToString(), Does.Contain($"of the network they reach only what 'network \"127.0.0.1:{allowed.Port}\"' names").And.Contain($"A command asked for 127.0.0.1:{other.Port} and was refused"));
        });
    }

    private static string WithPackage => Project.Trim().Replace("</Project>", "<ItemGroup><PackageReference Include=\"Newtonsoft.Json\" Version=\"13.0.3\" /></ItemGroup></Project>", StringComparison.Ordinal);

    private static Task<TempFolder> FolderAsync(string constraints) => new TempFolder()
        .With(".gitignore", "bin/\nobj/\n")
        .With("Lib/Lib.csproj", Project)
        .With("Lib/Code.cs", "namespace Lib;\n\npublic class Code\n{\n    public int Zero() => 0;\n}\n")
        .With("demo.goal", $"goal \"demo\" {{\n    objective \"Count gives 1.\"\n    verify {{ build \"Lib\"  file \"Lib/Code.cs\" contains \"Count() =>\" }}\n    constrain {{ {constraints} }}\n    agent {{ model \"gpt-5-mini\" }}\n}}\n")
        .CommittedAsync();

    private static Task<Outcome> RunAsync(TempFolder folder, ModelServer server) => Shell.RunAsync(folder.Path, "dotnet", ["exec", Repository.Tool, "run", "demo.goal"], new Dictionary<string, string?>
    {
        ["OPENAI_BASE_URL"] = server.Url,
        ["OPENAI_API_KEY"] = "sk-of-the-test",
    });

    private static Script Script(params object[] replies) => ScriptFile.Parse(JsonSerializer.Serialize(new { replies }));

    private static object Call(string name, object arguments) => new { call = new { name, arguments } };

    private static object Say(string say) => new { say };
}
