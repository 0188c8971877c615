using System.Net.Sockets;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Sandbox;

/// <summary><c>network "host", …</c> through real bubblewrap, with servers on this machine that stand for the hosts.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux")]
internal sealed class SandboxedNetworkTests : IAsyncDisposable
{
    // bash alone: what else there is to ask with differs from machine to machine.
    private const string Ask = "ask() { local p=${http_proxy##*:}; exec 3<>/dev/tcp/127.0.0.1/$p && printf 'GET http://%s/ HTTP/1.1\\r\\nContent-Length: 0\\r\\n\\r\\n' $1 >&3 && cat <&3 | tr -d '\\r' | sed -n '1p;$p'; }; ";

    private readonly SandboxedTree _tree = new();
    private readonly LoopbackServer _allowed = new();
    private readonly LoopbackServer _other = new();
    private readonly List<string> _refused = [];
    private readonly HostProxy _proxy;

    public SandboxedNetworkTests() => _proxy = new HostProxy(new AllowedHosts([$"127.0.0.1:{_allowed.Port}"]), _refused.Add);

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _allowed.DisposeAsync();
        await _other.DisposeAsync();
        _tree.Dispose();
    }

    private SandboxPolicy Policy => _tree.Policy() with
    {
        Network = new NetworkConstraint(NetworkAccess.Hosts, [new Text($"127.0.0.1:{_allowed.Port}")]),
        Proxy = _proxy,
        Relay = RelayProgram.Find() is { } found ? found with { Assembly = TestHost } : new RelayProgram(Dotnet, TestHost),
    };

    private static string TestHost => Path.Combine(AppContext.BaseDirectory, "GoalBuild.Agent.TestHost.dll");

    private static string Dotnet => Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    [Test]
    public async Task An_allowed_host_is_reached_through_the_proxy()
    {
        var (exit, output) = await _tree.RunAsync($"{Ask}ask 127.0.0.1:{_allowed.Port}", Policy);

        Assert.That((exit, output), Is.EqualTo((0, "HTTP/1.1 200 OK\nserved")));
        Assert.That((_allowed.Requests.Count, _refused.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Any_other_host_is_refused_and_told_of_also_on_the_same_machine()
    {
        var (_, output) = await _tree.RunAsync($"{Ask}ask 127.0.0.1:{_other.Port}", Policy);

        Assert.Multiple(() =>
        {
            Assert.That(output, Does.StartWith("HTTP/1.1 403 Forbidden\nGoalBuild: "));
            Assert.That(_other.Requests, Is.Empty);
            Assert.That(_refused.Single(), Does.StartWith($"A command asked for 127.0.0.1:{_other.Port} and was refused"));
        });
    }

    [Test]
    public async Task Without_the_proxy_nothing_is_reached_of_this_machine_or_outside()
    {
        var (exit, output) = await _tree.RunAsync($"exec 3<>/dev/tcp/127.0.0.1/{_other.Port} && echo connected", Policy);
        var (outside, _) = await _tree.RunAsync("exec 3<>/dev/tcp/192.0.2.1/80 && echo connected", Policy);

        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(outside, Is.Not.Zero);
        Assert.That(_other.Requests, Is.Empty);
    }

    [Test]
    public async Task A_port_of_this_machine_that_the_goal_names_is_where_it_says_also_for_those_who_know_of_no_proxy()
    {
        var (exit, output) = await _tree.RunAsync($"exec 3<>/dev/tcp/127.0.0.1/{_allowed.Port} && printf 'GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3 | tr -d '\\r' | sed -n '1p;$p'", Policy);

        Assert.That((exit, output), Is.EqualTo((0, "HTTP/1.1 200 OK\nserved")));
        Assert.That((_allowed.Requests.Count, _refused.Count), Is.EqualTo((1, 0)));
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public async Task Localhost_is_found_at_each_of_the_addresses_that_it_has(string address)
    {
        if (address == "::1" && !Socket.OSSupportsIPv6)
        {
            Assert.Ignore("This machine has no addresses of version 6.");
        }

        await using var proxy = Proxy($"localhost:{_allowed.Port}");
        var (exit, output) = await _tree.RunAsync($"exec 3<>/dev/tcp/{address}/{_allowed.Port} && printf 'GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3 | tr -d '\\r' | sed -n '1p;$p'", Policy with { Proxy = proxy });

        Assert.That((exit, output), Is.EqualTo((0, "HTTP/1.1 200 OK\nserved")));
    }

    [TestCase("localhost:70000", "127.0.0.1,::1")]
    [TestCase("localhost:0", "127.0.0.1,::1")]
    [TestCase("[::1]:65536", "localhost,127.0.0.1")]
    public async Task A_port_that_there_is_not_has_no_door_and_commands_run_all_the_same(string host, string direct)
    {
        await using var proxy = Proxy(host);
        var (exit, output) = await _tree.RunAsync("echo $no_proxy", Policy with { Proxy = proxy });

        Assert.That((exit, output), Is.EqualTo((0, direct)));
    }

    private HostProxy Proxy(string host) => new(new AllowedHosts([host]), _refused.Add);

    [Test]
    public async Task Every_name_of_the_variable_is_given_and_what_a_command_serves_itself_needs_no_proxy()
    {
        var (_, output) = await _tree.RunAsync("env | grep -i _proxy | sed 's/:[0-9]*$/:PORT/' | sort; echo \"$0\"", Policy);

        Assert.That(output.Split('\n')[..^1], Is.EqualTo(new[] { "ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "all_proxy", "http_proxy", "https_proxy", "no_proxy" }
            .Select(name => name.StartsWith("no", StringComparison.OrdinalIgnoreCase) ? $"{name}=localhost,127.0.0.1,::PORT" : $"{name}=http://127.0.0.1:PORT").ToArray()).AsCollection);
    }

    [Test]
    public async Task The_exit_code_the_order_of_both_streams_and_the_input_are_those_of_the_command()
    {
        var sandbox = await _tree.SandboxAsync(Policy);
        await using var process = StartedProcess.Start(sandbox.Request("echo one; echo two >&2; read line; echo \"got $line\"; exit 7", _tree.Folder.Path, takesInput: true) with { Timeout = TimeSpan.FromMinutes(1) }, default);
        await process.WriteAsync("text\n", default);
        var result = await process.Completion;

        Assert.That((result.ExitCode, result.StandardOutput.Text), Is.EqualTo((7, "one\ntwo\ngot text\n")));
    }

    [Test]
    public async Task What_is_said_of_the_network_is_what_is_so()
    {
        var contained = await _tree.SandboxAsync(Policy);
        var without = await _tree.SandboxAsync(Policy with { Relay = null });
        var plain = new Containment(ContainmentKind.None, "", "bubblewrap (bwrap) is not installed").Create(SandboxMode.Auto, Policy);
        var told = await ProcessRunner.RunAsync(plain.Request($"{Ask}ask 127.0.0.1:{_other.Port}; ask 127.0.0.1:{_allowed.Port}", _tree.Folder.Path, takesInput: false), default);

        Assert.Multiple(() =>
        {
            Assert.That(contained.Description, Does.Contain($"of the network they reach only what 'network \"127.0.0.1:{_allowed.Port}\"' names, through a proxy"));
            Assert.That(without.Description, Does.Contain("they reach no network"));
            Assert.That(plain.Description, Does.Contain("is advisory: commands are told of a proxy that refuses all else, and nothing makes them use it"));
            Assert.That(told.StandardOutput.Text, Does.StartWith("HTTP/1.1 403 Forbidden\n").And.Contain("HTTP/1.1 200 OK\nserved"));
        });
    }
}
