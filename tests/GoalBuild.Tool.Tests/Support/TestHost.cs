using System.Text;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Tests.Support;

/// <summary>The tool in this process, with surroundings of its own.</summary>
internal sealed class TestHost
{
    public TestHost(string directory, int width = 80, string input = "", bool terminal = false, bool errorTerminal = false, CancellationToken cancellation = default, params (string Name, string Value)[] variables)
    {
        Out.NewLine = "\n";
        Error.NewLine = "\n";
        Host = new ToolHost
        {
            Out = Out,
            Error = Error,
            In = new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Directory = directory,
            Variable = name => variables.FirstOrDefault(pair => pair.Name == name).Value,
            IsTerminal = terminal,
            IsErrorTerminal = errorTerminal,
            Width = width,
            Clock = Clock,
            Cancellation = cancellation,
        };
    }

    public StringWriter Out { get; } = new();

    public StringWriter Error { get; } = new();

    public StillClock Clock { get; } = new();

    public ToolHost Host { get; }

    public Task<int> RunAsync(Rooms rooms, params string[] args) => CommandLine.RunAsync(args, Host, rooms);
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class StillClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;
}
