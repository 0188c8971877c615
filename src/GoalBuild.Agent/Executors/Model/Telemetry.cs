using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>
/// Traces and metrics of each request to a model, by OpenTelemetry's conventions for generative AI, to an OTLP endpoint that the environment names. What
/// is said to a model and what it answers is not part of them. Where no endpoint is named, nothing of OpenTelemetry is loaded.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private const string Source = "GoalBuild.Models";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    // A collector that does not answer must not hold the end of a run.
    private const int FlushMilliseconds = 5_000;

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    private Telemetry(Func<string, string?> environment)
    {
        var resource = ResourceBuilder.CreateDefault().AddService("goalbuild", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3));
        if (Endpoint(environment, "TRACES") is { } traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Source).AddOtlpExporter(options => Set(options, traces, environment)).Build();
        }

        if (Endpoint(environment, "METRICS") is { } metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Source).AddOtlpExporter(options => Set(options, metrics, environment)).Build();
        }
    }

    /// <summary>Starts, where the environment names an endpoint; null where it does not.</summary>
    /// <param name="environment">The value of a variable, or null.</param>
    public static Telemetry? Start(Func<string, string?> environment) =>
        Names("TRACES").Concat(Names("METRICS")).Any(name => !string.IsNullOrEmpty(environment(name))) ? Make(environment) : null;

    /// <summary>A client whose requests are watched.</summary>
    /// <param name="client">The client.</param>
#pragma warning disable CA1822 // That there is an object shows that telemetry is wanted and running.
    public IChatClient Watch(IChatClient client) => new OpenTelemetryChatClient(client, logger: null, Source);
#pragma warning restore CA1822

    /// <summary>Sends what has not been sent yet, for a few seconds at most, and ends.</summary>
    public void Dispose()
    {
        _traces?.ForceFlush(FlushMilliseconds);
        _metrics?.ForceFlush(FlushMilliseconds);
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static IEnumerable<string> Names(string signal) => [EndpointVariable, $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"];

    // A method of its own: the assemblies of OpenTelemetry are loaded when it is compiled, and so only where they are used.
    private static Telemetry Make(Func<string, string?> environment) => new(environment);

    // By the specification of OTLP: a signal's own address is taken as it is, the common one gets the signal's path.
    private static Uri? Endpoint(Func<string, string?> environment, string signal)
    {
        var own = environment($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT");
        var text = !string.IsNullOrEmpty(own) ? own
            : environment(EndpointVariable) is { Length: > 0 } common ? (IsGrpc(environment) ? common : $"{common.TrimEnd('/')}/v1/{signal.ToLowerInvariant()}")
            : null;
        return text is null ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var url) ? url
            : throw new ModelFaultException(ModelFaultKind.Rejected, $"'{text}' is no address of an OTLP endpoint; expected one such as http://localhost:4318 in {EndpointVariable}.");
    }

    private static bool IsGrpc(Func<string, string?> environment) => environment(ProtocolVariable) == "grpc";

    private static void Set(OtlpExporterOptions options, Uri endpoint, Func<string, string?> environment)
    {
        options.Endpoint = endpoint;
        options.Protocol = IsGrpc(environment) ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
    }
}
