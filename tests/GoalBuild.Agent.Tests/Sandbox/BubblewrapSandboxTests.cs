using System.Net;
using System.Net.Sockets;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tests.Steps;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux")]
internal sealed class BubblewrapSandboxTests : IDisposable
{
    private readonly SandboxedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public async Task Commands_write_in_the_tree_and_what_they_print_comes_in_order_with_their_exit_code()
    {
        var (exit, output) = await _tree.RunAsync("echo one; echo two >&2; echo new > src/new.cs; echo more >> src/code.cs; exit 3");
        Assert.That((exit, output), Is.EqualTo((3, "one\ntwo")));
        Assert.That((_tree.Folder.Text("src/new.cs"), _tree.Folder.Text("src/code.cs")), Is.EqualTo(("new\n", "code\nmore\n")));
    }

    [TestCase("echo x > tests/check.cs")]
    [TestCase("echo x >> .editorconfig")]
    [TestCase("sed -i s/check/x/ tests/check.cs")]
    [TestCase("echo x > src/../tests/check.cs")]
    [TestCase("cd src && echo x > ../app.goal")]
    [TestCase("ln -s ../tests/check.cs src/link && echo x > src/link")]
    [TestCase("ln -s ../tests src/link && echo x > src/link/check.cs")]
    [TestCase("ln tests/check.cs src/hard && echo x > src/hard")]
    [TestCase("rm tests/check.cs")]
    [TestCase("mv tests/check.cs src/")]
    [TestCase("cp src/code.cs .editorconfig")]
    [TestCase("rm -f .editorconfig && echo x > .editorconfig")]
    [TestCase("echo x > tests/new.cs")]
    [TestCase("chmod 777 tests/check.cs")]
    [TestCase("echo x > .git/hooks/pre-commit")]
    [TestCase("git config user.name x")]
    [TestCase("git commit -am x")]
    [TestCase("git checkout -b other")]
    [TestCase("rm -rf .git")]
    [TestCase("mv .git aside")]
    [TestCase("echo x > .goal/state")]
    [TestCase("umount tests/check.cs || umount tests || mount -o remount,rw,bind tests; echo x > tests/check.cs")]
    [TestCase("unshare -Urm sh -c 'umount tests; mount -o remount,rw,bind tests; mkdir /tmp/m; mount --bind . /tmp/m; echo x > /tmp/m/tests/check.cs || echo x > tests/check.cs'")]
    public async Task What_is_protected_stays_as_it_is(string command)
    {
        var before = Everything();
        var (exit, output) = await _tree.RunAsync(command);
        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(Everything(), Is.EqualTo(before));
    }

    /// <summary>What is protected, git's own included.</summary>
    private Dictionary<string, string> Everything() => Directory.EnumerateFiles(_tree.Folder.Path, "*", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/src/", StringComparison.Ordinal) && !file.Contains("/.goal/tmp/", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToBase64String(File.ReadAllBytes(file)) + new FileInfo(file).UnixFileMode);

    [Test]
    public async Task Nothing_outside_of_the_tree_can_be_written_to_through_links_or_not()
    {
        using var outside = new TempFolder();
        outside.With("file", "mine\n");
        File.CreateSymbolicLink(_tree.Folder["src/out"], outside.Path);
        foreach (var command in new[] { $"echo x > '{outside["file"]}'", "echo x > src/out/file", "echo x > /etc/goalbuild-test", "touch /usr/goalbuild-test" })
        {
            var (exit, output) = await _tree.RunAsync(command);
            Assert.That(exit, Is.Not.Zero, $"{command}: {output}");
        }

        Assert.That(outside.Text("file"), Is.EqualTo("mine\n"));
        Assert.That(File.Exists("/etc/goalbuild-test"), Is.False);
    }

    [Test]
    public async Task The_kernels_settings_cannot_be_written_to()
    {
        // Only asked whether it could: a test that fails must not have changed the machine.
        // Who is not root may write to settings that count for the command's own namespaces only, and to what watches for pressure.
        var spared = Environment.IsPrivilegedProcess ? "" : "-not -path '/proc/sys/fs/mqueue/*' -not -path '/proc/sys/kernel/*m[sn][gni]*' -not -path '/proc/sys/kernel/s[eh]m*' -not -name '*pid*' -not -path '/proc/pressure/*'";
        var (_, output) = await _tree.RunAsync($"find /proc /sys -not -path '/proc/[0-9]*' {spared} -type f -writable 2>/dev/null; ls -d /proc/sys/kernel/core_pattern");
        Assert.That(output, Is.EqualTo("/proc/sys/kernel/core_pattern"));
    }

    [Test]
    public async Task The_home_and_the_temporary_folder_are_private_and_last_from_one_command_to_the_next()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var name = $"goalbuild-{Guid.NewGuid():N}";
        var (_, listed) = await _tree.RunAsync($"ls -A ~ /tmp; echo kept > ~/{name}; echo kept > /tmp/{name}; echo $TMPDIR");
        Assert.That(listed, Does.Not.Contain(".ssh").And.Not.Contain(".gitconfig").And.Not.Contain(".bashrc").And.EndWith("/tmp"));
        Assert.That(File.Exists(Path.Combine(home, name)) || File.Exists(Path.Combine("/tmp", name)), Is.False);
        var (_, output) = await _tree.RunAsync($"cat ~/{name} /tmp/{name}");
        Assert.That(output, Is.EqualTo("kept\nkept"));
    }

    [Test]
    public async Task Secrets_and_ways_to_agents_are_not_in_the_environment()
    {
        var secrets = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "hidden-1", ["NuGetPackageSourceCredentials_feed"] = "hidden-2", ["SSH_AUTH_SOCK"] = "hidden-3", ["GITHUB_TOKEN"] = "hidden-4" };
        foreach (var (name, value) in secrets)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        try
        {
            var (_, output) = await _tree.RunAsync("env; cat /proc/*/environ | tr '\\0' '\\n'");
            Assert.That(output, Does.Contain("PATH=").And.Not.Contain("hidden-"));
        }
        finally
        {
            foreach (var name in secrets.Keys)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }
    }

    [Test]
    public async Task Commands_see_only_their_own_processes()
    {
        var (_, output) = await _tree.RunAsync($"ls -d /proc/[0-9]* | wc -l; kill -9 {Environment.ProcessId} 2>&1 | tail -1; ls /proc/{Environment.ProcessId}");
        Assert.That(int.Parse(output.Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture), Is.LessThan(10));
        Assert.That(output, Does.Contain("No such process").And.Contain("No such file"));
    }

    [TestCase(null, false)]
    [TestCase(NetworkAccess.Off, false)]
    [TestCase(NetworkAccess.Hosts, false)]
    [TestCase(NetworkAccess.On, true)]
    public async Task The_network_is_reached_only_when_the_goal_says_so(NetworkAccess? access, bool reached)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var policy = _tree.Policy() with { Network = access is { } given ? new NetworkConstraint(given, [new Text("example.org")]) : null };
        var (exit, output) = await _tree.RunAsync($"exec 3<>/dev/tcp/127.0.0.1/{port} && echo connected", policy);
        Assert.That((exit == 0, listener.Pending()), Is.EqualTo((reached, reached)), output);
        Assert.That((await _tree.SandboxAsync(policy)).Description, Does.Contain(reached ? "they reach the network" : "they reach no network"));
    }

    [Test]
    public async Task Processes_of_one_command_reach_each_other_over_loopback()
    {
        _tree.Folder.With("src/talk.js", "const n=require('net');const s=n.createServer(c=>{c.end('hello');s.close()}).listen(0,'127.0.0.1',()=>n.connect(s.address().port,'127.0.0.1').on('data',d=>console.log(''+d)));");
        var (exit, output) = await _tree.RunAsync("command -v node || { echo hello; exit 0; }; node src/talk.js");
        Assert.That((exit, output.Split('\n')[^1]), Is.EqualTo((0, "hello")));
    }

    [Test]
    public async Task Git_shows_what_changed()
    {
        _tree.Folder.With("src/code.cs", "other\n");
        var (exit, output) = await _tree.RunAsync("git status --short && git diff && git log --oneline && git stash list");
        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain("M src/code.cs").And.Contain("+other").And.Contain("Begin"));
    }

    [Test]
    public async Task A_worktrees_own_git_folder_can_be_read_and_not_written_to()
    {
        using var second = new TempFolder();
        Directory.Delete(second.Path);
        _tree.Folder.Git("worktree", "add", "--quiet", second.Path, "-b", "second");
        var workspace = new Workspace(second.Path, _tree.Folder.State);
        var policy = _tree.Policy() with { Workspace = workspace, Protected = new ProtectedPaths(workspace, _ => false) };
        var sandbox = await _tree.SandboxAsync(policy);
        var result = await ProcessRunner.RunAsync(sandbox.Request("echo x >> src/code.cs; git diff --stat; git add src/code.cs", second.Path, false), default);
        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(result.StandardOutput.Text, Does.Contain("src/code.cs | 1 +").And.Contain("index.lock"));
    }

    [Test]
    public async Task Everything_that_a_command_started_ends_with_it_and_with_its_time()
    {
        var mark = $"goalbuild-{Guid.NewGuid():N}";
        var sandbox = await _tree.SandboxAsync();
        var script = $"(setsid nohup sh -c 'exec -a {mark} sleep 600' >/dev/null 2>&1 &) ; bash -c 'exec -a {mark} sleep 600' & echo started";
        var ended = await ProcessRunner.RunAsync(sandbox.Request(script, _tree.Folder.Path, false), default);
        Assert.That(ended.StandardOutput.Text, Does.Contain("started"));
        Assert.That(() => Running(mark), Is.Empty.After(5000, 20));
        var killed = await ProcessRunner.RunAsync(sandbox.Request($"{script}; wait", _tree.Folder.Path, false) with { Timeout = TimeSpan.FromSeconds(1) }, default);
        Assert.That(killed.TimedOut, Is.True);
        Assert.That(() => Running(mark), Is.Empty.After(5000, 20));
    }

    private static List<string> Running(string mark) => [.. Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _) && CommandLine(folder).Contains(mark, StringComparison.Ordinal))
        .Where(folder => ExecutorTurns.IsRunning(Path.GetFileName(folder)))];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [Test]
    public async Task A_tree_below_the_home_folder_is_seen_and_the_rest_of_the_home_is_not()
    {
        using var home = new TempFolder();
        home.With(".ssh/id", "secret").With(".config/gh/hosts.yml", "secret").With(".nuget/packages/a/a.txt", "package").With("work/src/code.cs", "code");
        var found = await SandboxedTree.BubblewrapAsync();
        var workspace = new Workspace(home["work"], home["work/.goal"]);
        var policy = _tree.Policy() with { Workspace = workspace, PrivateDirectory = home["work/.goal/tmp/commands"], Protected = new ProtectedPaths(workspace, _ => false) };
        var sandbox = new BubblewrapSandbox(found.Program, policy, new HostFolders(home.Path, name => name == "NUGET_PACKAGES" ? null : Environment.GetEnvironmentVariable(name)));
        var result = await ProcessRunner.RunAsync(sandbox.Request("ls -A ~ ~/.config; cat ~/.nuget/packages/a/a.txt src/code.cs; cat ~/.ssh/id; echo x > ~/.nuget/packages/a/a.txt; echo x > src/new", workspace.Root, false), default);
        Assert.That(result.StandardOutput.Text, Does.Contain("packagecode").And.Contain("work").And.Not.Contain("secret").And.Not.Contain("gh\n"));
        Assert.That((File.Exists(home["work/src/new"]), home.Text(".nuget/packages/a/a.txt")), Is.EqualTo((true, "package")));
    }
}
