using System.Text.Json;

namespace GoalBuild.Verification.Auditing;

/// <summary>
/// Whether an audit that found nothing looked anywhere. Where the package sources have no vulnerability data, NuGet says nothing at all; only for sources
/// that are named as audit sources it warns (NU1905).
/// </summary>
internal sealed class AuditSources : IDisposable
{
    /// <summary>The resource of a V3 feed that has vulnerability data; a version stands behind it.</summary>
    private const string Resource = "VulnerabilityInfo/";

    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Whether a configuration names audit sources.</summary>
    /// <param name="configuration">What <c>dotnet nuget config get all</c> prints.</param>
    public static bool AreNamed(string configuration)
    {
        var section = "";
        foreach (var line in configuration.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            if (!char.IsWhiteSpace(line[0]))
            {
                section = line;
            }
            else if (section == "auditSources:" && line.TrimStart().StartsWith("add ", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Why package sources have no vulnerability data.</summary>
    /// <param name="sources">Addresses and folders.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>For each source, in words; null where one of them has data.</returns>
    public async Task<IReadOnlyList<string>?> WithoutDataAsync(IEnumerable<string> sources, CancellationToken cancellation)
    {
        var faults = new List<string>();
        foreach (var source in sources)
        {
            if (await FaultOfAsync(source, cancellation).ConfigureAwait(false) is not { } fault)
            {
                return null;
            }

            faults.Add($"{source} {fault}");
        }

        return faults;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<string?> FaultOfAsync(string source, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return "is a folder";
        }

        try
        {
            using var response = await _client.GetAsync(address, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return $"answered {(int)response.StatusCode}";
            }

            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
            return AuditedProject.Items(json.RootElement, "resources").Any(HasData) ? null : "has none";
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return $"could not be asked ({exception.Message})";
        }
    }

    private static bool HasData(JsonElement resource) => AuditedProject.Property(resource, "@type") switch
    {
        { ValueKind: JsonValueKind.String } type => type.GetString()!.StartsWith(Resource, StringComparison.Ordinal),
        { ValueKind: JsonValueKind.Array } types => types.EnumerateArray().Any(type => type.ValueKind == JsonValueKind.String && type.GetString()!.StartsWith(Resource, StringComparison.Ordinal)),
        _ => false,
    };
}
