using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary>What the options for output do to a whole command line.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class OutputTests : IDisposable
{
    // Without constraints: a warning, which goes to the error output.
    private const string Goal = "goal \"demo\" { objective \"It works.\" verify { run \"true\" } }\n";

    private readonly TemporaryFolder _folder = new();

    public OutputTests() => _folder.Write("demo.goal", Goal);

    public void Dispose() => _folder.Dispose();

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(false, false)]
    public async Task Each_stream_has_colours_where_it_is_a_terminal(bool terminal, bool errorTerminal)
    {
        var host = await VerifyAsync(terminal, errorTerminal, []);
        Assert.That(host.Out.ToString().Contains("\e[32m", StringComparison.Ordinal), Is.EqualTo(terminal));
        Assert.That(host.Error.ToString().Contains("\e[33m", StringComparison.Ordinal), Is.EqualTo(errorTerminal));
        Assert.That(host.Error.ToString(), Does.Contain("warning GOAL3004"));
    }

    [TestCase("NO_COLOR", "1")]
    [TestCase("UNUSED", "1", "--no-color")]
    public async Task Colours_can_be_turned_off(string name, string value, params string[] options)
    {
        var host = await VerifyAsync(true, true, options, (name, value));
        Assert.That(host.Out.ToString() + host.Error, Does.Not.Match("\e\\[[0-9;]*m").And.Contain("demo: met"));
    }

    [TestCase("quiet")]
    [TestCase("q")]
    public async Task Quiet_tells_only_what_is_wrong(string verbosity)
    {
        _folder.Write("demo.goal", Goal.Replace("verify", "constrain { keep tests } verify", StringComparison.Ordinal));
        var met = await VerifyAsync(false, false, ["-v", verbosity]);
        Assert.That(met.Out.ToString() + met.Error, Is.Empty);
        var failed = new TestHost(_folder.Path);
        await failed.RunAsync(ScriptedRooms.Create(verify: (request, _) => Task.FromResult(ScriptedRooms.All(request, VerdictStatus.Fails))), "verify", "-v", verbosity);
        Assert.That(failed.Out.ToString(), Does.StartWith("demo: not met"));
    }

    [TestCase("diag")]
    [TestCase("diagnostic")]
    [TestCase("d")]
    public async Task The_levels_of_dotnet_build_are_known(string verbosity) =>
        Assert.That((await VerifyAsync(false, false, ["-v", verbosity])).Out.ToString(), Does.Contain("demo: met"));

    private async Task<TestHost> VerifyAsync(bool terminal, bool errorTerminal, string[] options, params (string Name, string Value)[] variables)
    {
        var host = new TestHost(_folder.Path, terminal: terminal, errorTerminal: errorTerminal, variables: variables);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), ["verify", .. options]), Is.EqualTo(ExitCode.Met), host.Error.ToString());
        return host;
    }
}
