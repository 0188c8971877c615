using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Tests.Tools;

/// <summary>A tree with everything that a tool is called with, called as the loop calls it: by name, with JSON.</summary>
internal sealed class ToolFolder : IDisposable
{
    public ToolFolder(params Constraint[] constraints)
    {
        var workspace = new Workspace(Folder.Path, Folder.State);
        var rules = ChangeRules.Of(new Goal(new Text("g")) { Constraints = constraints.ToValueList() }, null, Folder.Path, workspace, new HashSet<string>());
        Context = new ToolContext
        {
            Workspace = workspace,
            GoalDirectory = Folder.Path,
            Files = new FileGuard(workspace, rules.Forbids),
            Edits = new FileEdits(Folder.Path, Path.Combine(Folder.State, "scratch"), Intents.AddRange),
            OutputDirectory = Path.Combine(Folder.State, "output"),
            Progress = new Told(Progress),
            Clock = TimeProvider.System,
        };
    }

    public TempFolder Folder { get; } = new();

    /// <summary>What tools are called with.</summary>
    public ToolContext Context { get; }

    /// <summary>What edits announced.</summary>
    public List<EditIntent> Intents { get; } = [];

    /// <summary>What was told of the progress.</summary>
    public List<string> Progress { get; } = [];

    /// <summary>Calls a tool.</summary>
    public async Task<ToolResult> CallAsync(ITool tool, object arguments, CancellationToken cancellation = default) =>
        await new ToolTable([tool]).CallAsync(tool.Name, System.Text.Json.JsonSerializer.Serialize(arguments), Context, cancellation);

    /// <summary>The answer of a call that must succeed.</summary>
    public async Task<string> AnswerAsync(ITool tool, object arguments)
    {
        var result = await CallAsync(tool, arguments);
        Assert.That(result.IsError, Is.False, result.Text);
        return result.Text;
    }

    /// <summary>The message of a call that must fail.</summary>
    public async Task<string> ErrorAsync(ITool tool, object arguments)
    {
        var result = await CallAsync(tool, arguments);
        Assert.That(result.IsError, Is.True, result.Text);
        return result.Text;
    }

    public void Dispose() => Folder.Dispose();

    private sealed class Told(List<string> lines) : IProgress<string>
    {
        public void Report(string value) => lines.Add(value);
    }
}
