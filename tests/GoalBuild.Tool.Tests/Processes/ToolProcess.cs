using System.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Tests.Processes;

/// <summary>The built tool as a process of its own.</summary>
internal static class ToolProcess
{
    public static Process Start(string directory, params string[] args) => Start(directory, [], args);

    public static Process Start(string directory, IEnumerable<KeyValuePair<string, string>> variables, params string[] args)
    {
        // What the tests' own frameworks bring does not lie beside the tool here.
        var frameworks = Path.ChangeExtension(typeof(ToolProcess).Assembly.Location, ".runtimeconfig.json");

        // Where tests are run in the background of a script, that shell has SIGINT ignored, which all below it inherit.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], "exec", "--runtimeconfig", frameworks, typeof(CommandLine).Assembly.Location, .. args])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NO_COLOR");

        // As from a shell, also where a goal runs these tests.
        start.Environment.Remove(ProcessTree.MarkVariable);
        start.Environment.Remove(ChildEnvironment.VerifyingVariable);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(string directory, string input, params string[] args)
    {
        using var process = Start(directory, args);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
