using System.Diagnostics;

namespace GoalBuild.EndToEnd;

/// <summary>The tool while it runs, to be interrupted or killed.</summary>
internal sealed class RunningTool : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    /// <summary>Starts the tool.</summary>
    /// <param name="directory">The current folder.</param>
    /// <param name="arguments">Its arguments.</param>
    public RunningTool(string directory, params string[] arguments)
    {
        // Where tests are run in the background of a script, that shell has SIGINT ignored, which all below it inherit.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], "exec", Repository.Tool, .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Shell.CleanEnvironment.Keys)
        {
            start.Environment.Remove(name);
        }

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>Ctrl+C: SIGINT.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL for the tool and all below it, as a machine that loses power.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Waits for the end.</summary>
    public async Task<Outcome> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        return new Outcome(_process.ExitCode, await _output, await _error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
