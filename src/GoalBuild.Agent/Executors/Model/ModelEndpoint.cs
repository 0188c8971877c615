using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>Where a model is, and how it is spoken to.</summary>
internal sealed class ModelEndpoint
{
    /// <summary>The variable that holds the key where the goal names none.</summary>
    public const string DefaultKeyVariable = "OPENAI_API_KEY";

    /// <summary>The variable that holds the address where the goal names none.</summary>
    public const string UrlVariable = "OPENAI_BASE_URL";

    private const string DefaultUrl = "https://api.openai.com/v1";

    // Local servers ask for no key, but the SDK does, and some of them refuse a request without the header.
    private const string NoKey = "none";

    private ModelEndpoint(string model, Uri url, string key)
    {
        Model = model;
        Url = url;
        Key = key;
    }

    /// <summary>The model's name at the endpoint.</summary>
    public string Model { get; }

    /// <summary>The address that paths such as <c>/responses</c> are added to.</summary>
    public Uri Url { get; }

    /// <summary>The key; it goes into a header and nowhere else.</summary>
    public string Key { get; }

    /// <summary>The wire format.</summary>
    public ModelWire Wire { get; private init; }

    /// <summary>How hard the model thinks, or null for its default.</summary>
    public ModelEffort? Effort { get; private init; }

    /// <summary>The endpoint of a step: as the goal says, else as the environment does, else OpenAI's.</summary>
    /// <param name="step">The step.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    /// <exception cref="ModelFaultException">The address is none, or there is no key where one is needed.</exception>
    public static ModelEndpoint Of(ModelStep step, Func<string, string?> environment)
    {
        string? Value(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
        var given = step.Url?.Value ?? Value(UrlVariable);
        var url = UrlOf(given ?? DefaultUrl, step.Url is null ? UrlVariable : "in the goal");
        var variable = step.KeyVariable?.Value ?? DefaultKeyVariable;
        var key = Value(variable);
        if (key is null && (given is null || step.KeyVariable is not null))
        {
            throw new ModelFaultException(
                ModelFaultKind.NotAllowed,
                $"There is no key for {step.Description}: the environment variable {variable} is not set. Set it"
                + (step.KeyVariable is null ? ", or name a server that needs none: at \"http://localhost:11434/v1\" wire chat." : "."));
        }

        // The key that nobody named for this server must not cross a network in clear: a plain http address is somebody's own server, which needs none.
        var isOpen = step.KeyVariable is null && step.Url is not null && url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback;
        return new ModelEndpoint(step.Model.Value, url, isOpen ? NoKey : key ?? NoKey) { Wire = step.Wire, Effort = step.Effort };
    }

    /// <summary>A text without the key in it.</summary>
    /// <param name="text">What an endpoint or the SDK said.</param>
    public string Mask(string text) => Key == NoKey ? text : text.Replace(Key, "***", StringComparison.Ordinal);

    private static Uri UrlOf(string text, string where)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            throw new ModelFaultException(ModelFaultKind.Rejected, $"'{text}' ({where}) is no address of a model; expected one such as https://api.openai.com/v1 or http://localhost:11434/v1.");
        }

        return url.UserInfo.Length == 0 && url.Query.Length == 0
            ? url
            : throw new ModelFaultException(ModelFaultKind.Rejected, $"The address of {url.Host} ({where}) holds {(url.UserInfo.Length > 0 ? "a user name" : "a query")}; leave it out, and name the variable of the key: key ENV_NAME.");
    }
}
