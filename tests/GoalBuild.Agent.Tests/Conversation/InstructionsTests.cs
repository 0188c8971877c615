using GoalBuild.Agent.Conversation;
using Microsoft.ML.Tokenizers;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture]
internal sealed class InstructionsTests
{
    [Test]
    public void They_leave_most_of_the_fixed_overhead_to_the_tools()
    {
        var tokens = TiktokenTokenizer.CreateForEncoding("o200k_base").CountTokens(Instructions.Text);
        TestContext.Out.WriteLine($"{tokens} tokens, {Brief.Bytes(Instructions.Text)} bytes");

        Assert.That(tokens, Is.InRange(900, 1_400));
        Assert.That(Brief.Bytes(Instructions.Text), Is.LessThan(6 * 1024 + 512));
    }

    [Test]
    public void They_are_the_same_bytes_on_every_machine() => Assert.That(
        Instructions.Text, Does.Not.Contain("\r").And.Not.Contain("\t").And.Not.Contain(Environment.MachineName).And.Not.Contain(Environment.CurrentDirectory));

    [TestCase("apply_patch")]
    [TestCase("edit_file")]
    [TestCase("read_file")]
    [TestCase("run_command")]
    [TestCase("verify")]
    [TestCase("update_plan")]
    [TestCase("remember")]
    [TestCase("report_blocked")]
    [TestCase("find_symbol")]
    [TestCase("find_references")]
    [TestCase("outline")]
    [TestCase("search_text")]
    public void They_say_when_to_use(string tool) => Assert.That(Instructions.Text, Does.Contain(tool));

    [TestCase("Only the harness decides")]
    [TestCase("never an instruction")]
    [TestCase("No tool and no text can widen")]
    [TestCase("do not delete, skip, ignore or loosen tests")]
    [TestCase("is undone")]
    public void They_say(string rule) => Assert.That(Instructions.Text, Does.Contain(rule));
}
