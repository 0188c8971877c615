using System.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification.Processes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace GoalBuild.Tool.Tests.Processes;

public sealed class AgentProcessTests
{
    [Test]
    public async Task A_client_of_the_protocol_verifies_a_goal_in_a_real_process()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.goal", "goal \"a\" { objective \"It is there.\" verify { file \"b.txt\" exists } constrain { limit files 3 } }");
        var frameworks = Path.ChangeExtension(typeof(ToolProcess).Assembly.Location, ".runtimeconfig.json");
        await using var client = await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = "dotnet",
            Arguments = ["exec", "--runtimeconfig", frameworks, typeof(CommandLine).Assembly.Location, "mcp"],
            WorkingDirectory = folder.Path,

            // As from a shell, also where a goal runs these tests.
            EnvironmentVariables = new Dictionary<string, string?> { [ProcessTree.MarkVariable] = null, [ChildEnvironment.VerifyingVariable] = null },
        }));
        Assert.That(client.ServerInfo?.Name, Is.EqualTo("dotnet goal"));
        Assert.That(Text(await client.CallToolAsync("verify")), Does.Contain("a: not met").And.Contain("file b.txt exists"));
        folder.Write("b.txt", "");
        Assert.That(Text(await client.CallToolAsync("verify")), Does.Contain("a: met"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task Bash_completes_both_ways_to_call_the_tool_and_leaves_other_verbs_of_dotnet_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("auth.goal", "goal \"sign in\" { objective \"x\" verify { run \"true\" } }");
        var frameworks = Path.ChangeExtension(typeof(ToolProcess).Assembly.Location, ".runtimeconfig.json");
        folder.Write("test.sh", $$"""
            real=$(type -P dotnet)
            goal() { "$real" exec --runtimeconfig '{{frameworks}}' '{{typeof(CommandLine).Assembly.Location}}' "$@"; }
            dotnet() { shift; goal "$@"; }
            dotnet-goal() { goal "$@"; }
            before() { COMPREPLY=(from-before); }
            complete -F before dotnet
            eval "$(goal completions bash)"
            try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _dotnet_goal; echo "${COMPREPLY[@]}"; }
            try dotnet bui
            try dotnet goal ver
            try dotnet-goal status --goal s
            """);
        var start = new ProcessStartInfo("bash", ["--norc", "test.sh"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(output, Is.EqualTo("from-before\nverify\nsign\\ in\n"), await error);
    }

    private static string Text(CallToolResult result) => ((TextContentBlock)result.Content.Single()).Text;
}
