using System.Diagnostics;
using System.Text;
using GoalBuild.Language.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GoalBuild.Tasks;

/// <summary>
/// Starts the tool as a child process and logs what it reports. When the goal holds, writes its stamp.
/// </summary>
public sealed class RunGoalTool : ToolTask
{
    /// <summary>How long output may come after the tool has ended: something that it started may have kept its pipes.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private bool _reportedError;

    /// <summary>Absolute path of the <c>dotnet</c> to start.</summary>
    [Required]
    public string DotNetHost { get; set; } = "";

    /// <summary>Absolute path of <c>dotnet-goal.dll</c>.</summary>
    [Required]
    public string Tool { get; set; } = "";

    /// <summary><c>verify</c> or <c>run</c>.</summary>
    [Required]
    public string Verb { get; set; } = "";

    /// <summary>Absolute path of the goal file.</summary>
    [Required]
    public string Goal { get; set; } = "";

    /// <summary>Absolute path of the file that the tool writes folders and files into that the clauses have read.</summary>
    [Required]
    public string InputsFile { get; set; } = "";

    /// <summary>Absolute path of the stamp.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <inheritdoc/>
    protected override string ToolName => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <inheritdoc/>
    protected override Encoding StandardOutputEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    protected override Encoding StandardErrorEncoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override bool Execute()
    {
        // For a verification, the time is that of its start: a file that changes meanwhile is newer than the stamp, and counts next
        // time. A run changes files itself, and ends with a verification of the result.
        var started = DateTime.UtcNow;
        File.Delete(Stamp);
        File.Delete(InputsFile);
        if (!base.Execute())
        {
            return false;
        }

        // Without inputs, nothing could tell that the stamp is old.
        if (!File.Exists(InputsFile))
        {
            return true;
        }

        File.WriteAllText(Stamp, "");
        File.SetLastWriteTimeUtc(Stamp, Verb == "run" ? DateTime.UtcNow : started);
        return true;
    }

    /// <inheritdoc/>
    protected override string GenerateFullPathToTool() => DotNetHost;

    /// <inheritdoc/>
    protected override string GenerateCommandLineCommands()
    {
        var line = new CommandLineBuilder();
        line.AppendSwitch("exec");
        line.AppendFileNameIfNotNull(Tool);
        line.AppendSwitch(Verb);
        line.AppendFileNameIfNotNull(Goal);
        line.AppendSwitch("--format");
        line.AppendSwitch("msbuild");
        line.AppendSwitchIfNotNull("--write-inputs ", InputsFile);
        return line.ToString();
    }

    /// <inheritdoc/>
    protected override ProcessStartInfo GetProcessStartInfo(string pathToTool, string commandLineCommands, string responseFileSwitch)
    {
        var start = base.GetProcessStartInfo(pathToTool, commandLineCommands, responseFileSwitch);
        ToolEnvironment.Strip(start.Environment);
        return start;
    }

    /// <summary>Like the base's, with a drain that has an end: the base waits until everybody has let go of the pipes.</summary>
    /// <param name="pathToTool">The <c>dotnet</c>.</param>
    /// <param name="responseFileCommands">Not used.</param>
    /// <param name="commandLineCommands">The arguments.</param>
    /// <returns>The tool's exit code.</returns>
    protected override int ExecuteTool(string pathToTool, string responseFileCommands, string commandLineCommands)
    {
        using var process = new Process { StartInfo = GetProcessStartInfo(pathToTool, commandLineCommands, "") };
        using var drained = new CountdownEvent(2);
        process.StartInfo.RedirectStandardInput = true;
        process.OutputDataReceived += (_, data) => OnLine(data.Data, drained);
        process.ErrorDataReceived += (_, data) => OnLine(data.Data, drained);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!WaitForExit(process))
        {
            return -1;
        }

        drained.Wait(Drain);
        return process.ExitCode;
    }

    /// <inheritdoc/>
    protected override bool HandleTaskExecutionErrors()
    {
        lock (_gate)
        {
            if (!_reportedError && !ToolCanceled.WaitOne(0))
            {
                Log.LogError(
                    null,
                    DiagnosticCatalogue.ToolFailed.Code,
                    null,
                    Goal,
                    0,
                    0,
                    0,
                    0,
                    "{0}",
                    $"The tool ended with exit code {ExitCode} and reported no error. Run 'dotnet exec \"{Tool}\" {Verb} \"{Goal}\"' to see what it says.");
            }
        }

        return false;
    }

    private void OnLine(string? line, CountdownEvent drained)
    {
        if (line is null)
        {
            Finish(drained);
            return;
        }

        var report = ToolOutputLine.Parse(line);
        lock (_gate)
        {
            if (report is { IsError: true })
            {
                _reportedError = true;
                Log.LogError(null, report.Code, null, report.File ?? Goal, report.Line, report.Column, 0, 0, "{0}", report.Message);
            }
            else if (report is { IsAboutGoalFile: false })
            {
                Log.LogWarning(null, report.Code, null, report.File ?? Goal, report.Line, report.Column, 0, 0, "{0}", report.Message);
            }
            else if (report is null)
            {
                Log.LogMessage(MessageImportance.High, "{0}", line);
            }
        }
    }

    private static void Finish(CountdownEvent drained)
    {
        try
        {
            drained.Signal();
        }
        catch (ObjectDisposedException)
        {
            // The pipe was let go of after the drain.
        }
    }

    private bool WaitForExit(Process process)
    {
        using var exited = new ManualResetEvent(false);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => exited.Set();
        if (process.HasExited || WaitHandle.WaitAny([exited, ToolCanceled]) == 0)
        {
            return true;
        }

        process.Kill(entireProcessTree: true);
        return false;
    }
}
