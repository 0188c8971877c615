using GoalBuild.Language.Model;
using GoalBuild.Verification.Environments;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Environments;

/// <summary>Containers, with a program that stands in for docker: it writes down what it was asked, and runs the command as it is.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform("Linux,MacOsX"), NonParallelizable]
public sealed class ContainerTests : IDisposable
{
    // "docker run [--flag | --option value]… IMAGE command…"; what the container sees of variables it gets from --env.
    private const string Fake = """
        #!/bin/sh
        for argument in "$@"; do printf '%s\n' "$argument" >> "${0%/*}/asked"; done
        echo -- >> "${0%/*}/asked"
        [ "$1" = run ] || exit 0
        shift
        while [ $# -gt 0 ]; do
            case "$1" in
                --rm|--init) shift ;;
                --env) export "$2"; shift 2 ;;
                --workdir) cd "$2"; shift 2 ;;
                --*) shift 2 ;;
                broken) echo "docker: Error response from daemon: no such image." >&2; echo "Run 'docker run --help' for more information" >&2; exit 125 ;;
                *) shift; exec "$@" ;;
            esac
        done
        """;

    private readonly SampleWorkspace _sample = new("containers");
    private readonly TempFolder _bin = new("bin");
    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        _sample.Dispose();
        _bin.Dispose();
    }

    private string[] Asked => File.ReadAllLines(_bin.At("asked"));

    private void With(string program, string text = Fake)
    {
        _bin.WriteProgram(program, text);
        Environment.SetEnvironmentVariable("PATH", $"{_bin.Path}:/usr/bin:/bin");
    }

    private async Task<Verdict> VerifyAsync(Clause clause, string image = "sdk:10.0", params Constraint[] constraints)
    {
        var goal = new Goal(new Text("sample"))
        {
            Environments = [new GoalEnvironment(new Text("box")) { Container = new Text(image), Variables = [new Variable(new Text("COLOUR"), new Text("a b;c"))] }],
            Verify = [clause with { Environments = [new Text("box")] }],
            Constraints = [.. constraints],
        };
        return (await _sample.VerifyAsync(goal, request => request)).Verdicts.Single();
    }

    private static RunClause Run(string command) => new(new Text(command));

    [Test]
    public async Task A_command_runs_in_the_container_in_the_tree_as_the_user_without_a_network_and_with_its_variables()
    {
        With("docker");
        _sample.Folder.Write("sub dir/x.txt", "");
        var verdict = await VerifyAsync(Run("echo \"$COLOUR in $(pwd)\"; ls; exit 3") with { Directory = new Text("sub dir"), Exits = 3, Prints = [new PrintExpectation(false, new Text($"a b;c in {_sample.Folder.At("sub dir")}"), null)] });
        var root = _sample.Folder.Path;

        Assert.Multiple(() =>
        {
            Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
            Assert.That(Asked[..3], Is.EqualTo(new[] { "run", "--rm", "--init" }));
            Assert.That(Pairs(), Does.Contain(("--network", "none")).And.Contain(("--volume", $"{root}:{root}")).And.Contain(("--workdir", _sample.Folder.At("sub dir"))).And.Contain(("--env", "COLOUR=a b;c")).And.Contain(("sdk:10.0", "/bin/sh")));
            Assert.That(Asked.SkipWhile(line => line != "--name").ElementAt(1), Does.StartWith("goalbuild-"));
            if (OperatingSystem.IsLinux())
            {
                Assert.That(Pairs().Single(pair => pair.First == "--user").Second, Does.Match(@"^\d+:\d+$"));
            }
        });
    }

    [Test]
    public async Task A_number_is_measured_in_the_container_and_the_goal_may_allow_the_network()
    {
        With("docker");
        var measure = new MeasureClause(new Text("time"), new Text("echo took 5ms"), new Pattern(@"took (?<value>\d+)ms", PatternOptions.None), Comparison.LessThan, new Quantity(9, Unit.Milliseconds));
        var verdict = await VerifyAsync(measure, "sdk:10.0", new NetworkConstraint(NetworkAccess.On, []));

        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
        Assert.That(Pairs(), Does.Contain(("--network", "bridge")));
    }

    [Test]
    public async Task A_container_that_cannot_be_run_is_unknown_with_what_was_said()
    {
        With("docker");
        var verdict = await VerifyAsync(Run("true"), "broken");

        Assert.That((verdict.Status, verdict.Reason), Is.EqualTo((VerdictStatus.Unknown, "The container of 'broken' could not be run: docker: Error response from daemon: no such image. Start docker, or correct the image in the environment.")));
    }

    [Test]
    public async Task A_command_of_the_container_that_is_not_there_or_ends_as_docker_would_is_the_commands_own()
    {
        With("docker");
        var missing = await VerifyAsync(Run("no-such-command-here"));
        var own = await VerifyAsync(Run("exit 125"));

        Assert.That((missing.Status, own.Status, own.Reason), Is.EqualTo((VerdictStatus.Unknown, VerdictStatus.Fails, "It exits with 125.")));
    }

    [Test]
    public async Task With_neither_program_the_clause_is_unknown_and_says_what_to_do()
    {
        // Programs of this machine are taken off the PATH, but for a shell.
        _bin.Write("x", "");
        Environment.SetEnvironmentVariable("PATH", _bin.Path);
        var verdict = await VerifyAsync(Run("true"));

        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Unknown));
        Assert.That(verdict.Reason, Does.StartWith("It runs in a container of 'sdk:10.0', and neither docker nor podman is on the PATH. Install one of them"));
    }

    [Test]
    public async Task Podman_keeps_the_user_by_its_own_means()
    {
        With("podman");
        Environment.SetEnvironmentVariable("PATH", _bin.Path);
        await VerifyAsync(Run(":"));

        Assert.That(Pairs(), Does.Contain(("--userns", "keep-id")).And.Contain(("--security-opt", "label=disable")));
    }

    [Test]
    public async Task What_is_cancelled_is_removed()
    {
        With("docker");
        using var cancelled = new CancellationTokenSource();
        var container = new Container(new ContainerEngine(_bin.At("docker")), "sdk:10.0", _sample.Folder.Path, hasNetwork: false);
        var request = new ProcessRequest("/bin/sh", "-c", "echo ready; exec sleep 600") { WorkingDirectory = _sample.Folder.Path, OnLine = line => cancelled.Cancel() };

        var ended = await container.RunAsync(request, [], cancelled.Token).WaitAsync(TimeSpan.FromMinutes(1)).ContinueWith(task => task.IsCanceled, TaskScheduler.Default);
        var name = Asked.SkipWhile(line => line != "--name").ElementAt(1);

        Assert.That(ended);
        Assert.That(Asked.TakeLast(4), Is.EqualTo(new[] { "rm", "--force", name, "--" }));
    }

    [Test]
    public void A_program_in_the_tree_is_not_taken_for_docker()
    {
        var shim = _sample.Folder.Write("tools/docker", Fake);
        var found = _bin.Write("podman", Fake);

        Assert.Multiple(() =>
        {
            Assert.That(ContainerEngine.Find($"{Path.GetDirectoryName(shim)}:tools:{_bin.Path}", _sample.Folder.Path)?.Program, Is.EqualTo(found));
            Assert.That(ContainerEngine.Find(Path.GetDirectoryName(shim), _sample.Folder.Path), Is.Null);
        });
    }

    [Test, Category("Slow")]
    public async Task A_real_container_runs_a_command_where_there_is_one()
    {
        var engine = ContainerEngine.Find(_path, _sample.Folder.Path);
        const string Image = "busybox";
        if (engine is null || (await ProcessRunner.RunAsync(new ProcessRequest(engine.Program, "image", "inspect", Image) { WorkingDirectory = _sample.Folder.Path, Timeout = TimeSpan.FromSeconds(30) }, default)).ExitCode != 0)
        {
            Assert.Ignore($"No docker or podman that runs and has the image '{Image}'.");
        }

        var verdict = await VerifyAsync(Run("id -u > who; ls /proc/net/dev; test \"$COLOUR\" = 'a b;c'"), Image);

        Assert.That(verdict.Status, Is.EqualTo(VerdictStatus.Holds), verdict.Reason);
        Assert.That(File.ReadAllText(_sample.Folder.At("who")).Trim(), Is.EqualTo(UserId.Current?.Split(':')[0] ?? "0"));
    }

    private List<(string First, string Second)> Pairs() => [.. Asked.Zip(Asked.Skip(1))];
}
