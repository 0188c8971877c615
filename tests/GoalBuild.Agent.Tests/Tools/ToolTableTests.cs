using System.Text;
using System.Text.Json;
using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tools;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture]
internal sealed class ToolTableTests
{
    private static readonly ITool[] Tools =
    [
        new ReadFileTool(), new ListFilesTool(), new SearchTextTool(), new ApplyPatchTool(), new EditFileTool(),
        new UpdatePlanTool(new Plan()), new RememberTool(new Memory("/nowhere", new SecretMask([]), TimeProvider.System)), new ReportBlockedTool(() => throw new InvalidOperationException()),
    ];

    [TestCaseSource(nameof(Tools))]
    public void A_tool_is_described_in_few_bytes(ITool tool)
    {
        var json = JsonSerializer.Serialize(new { type = "function", name = tool.Name, description = tool.Description, parameters = tool.Schema.ToJson() });
        Assert.That(Encoding.UTF8.GetByteCount(json), Is.LessThanOrEqualTo(512), json);
    }

    [Test]
    public void The_tools_on_files_and_of_the_conversation_are_small_together() => Assert.That(
        Tools.Average(tool => JsonSerializer.Serialize(new { tool.Name, tool.Description, Schema = tool.Schema.ToJson() }).Length),
        Is.LessThanOrEqualTo(360));

    [Test]
    public async Task Secrets_in_answers_are_masked_whatever_tool_gives_them()
    {
        using var tree = new ToolFolder();
        tree.Folder.With("a.env", "KEY=the value of a key\n");
        var table = new ToolTable(Tools, new SecretMask([KeyValuePair.Create("KEY", "the value of a key")]));
        var answer = await table.CallAsync("read_file", "{\"path\":\"a.env\"}", tree.Context, default);
        Assert.That(answer.Text, Is.EqualTo("1\tKEY=[masked secret KEY]\n"));
    }
}
