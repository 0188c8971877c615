using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Sandbox;

/// <summary>A repository in a fresh folder, and commands that run in it contained.</summary>
internal sealed class SandboxedTree : IDisposable
{
    public SandboxedTree()
    {
        Folder.With("src/code.cs", "code\n").With("tests/check.cs", "check\n").With(".editorconfig", "root = true\n").With("app.goal", "goal app\n").With(".goal/state", "state\n").With(".gitignore", ".goal/\n");
        Folder.Committed();
    }

    public TempFolder Folder { get; } = new();

    /// <summary>What stands for the constraints: <c>protect "tests/**"</c>, and what is always protected.</summary>
    public ChangeRules Rules(params string[] globs) => ChangeRules.Of(
        new Goal(new Text("app")) { Constraints = [new ProtectConstraint(globs.Select(glob => new Text(glob)).ToValueList())] },
        null,
        Folder.Path,
        Workspace,
        new HashSet<string>());

    public Workspace Workspace => new(Folder.Path, Folder.State);

    public SandboxPolicy Policy(params string[] globs)
    {
        var rules = Rules(globs is [] ? ["tests/**"] : globs);
        return new SandboxPolicy
        {
            Workspace = Workspace,
            PrivateDirectory = PrivateFolders.Of(Workspace, "run"),
            Protected = new ProtectedPaths(Workspace, path => rules.CheckUnseen(path) is not null),
        };
    }

    /// <summary>Bubblewrap; a machine without it skips the test, but the build server must have it.</summary>
    public static async Task<Containment> BubblewrapAsync()
    {
        var found = await Containment.FindAsync(default);
        if (found.Kind != ContainmentKind.Bubblewrap)
        {
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), $"Bubblewrap is needed here: {found.Why}");
            Assert.Ignore(found.Why);
        }

        return found;
    }

    public async Task<ICommandSandbox> SandboxAsync(SandboxPolicy? policy = null) => (await BubblewrapAsync()).Create(SandboxMode.Required, policy ?? Policy());

    /// <summary>Runs a command contained, in the root of the tree.</summary>
    public async Task<(int Exit, string Output)> RunAsync(string command, SandboxPolicy? policy = null)
    {
        var sandbox = await SandboxAsync(policy);
        var result = await ProcessRunner.RunAsync(sandbox.Request(command, Folder.Path, takesInput: false) with { Timeout = TimeSpan.FromMinutes(5) }, default);
        return (result.ExitCode, $"{result.StandardOutput.Text}{result.StandardError.Text}".Trim());
    }

    public void Dispose() => Folder.Dispose();
}
