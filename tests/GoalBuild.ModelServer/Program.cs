using System.Text.Json;
using GoalBuild.ModelScripts;

// GoalBuild.ModelServer SCRIPT.json [REQUESTS]: serves the script (see ScriptFile) until its standard input ends, and prints its address as the first
// line. Each request becomes a file of the folder REQUESTS, 000001.json and so on, written when it comes and again when its answer has ended.
if (args.Length is not (1 or 2))
{
    await Console.Error.WriteLineAsync("usage: GoalBuild.ModelServer SCRIPT.json [REQUESTS]");
    return 2;
}

await using var server = await ModelServer.StartAsync(ScriptFile.Parse(await File.ReadAllTextAsync(args[0])), keep: false);
if (args.Length == 2)
{
    var folder = Directory.CreateDirectory(args[1]).FullName;
    server.Changed += request => Write(folder, request);
}

Console.WriteLine(server.Url);
await Console.In.ReadToEndAsync();
return 0;

static void Write(string folder, ModelRequest request)
{
    var file = Path.Combine(folder, $"{request.Ordinal:000000}.json");
    var headers = request.Headers.ToDictionary(header => header.Key, header => header.Value);
    var text = JsonSerializer.Serialize(new { request.Path, request.Bytes, request.At, request.EndedAt, request.IsOver, headers, request.Body }, JsonSerializerOptions.Web);
    // Whole or not at all: a test reads the files while they are written.
    File.WriteAllText(file + ".part", text);
    File.Move(file + ".part", file, overwrite: true);
}
