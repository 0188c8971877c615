namespace GoalBuild.EndToEnd;

/// <summary>A named pipe beside the tree: a command writes into it when it is under way, and the test waits for that without polling.</summary>
internal sealed class Signal
{
    private readonly string _path;

    private Signal(string path) => _path = path;

    /// <summary>A command for the shell that gives the signal; it waits for the test to listen.</summary>
    public string Command => $"echo go > '{_path}'";

    /// <summary>Makes the pipe.</summary>
    /// <param name="folder">Where; outside the tree that is verified.</param>
    public static async Task<Signal> CreateAsync(TempFolder folder)
    {
        var path = folder["signal"];
        var made = await Shell.RunAsync(folder.Path, "mkfifo", [path]);
        Assert.That(made.ExitCode, Is.Zero, made.ToString());
        return new Signal(path);
    }

    /// <summary>Waits until the command gives the signal.</summary>
    /// <param name="tool">What runs the command; its output is shown where it ends without the signal.</param>
    public async Task WaitAsync(RunningTool tool)
    {
        // Opening a pipe waits for its other end, and cannot be cancelled: hence a thread of its own.
        var read = Task.Factory.StartNew(() => File.ReadAllText(_path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var ended = tool.EndAsync();
        if (await Task.WhenAny(read, ended) == ended)
        {
            Assert.Fail($"The command never started. {await ended}");
        }
    }
}
