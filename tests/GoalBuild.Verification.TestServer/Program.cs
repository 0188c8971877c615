using System.Globalization;
using System.Net;

// A server for tests of the clause 'latency', with the faults that servers have:
//   --port N         listens on 127.0.0.1:N; else on the port that the variable PORT names
//   --delay MS       answers so much later
//   --fail-every N   answers each N-th request with 500
//   --starting N     answers the first N requests with 503
//   --die-after N    exits with 3 when so many were answered
//   --exit CODE      says that it cannot start, and exits at once
//   --silent         takes connections and never answers
//   --pid FILE       writes the number of its process there
var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i < args.Length; i++)
{
    options[args[i]] = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : "";
}

if (options.TryGetValue("--pid", out var file))
{
    await File.WriteAllTextAsync(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
}

if (options.ContainsKey("--exit"))
{
    await Console.Error.WriteLineAsync("cannot start: the settings are missing");
    return Number("--exit");
}

using var listener = new HttpListener();
listener.Prefixes.Add($"http://127.0.0.1:{options.GetValueOrDefault("--port") ?? Environment.GetEnvironmentVariable("PORT")}/");
listener.Start();
Console.WriteLine("listening");
var count = 0;
while (true)
{
    var context = await listener.GetContextAsync();
    var number = ++count;
    if (options.ContainsKey("--die-after") && number > Number("--die-after"))
    {
        await Console.Error.WriteLineAsync("out of memory");
        return 3;
    }

    if (!options.ContainsKey("--silent"))
    {
        _ = AnswerAsync(context, number);
    }
}

async Task AnswerAsync(HttpListenerContext context, int number)
{
    if (options.ContainsKey("--delay"))
    {
        await Task.Delay(Number("--delay"));
    }

    context.Response.StatusCode = options.ContainsKey("--starting") && number <= Number("--starting") ? 503
        : options.ContainsKey("--fail-every") && number % Number("--fail-every") == 0 ? 500
        : 200;
    context.Response.Close("hello"u8.ToArray(), willBlock: false);
}

int Number(string option) => int.Parse(options[option], CultureInfo.InvariantCulture);
