using System.ClientModel;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>One try that brought no answer.</summary>
/// <param name="Kind">Why; <see cref="ModelFaultKind.Unavailable"/> for what should pass.</param>
/// <param name="What">What happened, as a clause: <c>the endpoint answered 429: …</c></param>
internal sealed record ModelFailure(ModelFaultKind Kind, string What)
{
    private static readonly string[] LimitWords =
    [
        "context_length_exceeded", // OpenAI
        "context window", // OpenAI's Responses API, in words
        "maximum context length", // vLLM, and OpenAI's older models
        "exceed_context_size", // llama.cpp
        "available context size", // llama.cpp, in words
        "exceeds the context", // LM Studio
        "context length", // LM Studio, Ollama
        "prompt is too long", // Ollama and others behind gateways
        "input length exceeds",
    ];

    /// <summary>How long the endpoint asks to wait, or null where it does not say.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Whether an answer had begun to come.</summary>
    public bool InStream { get; init; }

    /// <summary>What was thrown, or null.</summary>
    public Exception? Cause { get; init; }

    /// <summary>What an answer that fails in mid-stream says of itself.</summary>
    /// <param name="code">The provider's code, or empty.</param>
    /// <param name="message">Its message, or empty.</param>
    public static ModelFailure OfStream(string code, string message)
    {
        var what = $"the answer failed in mid-stream: {Join(code, message)}";
        return new ModelFailure(KindOfWords(code, message) ?? ModelFaultKind.Unavailable, what) { InStream = true };
    }

    /// <summary>What was thrown while asking.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="inStream">Whether an answer had begun to come.</param>
    /// <param name="now">The time, for dates in headers.</param>
    public static ModelFailure Of(Exception exception, bool inStream, DateTimeOffset now) => exception switch
    {
        ClientResultException { Status: > 0 } answer => OfStatus(answer, now),
        JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException =>
            new(ModelFaultKind.Unavailable, "the answer broke off in the middle of an event, or is none") { InStream = true, Cause = exception },
        _ => new(ModelFaultKind.Unavailable, (inStream ? "the connection was lost in mid-stream: " : "the endpoint cannot be reached: ") + Innermost(exception)) { InStream = inStream, Cause = exception },
    };

    private static ModelFailure OfStatus(ClientResultException exception, DateTimeOffset now)
    {
        var response = exception.GetRawResponse();
        var (code, message) = ErrorOf(BodyOf(response));
        var status = exception.Status;
        var what = $"the endpoint answered {status}" + (Join(code, message) is { Length: > 0 } said ? $": {said}" : "");
        var kind = KindOfWords(code, message) ?? status switch
        {
            401 or 403 => ModelFaultKind.NotAllowed,
            402 => ModelFaultKind.Quota,
            408 or 409 or 425 or 429 or (>= 500 and not 501 and not 505) => ModelFaultKind.Unavailable,
            404 when message.Contains("model", StringComparison.OrdinalIgnoreCase) => ModelFaultKind.UnknownModel,
            _ => ModelFaultKind.Rejected,
        };
        return new ModelFailure(kind, what) { Wait = response is null ? null : WaitOf(response, now), Cause = exception };
    }

    private static ModelFaultKind? KindOfWords(string code, string message)
    {
        bool Says(params IEnumerable<string> words) => words.Any(word => code.Contains(word, StringComparison.OrdinalIgnoreCase) || message.Contains(word, StringComparison.OrdinalIgnoreCase));
        return Says("insufficient_quota", "exceeded your current quota", "billing_hard_limit", "billing_not_active") ? ModelFaultKind.Quota
            : Says(LimitWords) ? ModelFaultKind.TooLong
            : Says("model_not_found", "DeploymentNotFound") ? ModelFaultKind.UnknownModel
            : Says("invalid_api_key") ? ModelFaultKind.NotAllowed
            : null;
    }

    // {"error": {"message", "code", "type"}} of OpenAI, Azure, Ollama and llama.cpp; {"error": "text"}; {"message", "code"} of older vLLM; {"detail": …}.
    private static (string Code, string Message) ErrorOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return ("", body.Trim());
            }

            var error = root.TryGetProperty("error", out var inner) ? inner : root;
            return error.ValueKind switch
            {
                JsonValueKind.String => ("", error.GetString()!),
                JsonValueKind.Object => (Member(error, "code") is { Length: > 0 } code && !int.TryParse(code, out _) ? code : Member(error, "type"), Member(error, "message") is { Length: > 0 } message ? message : Member(error, "detail")),
                _ => ("", ""),
            };
        }
        catch (JsonException)
        {
            // A page of a proxy: its status says enough.
            return ("", body.TrimStart().StartsWith('<') ? "" : body.Trim());
        }
    }

    private static string Member(JsonElement item, string name) => !item.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? ""
        : value.GetRawText();

    private static string BodyOf(System.ClientModel.Primitives.PipelineResponse? response)
    {
        try
        {
            return response?.Content.ToString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // The body was not read before the connection went.
            return "";
        }
    }

    private static TimeSpan? WaitOf(System.ClientModel.Primitives.PipelineResponse response, DateTimeOffset now)
    {
        // Azure and OpenAI send milliseconds beside the seconds that HTTP knows.
        if (response.Headers.TryGetValue("retry-after-ms", out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e12)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (!response.Headers.TryGetValue("Retry-After", out text) || !RetryConditionHeaderValue.TryParse(text, out var value))
        {
            return null;
        }

        var wait = value.Delta ?? (value.Date - now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Join(string code, string message)
    {
        const int Most = 400;
        var line = message.ReplaceLineEndings(" ").Trim();
        line = line.Length > Most ? line[..Most] + "…" : line;
        return code.Length == 0 ? line : line.Length == 0 ? code : $"{line.TrimEnd('.')} ({code})";
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
    }
}

/// <summary>A stream that was read holds no whole answer.</summary>
/// <param name="failure">Why.</param>
internal sealed class BrokenAnswerException(ModelFailure failure) : Exception(failure.What)
{
    /// <summary>Why.</summary>
    public ModelFailure Failure => failure;
}
