using GoalBuild.Agent.Code;
using GoalBuild.Agent.Tools;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Code;

/// <summary>A tree with an index of its code, and the tools on it.</summary>
internal sealed class CodeTree : IDisposable
{
    public CodeTree() => Index = new CodeIndex(Workspace, TimeProvider.System);

    public TempFolder Folder { get; } = new();

    public CodeIndex Index { get; }

    public Workspace Workspace => new(Folder.Path, Folder.State);

    public static string Fixture(string name) => File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Code", "Fixtures", name)).ReplaceLineEndings("\n");

    public CodeTree With(string path, string text)
    {
        Folder.With(path, text);
        return this;
    }

    /// <summary>Calls a tool as a model does.</summary>
    public Task<ToolResult> CallAsync(ITool tool, string json) => CallAsync(Workspace, tool, json);

    /// <summary>Calls a tool on a tree as a model does.</summary>
    public static async Task<ToolResult> CallAsync(Workspace workspace, ITool tool, string json) => await new ToolTable([tool]).CallAsync(
        tool.Name,
        json,
        new ToolContext
        {
            Workspace = workspace,
            GoalDirectory = workspace.Root,
            Files = new FileGuard(workspace, _ => null),
            Edits = new FileEdits(workspace.Root, workspace.StateDirectory, _ => { }),
            OutputDirectory = workspace.StateDirectory,
            Progress = new Progress<string>(),
            Clock = TimeProvider.System,
        },
        CancellationToken.None);

    public void Dispose()
    {
        Index.Dispose();
        Folder.Dispose();
    }
}
