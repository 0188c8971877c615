using System.ClientModel;
using System.Text.Json;
using GoalBuild.Agent.Conversation;
using Microsoft.Extensions.AI;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>A model behind an endpoint that speaks as OpenAI's does.</summary>
internal sealed class ModelClient : IModel
{
    private readonly ModelEndpoint _endpoint;
    private readonly ModelPatience _patience;
    private readonly TokenCounter _counter;
    private readonly TimeProvider _clock;
    private readonly ModelProtocol _protocol;
    private readonly ResponseKeeper _responses;
    private readonly HttpClient _http;
    private readonly IChatClient _client;

    /// <summary>Makes a client; nothing is sent before a question is asked.</summary>
    /// <param name="facts">What is known of the model.</param>
    /// <param name="endpoint">Where it is.</param>
    /// <param name="patience">How long it is waited for.</param>
    /// <param name="counter">Counts tokens where the provider does not report them.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="telemetry">Where traces and metrics go, or null for nowhere.</param>
    public ModelClient(ModelFacts facts, ModelEndpoint endpoint, ModelPatience patience, TokenCounter counter, TimeProvider clock, Telemetry? telemetry = null)
    {
        Facts = facts;
        _endpoint = endpoint;
        _patience = patience;
        _counter = counter;
        _clock = clock;
        _protocol = ModelProtocol.Of(endpoint);
        _responses = new ResponseKeeper(new SocketsHttpHandler { ConnectTimeout = patience.Connect, PooledConnectionLifetime = TimeSpan.FromMinutes(10) });
        _http = new HttpClient(_responses) { Timeout = Timeout.InfiniteTimeSpan };
        var client = _protocol.Connect(_http);
        _client = telemetry?.Watch(client) ?? client;
    }

    /// <inheritdoc/>
    public ModelFacts Facts { get; }

    /// <inheritdoc/>
    public async Task<ModelAnswer> AskAsync(ModelQuestion question, CancellationToken cancellation)
    {
        var tries = new ModelTries(_patience);
        TokenUsage? lost = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var reader = _protocol.NewReader(line => question.Said?.Report(_endpoint.Mask(line)));
            var failure = await TryAsync(question, reader, cancellation).ConfigureAwait(false);
            if (failure is null)
            {
                return AnswerOf(question, reader) with { Lost = lost };
            }

            lost = Sum(lost, reader.Usage);
            if (failure.Kind == ModelFaultKind.Rejected && _protocol.Adapt(failure.What))
            {
                continue;
            }

            await WaitAsync(tries, failure, question.Waited, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    // Null where the reader holds an answer.
    private async Task<ModelFailure?> TryAsync(ModelQuestion question, AnswerReader reader, CancellationToken cancellation)
    {
        using var response = _responses.Begin();
        using var idle = new CancellationTokenSource(_patience.Idle, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, idle.Token);
        var (messages, options) = _protocol.RequestOf(question);
        var begun = false;
        try
        {
            await foreach (var update in _client.GetStreamingResponseAsync(messages, options, either.Token).ConfigureAwait(false))
            {
                begun = true;
                idle.CancelAfter(_patience.Idle);
                var before = reader.Bytes;
                reader.Take(update);
                if (reader.IsOver)
                {
                    break;
                }

                if (reader.Bytes > before && !reader.IsWhole && !question.MayGoOn(TokenCounter.Estimate(reader.Bytes)))
                {
                    reader.EndLine();
                    return null;
                }
            }
        }
        catch (BrokenAnswerException broken)
        {
            return broken.Failure;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            if (!reader.IsWhole)
            {
                return new ModelFailure(ModelFaultKind.Unavailable, $"nothing came for {Duration.Of(_patience.Idle)}") { InStream = begun };
            }
        }
        catch (Exception exception) when (exception is ClientResultException or HttpRequestException or IOException or JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            // What breaks after the answer was whole breaks nothing.
            if (!reader.IsWhole)
            {
                return ModelFailure.Of(exception, begun, _clock.GetUtcNow());
            }
        }

        reader.EndLine();
        return !reader.IsWhole ? new ModelFailure(ModelFaultKind.Unavailable, "the answer ended before its final event") { InStream = true }
            : reader.End == AnswerEnd.Finished && AnswerReader.IsEmpty(reader.Contents()) ? new ModelFailure(ModelFaultKind.Unavailable, "the answer was empty") { InStream = true }
            : null;
    }

    private async Task WaitAsync(ModelTries tries, ModelFailure failure, IProgress<string>? progress, CancellationToken cancellation)
    {
        if (failure.Kind != ModelFaultKind.Unavailable)
        {
            throw Fault(failure.Kind, failure.What + ". " + AdviceFor(failure), failure.Cause);
        }

        if (failure.Wait > _patience.MostWait)
        {
            throw Fault(ModelFaultKind.Unavailable, $"{failure.What}; it asks to wait {Duration.Of(failure.Wait.Value)}, and {Duration.Of(_patience.MostWait)} is the most ({ModelPatience.MostWaitVariable}). Resume the run later.", failure.Cause);
        }

        if (tries.Next(failure) is not { } next)
        {
            throw Fault(ModelFaultKind.Unavailable, $"{failure.What}, and so did {(tries.Last == 1 ? "the try before" : $"the {tries.Last - 1} tries before")}. Resume the run when it answers again.", failure.Cause);
        }

        // The wait begins before it is told of: who moves a clock on being told moves this wait.
        var wait = Task.Delay(next.Wait, _clock, cancellation);
        progress?.Report(_endpoint.Mask($"{failure.What}; waiting {Duration.Of(next.Wait)}, try {next.Number} of {next.Most}"));
        await wait.ConfigureAwait(false);
    }

    private string AdviceFor(ModelFailure failure) => failure.Kind switch
    {
        ModelFaultKind.NotAllowed => $"Check the key, and whether it may use '{_endpoint.Model}'.",
        ModelFaultKind.UnknownModel => $"Check the name '{_endpoint.Model}' in the goal.",
        ModelFaultKind.Quota => "Add credit to the account, then resume the run.",
        ModelFaultKind.TooLong => "The conversation has to be shortened.",
        _ when _endpoint.Wire == Language.Model.ModelWire.Responses && failure.What.StartsWith("the endpoint answered 40", StringComparison.Ordinal) => $"Check the address {_endpoint.Url}; where the server knows no /responses, write: wire chat.",
        _ => $"Check the address {_endpoint.Url} and the model's options in the goal.",
    };

    private ModelFaultException Fault(ModelFaultKind kind, string what, Exception? cause)
    {
        // An endpoint may say the key back; what was thrown is only passed on where it does not.
        var isSafe = cause is null || _endpoint.Mask(cause.ToString()) == cause.ToString();
        return new ModelFaultException(kind, _endpoint.Mask($"Model '{_endpoint.Model}' at {_endpoint.Url.Host}: {what}"), isSafe ? cause : null);
    }

    private ModelAnswer AnswerOf(ModelQuestion question, AnswerReader reader)
    {
        var usage = reader.Usage ?? new TokenUsage(RequestSize.Tokens(question, _counter), 0, TokenCounter.Estimate(reader.Bytes)) { IsEstimated = true };
        return new ModelAnswer(reader.Contents(), reader.IsWhole ? reader.End : AnswerEnd.Stopped, usage);
    }

    private static TokenUsage? Sum(TokenUsage? one, TokenUsage? other) =>
        one is null ? other : other is null ? one : new TokenUsage(one.In + other.In, one.Cached + other.Cached, one.Out + other.Out);
}
