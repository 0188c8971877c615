using System.Collections.Concurrent;
using System.Text.Json;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.ModelScripts;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>A model client before a scripted endpoint, with a clock of its own: each wait that the client tells of is over at once.</summary>
internal sealed class Asking : IAsyncDisposable
{
    public const string Key = "sk-very-secret";

    private readonly ModelWire _wire;

    private Asking(ModelWire wire, ModelServer server, ModelClient client, WaitingClock clock)
    {
        _wire = wire;
        Server = server;
        Client = client;
        Clock = clock;
    }

    public ModelServer Server { get; }

    public ModelClient Client { get; }

    public WaitingClock Clock { get; }

    public IReadOnlyList<string> Said => Clock.Said;

    public static async Task<Asking> Of(ModelWire wire, Script script, ModelPatience? patience = null, string? url = null, ModelEffort? effort = null, Telemetry? telemetry = null)
    {
        var server = await ModelServer.StartAsync(script);
        var clock = new WaitingClock();
        var step = new ModelStep(new Text("test-model")) { Url = new Text(url ?? server.Url), Wire = wire, Effort = effort };
        var endpoint = ModelEndpoint.Of(step, name => name == ModelEndpoint.DefaultKeyVariable ? Key : null);
        var client = new ModelClient(new ModelFacts("test-model", 100_000, null), endpoint, patience ?? new ModelPatience(), new TokenCounter(), clock, telemetry);
        return new Asking(wire, server, client, clock);
    }

    public static Task<Asking> Of(ModelWire wire, params IReadOnlyList<Reply> replies) => Of(wire, Script.InOrder(replies));

    public ModelQuestion Question(params IReadOnlyList<ChatMessage> messages) =>
        new("Be brief.", messages.Count == 0 ? [new ChatMessage(ChatRole.User, "Hello?")] : messages, [new EchoTool()]) { CacheKey = "run-1", Said = Clock, Waited = Clock };

    public Task<ModelAnswer> Ask(params IReadOnlyList<ChatMessage> messages) => Ask(Question(messages));

    public async Task<ModelAnswer> Ask(ModelQuestion question)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Client.AskAsync(question, bound.Token);
    }

    /// <summary>Asks what ends in a fault.</summary>
    public async Task<ModelFaultException> Fault() => (await Assert.ThrowsAsync<ModelFaultException>(() => Ask()))!;

    /// <summary>The items of a request's conversation, without instructions.</summary>
    public IReadOnlyList<JsonElement> Items(int request) => _wire == ModelWire.Chat ? [.. Server.Requests[request].Items.Skip(1)] : Server.Requests[request].Items;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    internal sealed class EchoTool : ITool
    {
        public string Name => "echo";

        public string Description => "Says it again.";

        public ToolSchema Schema { get; } = new(new ToolParameter("text", "string"), ToolParameter.Optional("times", "integer"));

        public Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation) => throw new InvalidOperationException("The client calls no tools.");
    }

    /// <summary>Stands still, but for the waits that it is told of.</summary>
    internal sealed class WaitingClock : TimeProvider, IProgress<string>
    {
        private readonly ManualClock _clock = new();
        private readonly ConcurrentQueue<string> _said = new();
        private volatile bool _isPushed;

        public IReadOnlyList<string> Said => [.. _said];

        public DateTimeOffset Start { get; } = new ManualClock().GetUtcNow();

        public TimeSpan Waited => GetUtcNow() - Start;

        public override long TimestampFrequency => _clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

        public override long GetTimestamp() => _clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Longest = dueTime > Longest ? dueTime : Longest;
            Last = dueTime;
            return _clock.CreateTimer(callback, state, dueTime, period);
        }

        public TimeSpan Longest { get; private set; }

        public TimeSpan Last { get; private set; }

        public void Report(string value)
        {
            _said.Enqueue(value);
            if (value.Contains("; waiting ", StringComparison.Ordinal))
            {
                _isPushed = false;
                Waits.Add(Last);
                _clock.Advance(Last);
            }
        }

        public List<TimeSpan> Waits { get; } = [];

        /// <summary>Lets time pass until the client has had enough of waiting.</summary>
        public async Task PassUntilGivenUp(Task end)
        {
            _isPushed = true;
            while (_isPushed && !end.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromSeconds(60));
                await Task.WhenAny(end, Task.Delay(20));
            }
        }
    }
}
