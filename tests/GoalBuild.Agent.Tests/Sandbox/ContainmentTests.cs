using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ContainmentTests : IDisposable
{
    private static readonly Containment Nothing = new(ContainmentKind.None, "", "bubblewrap (bwrap) is not installed");
    private readonly SandboxedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Test]
    public void Where_nothing_contains_a_required_containment_is_refused_with_the_reason()
    {
        var fault = Assert.Throws<GoalFaultException>(() => Nothing.Create(SandboxMode.Required, _tree.Policy()))!;
        Assert.That(fault.Render(), Is.EqualTo("error GOAL0024: Commands cannot be contained here: bubblewrap (bwrap) is not installed. Put that right, or run with '--sandbox auto', where the run goes on and says so."));
    }

    [Test]
    public void Where_nothing_contains_it_is_said_plainly()
    {
        var sandbox = Nothing.Create(SandboxMode.Auto, _tree.Policy());
        Assert.That(sandbox.IsContained, Is.False);
        Assert.That(sandbox.Description, Does.StartWith("Commands are not contained: bubblewrap (bwrap) is not installed. They can write wherever you can"));
    }

    [Test]
    public async Task What_is_found_is_found_once()
    {
        var first = await Containment.FindAsync(default);
        Assert.That(await Containment.FindAsync(default), Is.SameAs(first));
        Assert.That(first.Kind == ContainmentKind.None ? first.Why : first.Program, Is.Not.Empty);
    }

    [Test]
    public void Containment_that_is_off_says_so_wherever_it_is() =>
        Assert.That(new Containment(ContainmentKind.Bubblewrap, "/usr/bin/bwrap", "").Create(SandboxMode.Off, _tree.Policy()).Description, Does.Contain("--sandbox off was given"));

    [Test, Platform("Linux,MacOsX")]
    public async Task An_uncontained_command_runs_with_both_streams_in_order_and_an_empty_input()
    {
        var request = Nothing.Create(SandboxMode.Auto, _tree.Policy()).Request("echo one; echo two >&2; cat; echo three; pwd", _tree.Folder["src"], takesInput: false);
        var result = await ProcessRunner.RunAsync(request, default);
        Assert.That(result.StandardOutput.Text, Does.StartWith("one\ntwo\nthree\n").And.Contain("/src"));
    }

    [Test]
    public void A_profile_for_macOS_opens_the_tree_and_closes_what_is_protected_after_it()
    {
        var host = new HostFolders("/Users/me", name => name == "PATH" ? "/usr/bin" : null);
        var policy = _tree.Policy() with { PrivateDirectory = "/tree/.goal/tmp/commands" };
        var profile = SeatbeltProfile.Write(policy, host, ["/tree/.git", "/tree/with \"quotes\""]);
        Assert.That(profile, Does.StartWith("(version 1)\n(allow default)\n(deny file-write*)\n"));
        var order = new[]
        {
            $"(allow file-write* (subpath \"{policy.Root}\"))", "(deny file-write* (subpath \"/tree/.git\"))", "(deny file-write* (subpath \"/tree/with \\\"quotes\\\"\"))",
            "(allow file-write* (subpath \"/tree/.goal/tmp/commands/home\"))\n(allow file-write* (subpath \"/tree/.goal/tmp/commands/tmp\"))\n(allow file-write* (literal", "(deny network*)",
        }.Select(line => profile.LastIndexOf(line, StringComparison.Ordinal)).ToList();
        Assert.That(order, Is.Ordered.And.None.Negative, profile);
        Assert.That(profile.Count(character => character == '('), Is.EqualTo(profile.Count(character => character == ')')));
    }

    [Test]
    public void Settings_of_feeds_come_into_the_private_home_without_what_signs_in()
    {
        using var home = new TempFolder();
        home.With(".nuget/NuGet/NuGet.Config", """
            <configuration>
              <packageSources><add key="ours" value="https://me:hidden@feed.example.org/v3/index.json" /></packageSources>
              <packageSourceCredentials><ours><add key="ClearTextPassword" value="hidden" /></ours></packageSourceCredentials>
              <apikeys><add key="https://feed.example.org" value="hidden" /></apikeys>
            </configuration>
            """);
        var policy = _tree.Policy();
        PrivateFolders.Make(policy, home.Path);
        var text = File.ReadAllText(Path.Combine(policy.Home, ".nuget/NuGet/NuGet.Config"));
        Assert.That(text, Does.Contain("feed.example.org/v3/index.json").And.Not.Contain("hidden").And.Not.Contain("me:"));
    }
}
