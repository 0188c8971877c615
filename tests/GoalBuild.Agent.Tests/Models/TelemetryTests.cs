using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Language.Model;
using GoalBuild.ModelScripts;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>Traces and metrics, to a collector on loopback.</summary>
[TestFixture]
internal sealed class TelemetryTests
{
    [Test]
    public async Task Spans_and_metrics_arrive_without_what_was_said()
    {
        using var collector = new Collector();
        using (var telemetry = Telemetry.Start(name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? collector.Url : null))
        {
            await using var asking = await Asking.Of(ModelWire.Responses, Script.InOrder(Reply.Say("A word that nobody needs to know.")), telemetry: telemetry);
            await asking.Ask();
        }

        var traces = collector.Of("/v1/traces");
        Assert.That(traces, Does.Contain("gen_ai.request.model").And.Contains("test-model").And.Contains("gen_ai.usage.input_tokens"));
        Assert.That(traces, Does.Not.Contain("nobody needs to know").And.Not.Contains(Asking.Key));
        Assert.That(collector.Of("/v1/metrics"), Does.Contain("gen_ai.client.token.usage"));
    }

    [Test]
    public void Nothing_starts_where_no_endpoint_is_named() => Assert.That(Telemetry.Start(_ => null), Is.Null);

    [Test]
    public async Task Nothing_of_OpenTelemetry_is_loaded_where_no_endpoint_is_named()
    {
        // With assemblies of its own: those of the other tests are loaded by now.
        var fresh = new FreshAssemblies();
        var method = fresh.LoadFromAssemblyName(typeof(TelemetryTests).Assembly.GetName()).GetType(typeof(TelemetryTests).FullName!)!.GetMethod(nameof(AskWithoutAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        var loaded = await (Task<string[]>)method.Invoke(null, null)!;
        Assert.That(loaded, Has.Member("Microsoft.Extensions.AI.OpenAI"), "the client is not what was tried");
        Assert.That(loaded, Has.None.StartsWith("OpenTelemetry"));
    }

    private static async Task<string[]> AskWithoutAsync()
    {
        using var telemetry = Telemetry.Start(_ => null);
        await using var asking = await Asking.Of(ModelWire.Responses, Script.InOrder(Reply.Say("Yes.")), telemetry: telemetry);
        await asking.Ask();
        return [.. AssemblyLoadContext.GetLoadContext(typeof(TelemetryTests).Assembly)!.Assemblies.Select(assembly => assembly.GetName().Name!)];
    }

    [Test]
    public void Signals_may_go_to_an_endpoint_of_their_own()
    {
        using var collector = new Collector();
        using (var telemetry = Telemetry.Start(name => name == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" ? collector.Url + "/own" : null))
        {
            Assert.That(telemetry, Is.Not.Null);
        }

        Assert.That(collector.Of("/v1/metrics"), Is.Empty);
    }

    [Test]
    public void A_bad_endpoint_is_said() => Assert.That(
        Assert.Throws<ModelFaultException>(() => Telemetry.Start(name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? "not an address" : null))!.Message,
        Does.Contain("OTEL_EXPORTER_OTLP_ENDPOINT"));

    private sealed class FreshAssemblies() : AssemblyLoadContext("fresh")
    {
        // What others share with the web server has to stay the server's.
        private static readonly string[] Own = ["GoalBuild.", "OpenAI", "OpenTelemetry", "Microsoft.Extensions.AI", "System.ClientModel"];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return File.Exists(file) && Own.Any(own => assemblyName.Name!.StartsWith(own, StringComparison.Ordinal)) ? LoadFromAssemblyPath(file) : null;
        }
    }

    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

        public Collector()
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            _ = Task.Run(ReceiveAsync);
        }

        public string Url { get; }

        public string Of(string path) => string.Concat(_received.Where(item => item.Path == path).Select(item => item.Body));

        public void Dispose() => _listener.Close();

        private async Task ReceiveAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var body = new MemoryStream();
                    await context.Request.InputStream.CopyToAsync(body);
                    _received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                    context.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                Trace.WriteLine("closed");
            }
        }
    }
}
