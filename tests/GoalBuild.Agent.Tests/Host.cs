using System.Diagnostics;

namespace GoalBuild.Agent.Tests;

/// <summary>The test host as a process of its own, which can be killed.</summary>
internal static class Host
{
    public const int Killed = 137;

    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "GoalBuild.Agent.TestHost.dll");

    public static Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        info.ArgumentList.Add("exec");
        info.ArgumentList.Add(Path);
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    public static (int Code, string Output) Run(params string[] arguments) => Run(null, arguments);

    public static (int Code, string Output) Run(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
