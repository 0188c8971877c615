using GoalBuild.Agent.Sandbox;
using GoalBuild.Agent.Tests.Sandbox;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Tools;

/// <summary><c>run_command</c> in a repository of its own, contained where the machine can.</summary>
internal sealed class CommandTools : IAsyncDisposable
{
    public SandboxedTree Tree { get; } = new();

    public CommandJobs Jobs { get; } = new();

    public Func<string, string> Mask { get; set; } = text => text;

    public CommandRules Rules { get; set; } = CommandRules.None;

    public TempFolder Folder => Tree.Folder;

    public ToolContext Context => new()
    {
        Workspace = Tree.Workspace,
        GoalDirectory = Folder.Path,
        Files = new FileGuard(Tree.Workspace, _ => null) { ReadableFolder = Folder[".goal/output"] },
        Edits = new FileEdits(Folder.Path, Folder[".goal/tmp"], _ => { }),
        OutputDirectory = Folder[".goal/output"],
        Progress = new Progress<string>(),
        Clock = TimeProvider.System,
    };

    public static CommandConstraint Deny(string command) => new(false, [new Text(command)]);

    /// <summary>Calls the tool.</summary>
    public async Task<ToolResult> CallAsync(string json, CancellationToken cancellation = default)
    {
        var sandbox = (await Containment.FindAsync(default)).Create(SandboxMode.Auto, Tree.Policy());
        return await new ToolTable([new RunCommandTool(sandbox, Jobs, Rules, text => Mask(text))]).CallAsync("run_command", json, Context, cancellation);
    }

    /// <summary>Runs a command with other parameters, as JSON members.</summary>
    public Task<ToolResult> RunAsync(string command, string more = "") => CallAsync($"{{\"command\":{System.Text.Json.JsonSerializer.Serialize(command)}{(more.Length > 0 ? $",{more}" : "")}}}");

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        Tree.Dispose();
    }
}
