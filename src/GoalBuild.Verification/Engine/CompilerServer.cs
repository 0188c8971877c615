using System.ComponentModel;
using System.Diagnostics;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// A compiler server of this process alone, so that the second compilation does not start cold. The build asks for it with
/// <c>SharedCompilationId</c>, which is the name of the server's pipe. It ends when it is disposed, within moments when this process is killed, and by
/// itself when nothing was compiled for ten minutes, the server's own limit; then another can be started.
/// </summary>
internal sealed class CompilerServer : IDisposable
{
    /// <summary>
    /// Runs the server, and ends with it. The shell's standard input ends when this process ends, however it ends; then the server is killed. Only a child
    /// that has not been waited for is killed: its number cannot be another process's yet. A Ctrl+C in the terminal is for this process to judge.
    /// </summary>
    private const string Watch = """
        trap '' INT HUP QUIT
        exec 3<&0
        "$0" exec "$1" "-pipename:$2" </dev/null >/dev/null 2>&1 3<&- &
        server=$!
        exec >/dev/null 2>&1
        trap 'kill -9 $server; exit' TERM
        { read -r ended <&3; kill -TERM $$; } &
        watcher=$!
        wait $server
        trap '' TERM
        kill -9 $watcher
        """;

    private readonly Process? _process;
    private readonly string _mark = ProcessTree.NewMark();

    /// <summary>Starts the server, without waiting for it.</summary>
    /// <param name="sdk">The SDK's folder.</param>
    public CompilerServer(string sdk)
    {
        PipeName = $"goal-{Environment.ProcessId}-{Guid.NewGuid():N}"[..30];
        var server = Path.Combine(sdk, "Roslyn", "bincore", "VBCSCompiler.dll");
        if (!File.Exists(server))
        {
            return;
        }

        _process = Start(server);
    }

    /// <summary>The name of the server's pipe.</summary>
    public string PipeName { get; }

    /// <summary>Whether the server runs.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is not null)
        {
            ProcessTree.Kill(_process, _mark);
            _process.Dispose();
        }
    }

    private Process? Start(string server)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
            ? path
            : Path.Combine(Path.GetFullPath(Path.Combine(server, "../../../../..")), OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var info = new ProcessStartInfo { UseShellExecute = false, CreateNoWindow = true, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (OperatingSystem.IsWindows())
        {
            info.FileName = dotnet;
            info.ArgumentList.Add("exec");
            info.ArgumentList.Add(server);
            info.ArgumentList.Add($"-pipename:{PipeName}");
        }
        else
        {
            info.FileName = "/bin/sh";
            info.ArgumentList.Add("-c");
            info.ArgumentList.Add(Watch);
            info.ArgumentList.Add(dotnet);
            info.ArgumentList.Add(server);
            info.ArgumentList.Add(PipeName);
        }

        info.Environment.Clear();
        foreach (var (name, value) in ChildEnvironment.Create())
        {
            info.Environment[name] = value;
        }

        info.Environment[ProcessTree.MarkVariable] = _mark;

        // As the compiler's own task starts it: the server's collector suits a process that compiles much and rests.
        info.Environment["DOTNET_gcServer"] = "0";
        info.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            return Process.Start(info);
        }
        catch (Win32Exception)
        {
            // Without a server each compilation starts its own compiler: slower, and right.
            return null;
        }
    }
}
