using System.Net;
using System.Text.Json.Nodes;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Doctor;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("10.0.103", "ok", "10.0.103")]
    [TestCase("8.0.100", "fault", "at least 10.0")]
    [TestCase("?", "fault", "exits with 0")]
    public async Task The_sdk_has_to_be_new_enough(string version, string state, string message)
    {
        var found = await Machine(("dotnet", 0, version)).SdkAsync();
        Assert.That(found.State, Is.EqualTo(state));
        Assert.That(found.Message, Does.Contain(message));
    }

    [Test]
    public async Task A_global_json_that_no_sdk_satisfies_is_named()
    {
        _folder.Write("global.json", "{}");
        var found = await Machine(("dotnet", 145, "A compatible .NET SDK was not found.")).SdkAsync();
        Assert.That((found.State, found.Message), Is.EqualTo(("fault", "'dotnet --version' exits with 145; global.json has its say: A compatible .NET SDK was not found.")));
        Assert.That(found.Cure, Is.Not.Empty);
    }

    [TestCase("git version 2.39.5", "ok")]
    [TestCase("git version 2.30.9 (Apple Git-1)", "fault")]
    [TestCase("git", "warning")]
    public async Task Git_has_to_be_new_enough(string version, string state) => Assert.That((await Machine(("git", 0, version)).GitAsync()).State, Is.EqualTo(state));

    [Test]
    public async Task What_is_not_there_is_a_fault_with_a_cure()
    {
        foreach (var found in new[] { await Machine().SdkAsync(), await Machine().GitAsync(), (await Machine().ContainersAsync(["debian"]))! })
        {
            Assert.That((found.State, found.Cure?.Length > 10), Is.EqualTo(("fault", true)), found.Name);
        }
    }

    [Test]
    public async Task Containers_are_looked_at_only_where_a_goal_names_an_image_and_have_to_answer()
    {
        Assert.That(await Machine().ContainersAsync([]), Is.Null);
        Assert.That((await Machine(("podman", 0, "")).ContainersAsync(["debian"]))!.Message, Does.StartWith("podman answers"));
        Assert.That((await Machine(("docker", 1, "Cannot connect")).ContainersAsync(["debian"]))!.Message, Does.Contain("Cannot connect"));
    }

    [Test]
    public async Task Where_nothing_contains_commands_that_is_a_warning() =>
        Assert.That((await Machine().SandboxAsync(_ => Task.FromResult(new Agent.Sandbox.SandboxProbe("", "'bwrap' is not there")))).State, Is.EqualTo("warning"));

    [TestCase(null, "warning")]
    [TestCase(5L << 20, "fault")]
    [TestCase(500L << 20, "warning")]
    [TestCase(5L << 30, "ok")]
    public void Room_on_the_disk_is_judged(long? free, string state) => Assert.That(MachineChecks.Disk(free).State, Is.EqualTo(state));

    [Test]
    public async Task Keys_are_told_by_name_and_never_by_value()
    {
        _folder.Write("a.goal", """goal a { objective "x" verify { run "true" } agent { model "m" key "MY_KEY" model "n" } }""");
        var (code, lines) = await DoctorAsync(("MY_KEY", "sk-secret"));
        Assert.That(code, Is.EqualTo(ExitCode.NotMet));
        Assert.That(lines.Where(line => line.Name == "key").Select(line => (line.State, line.Message)), Is.EqualTo(new[]
        {
            ("ok", "MY_KEY is set"), ("fault", "OPENAI_API_KEY is not set; model \"n\" needs it."),
        }));
        Assert.That(lines.Select(line => line.Message), Has.None.Contains("secret"));
    }

    [Test]
    public async Task An_endpoint_on_this_machine_is_asked_and_another_only_when_told_to()
    {
        using var listener = new HttpListener();
        var port = Free();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var answered = Task.Run(async () =>
        {
            var request = await listener.GetContextAsync();
            request.Response.StatusCode = 404;
            request.Response.Close();
            return request.Request.Headers["Authorization"];
        });
        _folder.Write("a.goal", $$"""goal a { objective "x" verify { run "true" } agent { model "m" at "http://127.0.0.1:{{port}}/v1" model "n" at "https://models.example.invalid/v1" model "o" at "http://127.0.0.1:1/v1" } }""");
        var (_, lines) = await DoctorAsync(("OPENAI_API_KEY", "sk-secret"));
        Assert.That(await answered, Is.Null);
        Assert.That(lines.Where(line => line.Name == "endpoint").Select(line => line.Message), Is.EqualTo(new[]
        {
            $"http://127.0.0.1:{port}/v1 answers (HTTP 404)", "https://models.example.invalid/v1 was not asked; '--online' asks it", lines.Where(line => line.Name == "endpoint").Last().Message,
        }));
        Assert.That(lines.Last(line => line.Name == "endpoint").State, Is.EqualTo("fault"));
    }

    [Test]
    public async Task A_package_of_another_version_and_a_wrong_goal_are_told()
    {
        _folder.Write("src/a.csproj", """<Project><ItemGroup><PackageReference Include="GoalBuild" Version="0.0.1" /></ItemGroup></Project>""");
        _folder.Write("a.goal", "goal {");
        var (code, lines) = await DoctorAsync();
        Assert.That(code, Is.EqualTo(ExitCode.NotMet));
        Assert.That(lines.Single(line => line.Name == "package").Message, Does.StartWith("GoalBuild is 0.0.1 in src"));
        Assert.That(lines.Single(line => line.Name == "goals").State, Is.EqualTo("fault"));
        Assert.That(lines.Where(line => line.State != "ok").Select(line => line.Cure), Is.All.Not.Empty);
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(1), "It left something behind.");
    }

    private MachineChecks Machine(params (string Program, int Code, string Text)[] programs) => new(new TestHost(_folder.Path).Host, Start(programs));

    private static Func<ProcessRequest, CancellationToken, Task<ProcessResult>> Start(params (string Program, int Code, string Text)[] programs) => (request, _) =>
        programs.FirstOrDefault(program => program.Program == request.FileName) is { Program: not null } found
            ? Task.FromResult(new ProcessResult(found.Code, Captured(found.Code == 0 ? found.Text : ""), Captured(found.Code == 0 ? "" : found.Text), TimeSpan.Zero))
            : throw new CommandNotFoundException("It is not there.", null);

    private static CapturedText Captured(string text) => new(text, text.Length, true);

    private async Task<(int Code, List<DoctorFinding> Lines)> DoctorAsync(params (string, string)[] variables)
    {
        var host = new TestHost(_folder.Path, variables: variables);
        var options = new OutputOptions(OutputFormat.Json, Verbosity.Normal, Color: false);
        using var reporter = Guard.ReporterFor(host.Host, options);
        var code = await DoctorCommand.RunAsync(new CommandContext(host.Host, options, reporter, ScriptedRooms.Create()), [], online: false, Start(("dotnet", 0, "10.0.100"), ("git", 0, "git version 2.40.0")));
        var lines = host.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
        return (code, [.. lines.Select(line => new DoctorFinding((string)line["kind"]!, (string)line["status"]!, (string)line["message"]!, (string?)line["cure"]))]);
    }

    private static int Free()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
