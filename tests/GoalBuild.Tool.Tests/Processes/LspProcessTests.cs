using System.Diagnostics;
using System.Text;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Processes;

public sealed class LspProcessTests
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}""";

    [TestCase("lsp")]
    [TestCase("lsp", "--stdio")]
    public async Task The_server_speaks_the_protocol_over_standard_input_and_output_and_nothing_else(params string[] args)
    {
        using var folder = new TemporaryFolder();
        using var process = ToolProcess.Start(folder.Path, args);
        foreach (var message in new[] { Initialize, """{"jsonrpc":"2.0","id":2,"method":"shutdown"}""", """{"jsonrpc":"2.0","method":"exit"}""" })
        {
            await process.StandardInput.WriteAsync(Framed(message));
        }

        // As an editor does, the input stays open until the server is gone.
        await process.StandardInput.FlushAsync();
        var error = await process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(error, Is.Empty);
        Assert.That(process.ExitCode, Is.EqualTo(ExitCode.Met));
        Assert.That(output, Does.StartWith("Content-Length: ").And.Contain("\"name\":\"dotnet goal\"").And.Contain("\"id\":2,\"result\":null"));
    }

    [Test]
    public async Task An_editor_that_goes_without_taking_leave_ends_the_server()
    {
        using var folder = new TemporaryFolder();
        var (exit, _, error) = await ToolProcess.RunAsync(folder.Path, Framed(Initialize), "lsp");
        Assert.That((exit, error), Is.EqualTo((1, "")));
    }

    [Test]
    public async Task Other_verbs_do_not_load_what_only_editors_reports_and_other_agents_need()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "*.*").Where(file => Path.GetFileName(file) is not ("GoalBuild.Editor.dll" or "StreamJsonRpc.dll" or "GoalBuild.Report.dll" or "ModelContextProtocol.Core.dll")))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }

        folder.Write("a.goal", "goal \"a\" { objective \"It is there.\" verify { file \"a.goal\" exists } constrain { only \"src/**\" } }");
        var tool = Path.Combine(folder.Path, Path.GetFileName(typeof(CommandLine).Assembly.Location));
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", tool, "check", "a.goal"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(output, Does.Contain("no error"));
    }

    private static string Framed(string message) => $"Content-Length: {Encoding.UTF8.GetByteCount(message)}\r\n\r\n{message}";
}
