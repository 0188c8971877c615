using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// What is known of models: <c>models.json</c>, which is part of this assembly and names its sources, and over it a file of the user's: the one that
/// <see cref="FileVariable"/> names, else <c>models.json</c> in the <c>.goal</c> folder. Both look the same:
/// <code>{ "models": { "my-model": { "window": 200000, "mostOut": 32000, "in": 0.5, "cachedIn": 0.05, "out": 1.5 } } }</code>
/// Prices are dollars for a million tokens; a member that is left out stays as it was. A model of which nothing is known has
/// <see cref="DefaultWindow"/> and no price.
/// </summary>
internal sealed partial class ModelCatalogue
{
    /// <summary>The variable that names the user's file.</summary>
    public const string FileVariable = "GOALBUILD_MODELS";

    /// <summary>The window of a model of which nothing is known, in tokens: that of most models since GPT-4 Turbo. Where it is smaller, the endpoint says so, and the conversation is shortened then.</summary>
    public const int DefaultWindow = 128_000;

    private const string FileName = "models.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Dictionary<string, Entry> _models;

    private ModelCatalogue(Dictionary<string, Entry> models) => _models = models;

    /// <summary>Reads the catalogue, and the user's file where there is one.</summary>
    /// <param name="state">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    /// <exception cref="ModelFaultException">The user's file is named but not there, cannot be read, or says what is not understood.</exception>
    public static ModelCatalogue Load(string state, Func<string, string?> environment)
    {
        var models = new Dictionary<string, Entry>(BuiltIn(), StringComparer.OrdinalIgnoreCase);
        var named = environment(FileVariable);
        var file = string.IsNullOrEmpty(named) ? Path.Combine(state, FileName) : Path.GetFullPath(named);
        if (!string.IsNullOrEmpty(named) || File.Exists(file))
        {
            foreach (var (name, entry) in ReadUsers(file))
            {
                models[name] = models.TryGetValue(name, out var known) ? entry.Over(known) : entry;
            }
        }

        return new ModelCatalogue(models);
    }

    /// <summary>What is known of a model. A snapshot, as <c>gpt-5.4-2026-03-05</c> is one of <c>gpt-5.4</c>, is as the model unless it is listed itself.</summary>
    /// <param name="name">Its name at the endpoint; the case of letters does not count, nor does a provider's name before a slash.</param>
    public ModelFacts Find(string name)
    {
        var entry = Names(name).Select(_models.GetValueOrDefault).FirstOrDefault(entry => entry is not null) ?? new Entry();
        var price = entry is { In: { } input, Out: { } output } ? new ModelPrice(input, entry.CachedIn ?? input, output) : null;
        return new ModelFacts(name, entry.Window ?? DefaultWindow, price) { MostOut = entry.MostOut };
    }

    /// <summary>What is known of a step's model. A price that the goal gives wins; cached tokens then cost as much as others, since it gives no price for them.</summary>
    /// <param name="step">The step.</param>
    public ModelFacts Find(ModelStep step)
    {
        var facts = Find(step.Model.Value);
        return step is { PriceIn: { } input, PriceOut: { } output } ? facts with { Price = new ModelPrice(input, input, output) } : facts;
    }

    // From the most particular to the least: as it is, without a snapshot's date, and both without a provider's name.
    private static IEnumerable<string> Names(string name)
    {
        var bare = name[(name.LastIndexOf('/') + 1)..];
        return [name, Snapshot().Replace(name, ""), bare, Snapshot().Replace(bare, "")];
    }

    private static Dictionary<string, Entry> BuiltIn()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream(FileName)!;
        return JsonSerializer.Deserialize<CatalogueFile>(stream, Options)!.Models;
    }

    private static Dictionary<string, Entry> ReadUsers(string file)
    {
        try
        {
            var models = (JsonSerializer.Deserialize<CatalogueFile>(File.ReadAllText(file), Options) ?? throw new JsonException("The file says null.")).Models;
            var bad = models.FirstOrDefault(model => model.Value is null || !model.Value.IsSound);
            return bad.Key is null ? models : throw Fault(file, $"model '{bad.Key}' has a number that cannot be: windows are above 0, prices 0 or above, and 'in' and 'out' go together");
        }
        catch (JsonException exception)
        {
            var line = exception.LineNumber is { } number ? $"({number + 1},{exception.BytePositionInLine + 1})" : "";
            throw Fault(file + line, InWords(exception.Message));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(file, exception.Message.TrimEnd('.'));
        }
    }

    // The serializer's messages name types of ours, which say nothing to the file's author.
    private static string InWords(string message) =>
        Unmapped().Match(message) is { Success: true } unmapped ? $"there is no '{unmapped.Groups[1].Value}'; a model has 'window', 'mostOut', 'in', 'cachedIn', 'out' and 'source'"
        : message.Contains("missing required", StringComparison.Ordinal) ? "'models' is missing"
        : message.Contains("could not be converted", StringComparison.Ordinal) ? "this value is of another kind than is expected here"
        : message.Split(" Path:")[0].Split(" LineNumber:")[0].TrimEnd('.');

    private static ModelFaultException Fault(string where, string what) => new(
        ModelFaultKind.Rejected,
        $"{where}: {what}. Expected a file such as {{ \"models\": {{ \"my-model\": {{ \"window\": 200000, \"in\": 0.5, \"cachedIn\": 0.05, \"out\": 1.5 }} }} }}.");

    [GeneratedRegex(@"-(?:20\d\d-\d\d-\d\d|20\d{6})$", RegexOptions.CultureInvariant)]
    private static partial Regex Snapshot();

    [GeneratedRegex("property '([^']*)' could not be mapped", RegexOptions.CultureInvariant)]
    private static partial Regex Unmapped();

    private sealed record CatalogueFile
    {
        /// <summary>Where the figures are from; for people.</summary>
        public JsonElement Sources { get; init; }

        public required Dictionary<string, Entry> Models { get; init; }
    }

    private sealed record Entry
    {
        public int? Window { get; init; }

        public int? MostOut { get; init; }

        public decimal? In { get; init; }

        public decimal? CachedIn { get; init; }

        public decimal? Out { get; init; }

        /// <summary>Names of <c>sources</c>; for people.</summary>
        public JsonElement Source { get; init; }

        [JsonIgnore]
        public bool IsSound => Window is null or > 0 && MostOut is null or > 0 && In is null or >= 0 && CachedIn is null or >= 0 && Out is null or >= 0 && In is null == Out is null;

        public Entry Over(Entry known) => new()
        {
            Window = Window ?? known.Window,
            MostOut = MostOut ?? known.MostOut,
            In = In ?? known.In,

            // A price of the user's own is not joined with one for cached tokens that somebody else asks.
            CachedIn = CachedIn ?? (In is null ? known.CachedIn : null),
            Out = Out ?? known.Out,
        };
    }
}
