using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using OfferedTool = ModelContextProtocol.Protocol.Tool;

namespace GoalBuild.Tool.Agents;

/// <summary>Serves <see cref="GoalTools"/> in the Model Context Protocol. Nothing else in the tool names a type of its library.</summary>
/// <param name="tools">What can be asked.</param>
internal sealed class GoalMcpServer(GoalTools tools) : IDisposable
{
    private const string Instructions =
        "The goals of this folder: what is to be true, and whether it is. 'goal' says what is asked, 'verify' finds out what holds and what fails, 'status' and 'evidence' tell what is known. Only 'verify' changes a verdict, by finding out; a goal is met when the harness says so.";

    private static readonly JsonElement Asked = Schema("""{"type":"object","properties":{"goal":{"type":"string","description":"Only the goal with this name; without it, all."}},"additionalProperties":false}""");

    private static readonly OfferedTool[] Offered =
    [
        Offer("goal", "What the goals ask: objective, requirements, clauses, constraints and budget, as JSON.", Asked, isReadOnly: true),
        Offer("status", "Where the goals stand, from what was kept; nothing is verified.", Asked, isReadOnly: true),
        Offer("verify", "Finds out whether the clauses hold: builds, tests and runs what they say, and tells what fails and why. It edits nothing of the sources, but it runs the project's own commands, and can take minutes.",
            Schema("""{"type":"object","properties":{"goal":{"type":"string","description":"Only the goal with this name; without it, all."},"clauses":{"type":"array","items":{"type":"string"},"description":"Only the clauses with these names, as 'goal' tells them. Without it, all, which alone makes evidence."}},"additionalProperties":false}"""),
            isReadOnly: false),
        Offer("evidence", "The newest evidence of the goals: what was proved, by what, and what was not.",
            Schema("""{"type":"object","properties":{"goal":{"type":"string","description":"Only the goal with this name; without it, all."},"format":{"type":"string","enum":["markdown","json"],"description":"markdown (the default) or json."}},"additionalProperties":false}"""),
            isReadOnly: true),
    ];

    // MSBuild is one to a process, and two builds of one tree would be in each other's way.
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Serves until the client is gone or the token is cancelled.</summary>
    /// <param name="input">What the client writes.</param>
    /// <param name="output">What the client reads.</param>
    /// <param name="version">Our own version.</param>
    /// <param name="cancellation">Ends the server.</param>
    public async Task RunAsync(Stream input, Stream output, string version, CancellationToken cancellation)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "dotnet goal", Version = version },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Offered] }),
                CallToolHandler = CallAsync,
            },
        };
        var transport = new StreamServerTransport(input, output, "dotnet goal");
        await using (transport.ConfigureAwait(false))
        {
            var server = McpServer.Create(transport, options);
            await using (server.ConfigureAwait(false))
            {
                await server.RunAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        var arguments = new ToolArguments(request.Params?.Arguments ?? new Dictionary<string, JsonElement>());
        var goals = arguments.Text("goal") is { } goal ? new[] { goal } : [];
        if (request.Params?.Name is not ("goal" or "status" or "verify" or "evidence") || arguments.Wrong is not null)
        {
            return Result(new GoalTools.Answer(arguments.Wrong ?? $"There is no tool '{request.Params?.Name}'. There are: {string.Join(", ", Offered.Select(tool => tool.Name))}.", true));
        }

        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Result(await (request.Params.Name switch
            {
                "goal" => tools.GoalAsync(goals, cancellation),
                "status" => tools.StatusAsync(goals, cancellation),
                "evidence" => arguments.Text("format") is null or "markdown" or "json"
                    ? tools.EvidenceAsync(goals, arguments.Text("format") == "json", cancellation)
                    : Task.FromResult(new GoalTools.Answer($"'format' is '{arguments.Text("format")}'; expected markdown or json.", true)),
                _ => VerifyAsync(request, goals, arguments.Texts("clauses"), cancellation),
            }).ConfigureAwait(false));
        }
        finally
        {
            _one.Release();
        }
    }

    // One after the other and in order; the answer comes when all have been told.
    private async Task<GoalTools.Answer> VerifyAsync(RequestContext<CallToolRequestParams> request, IReadOnlyList<string> goals, IReadOnlyList<string> clauses, CancellationToken cancellation)
    {
        var told = Task.CompletedTask;
        var count = 0;
        var answer = await tools.VerifyAsync(goals, clauses, Tell, cancellation).ConfigureAwait(false);
        await told.ConfigureAwait(false);
        return answer;

        void Tell(int done, int all, string message)
        {
            if (request.Params?.ProgressToken is { } token)
            {
                // The protocol asks for a number that grows with each notification; several clauses are under way at once.
                var value = new ProgressNotificationValue { Progress = ++count, Message = $"{message} ({done} of {all} done)" };
                told = AfterAsync(told, () => request.Server.NotifyProgressAsync(token, value, cancellationToken: cancellation));
            }
        }

        static async Task AfterAsync(Task before, Func<Task> next)
        {
            await before.ConfigureAwait(false);
            await next().ConfigureAwait(false);
        }
    }

    private static CallToolResult Result(GoalTools.Answer answer) => new() { Content = [new TextContentBlock { Text = answer.Text }], IsError = answer.IsError };

    private static OfferedTool Offer(string name, string description, JsonElement schema, bool isReadOnly) => new()
    {
        Name = name,
        Description = description,
        InputSchema = schema,
        Annotations = new ToolAnnotations { ReadOnlyHint = isReadOnly, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = !isReadOnly },
    };

    private static JsonElement Schema(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.Clone();
    }
}
