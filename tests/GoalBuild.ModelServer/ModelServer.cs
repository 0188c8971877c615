using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GoalBuild.ModelScripts;

/// <summary>A model's endpoint on loopback, as OpenAI's (<c>/v1/responses</c> and <c>/v1/chat/completions</c>) and Anthropic's (<c>/v1/messages</c>), streamed or not. It plays a script and keeps each request.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Script _script;
    private readonly bool _keep;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<ModelRequest> _requests = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private int _count;

    private ModelServer(Script script, bool keep)
    {
        _script = script;
        _keep = keep;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0);
            options.Limits.MaxRequestBodySize = null;
        });
        builder.Logging.ClearProviders();
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>The address to give to a client, such as <c>http://127.0.0.1:40123/v1</c>.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "Clients take it as text, from goals and from environment variables.")]
    public string Url => _application.Urls.Single() + "/v1";

    /// <summary>The requests so far, in the order in which they came.</summary>
    public IReadOnlyList<ModelRequest> Requests => [.. _requests];

    /// <summary>Told of each request when it has come whole, and again when its answer has ended.</summary>
    public event Action<ModelRequest>? Changed;

    /// <summary>Starts a server on a free port of loopback.</summary>
    /// <param name="script">What it answers.</param>
    /// <param name="keep">Whether <see cref="Requests"/> keeps them; a long session's are large.</param>
    public static async Task<ModelServer> StartAsync(Script script, bool keep = true)
    {
        var server = new ModelServer(script, keep);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Waits until one more request has come; each is waited for once.</summary>
    /// <param name="timeout">The most time; null for 30 seconds.</param>
    /// <exception cref="TimeoutException">None came.</exception>
    public async Task NextRequestAsync(TimeSpan? timeout = null)
    {
        if (!await _arrived.WaitAsync(timeout ?? TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException($"No further request came; there were {Requests.Count}.");
        }
    }

    /// <summary>Stops it; answers under way are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
        _stopping.Dispose();
        _arrived.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new ModelRequest(Interlocked.Increment(ref _count), context.Request.Path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray())
        {
            Connection = context.Connection.Id,
        };
        if (_keep)
        {
            _requests.Enqueue(request);
        }

        Changed?.Invoke(request);
        _arrived.Release();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            await new Player(context.Response, request).PlayAsync(Refusal(request) ?? _script.Next(request), leaving.Token);
        }
        catch (OperationCanceledException)
        {
            // The client left, or the server stops.
            context.Abort();
        }
        finally
        {
            request.IsOver = true;
            Changed?.Invoke(request);
        }
    }

    private static Reply? Refusal(ModelRequest request) =>
        Wire.Of(request.Path) is null ? Reply.Error(404, "not_found", $"There is no {request.Path}.")
        : request.Fault is { } fault ? Reply.Error(400, "invalid_request_error", fault)
        : null;
}
