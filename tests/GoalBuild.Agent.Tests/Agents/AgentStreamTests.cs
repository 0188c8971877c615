using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Agents;
using GoalBuild.Agent.Executors.Agents.Streams;

namespace GoalBuild.Agent.Tests.Agents;

/// <summary>Event streams as the programs print them; those of codex and opencode were taken from real ones, and shortened.</summary>
[TestFixture]
internal sealed class AgentStreamTests
{
    private static (List<AgentEvent> Events, List<string> Text, bool IsKnown) Read(string output, int pieces = 1)
    {
        var (events, text) = (new List<AgentEvent>(), new List<string>());
        var reader = new AgentOutput(events.Add, text.Add);
        var lines = new OutputLines(reader.Take);
        for (var at = 0; at < output.Length; at += output.Length / pieces + 1)
        {
            lines.Append(output[at..Math.Min(output.Length, at + output.Length / pieces + 1)]);
        }

        lines.End();
        return (events, text, reader.IsKnown);
    }

    private static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Agents", "Fixtures", $"{name}.jsonl"));

    private static Spending Sum(IEnumerable<AgentEvent> events) => events.OfType<AgentSpent>().Aggregate(Spending.None, (sum, spent) => sum.Plus(spent.Spent));

    [TestCase("codex", 1850, 200, 60, "0")]
    [TestCase("claude", 3030, 2500, 90, "0.0123")]
    [TestCase("opencode", 1850, 200, 70, "0.00225")]
    public void What_an_agent_spent_comes_to_its_own_totals(string name, long sent, long cached, long received, string dollars) =>
        Assert.That(Sum(Read(Fixture(name)).Events), Is.EqualTo(new Spending(sent, cached, received, decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture))));

    [Test]
    public void What_an_agent_says_and_calls_is_told_in_any_pieces([Values("codex", "claude", "opencode")] string name, [Values(1, 7, 500)] int pieces)
    {
        var (events, text, isKnown) = Read(Fixture(name), pieces);
        Assert.Multiple(() =>
        {
            Assert.That(events.OfType<AgentSaid>().Last().Text, Is.EqualTo("The file has its word now."));
            Assert.That(events.OfType<AgentCalled>().First().Arguments, Does.Contain("cat a.txt"));
            Assert.That(events.OfType<AgentReturned>().First(), Has.Property("IsError").True.And.Property("Text").Contains("No such file"));
            Assert.That(events.OfType<AgentFaulted>(), Is.Empty);
            Assert.That((text.Count, isKnown), Is.EqualTo((0, true)));
        });
    }

    [Test]
    public void A_budget_hears_of_an_answer_of_claude_before_the_end()
    {
        var events = Read(Fixture("claude")).Events;
        Assert.That(events.OfType<AgentSpent>().Select(spent => spent.Spent.Tokens), Is.EqualTo(new[] { 1515L, 1523L, 82L }));
    }

    [TestCase("""{"type":"turn.started"}""", """{"type":"turn.failed","error":{"message":"out of credit"}}""")]
    [TestCase("""{"type":"system","session_id":"1"}""", """{"type":"result","session_id":"1","subtype":"error_during_execution","is_error":true,"errors":["out of credit"]}""")]
    [TestCase("""{"type":"step_start","sessionID":"1"}""", """{"type":"error","sessionID":"1","error":{"name":"APIError","data":{"message":"out of credit"}}}""")]
    public void A_failure_that_is_told_is_a_failure(string first, string last) =>
        Assert.That(Read($"{first}\n{last}\n").Events.OfType<AgentFaulted>().Single().Message, Is.EqualTo("out of credit"));

    [Test]
    public void Garbage_among_events_is_text_and_ends_nothing()
    {
        var (events, text, _) = Read("""
            WARNING: something
            {"type":"thread.started","thread_id":"1"}
            {"type":"item.completed","item":{"id":"item_0","type":"agent_mes
            {"type":"item.completed","item":[1,2]}
            {"type":"item.completed","item":{"id":5,"type":"agent_message","text":{}}}
            {"type":"turn.completed","usage":{"input_tokens":"many","output_tokens":-5}}
            {"type":"of a later version"}
            {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"Done."}}
            """);
        Assert.That(text, Has.Count.EqualTo(2));
        Assert.That(events.OfType<AgentSaid>().Last().Text, Is.EqualTo("Done."));
        Assert.That(Sum(events), Is.EqualTo(Spending.None));
    }

    [Test]
    public void Output_of_no_known_stream_is_text_without_what_a_terminal_needs()
    {
        var (events, text, isKnown) = Read("\u001b[32mworking\u001b[0m\r\n\n{\"level\":\"info\"}\nlast");
        Assert.That(text, Is.EqualTo(new[] { "working", "{\"level\":\"info\"}", "last" }));
        Assert.That((events.Count, isKnown), Is.EqualTo((0, false)));
    }

    [Test]
    public void A_line_without_end_is_left_out_and_the_next_one_read()
    {
        var told = new List<string>();
        var lines = new OutputLines(told.Add);
        var piece = new string('x', 1024 * 1024);
        for (var i = 0; i < 9; i++)
        {
            lines.Append(piece);
        }

        lines.Append("\nnext\n");
        Assert.That((told, lines.LeftOut), Is.EqualTo((new List<string> { "next" }, 1)));
    }

    [TestCase(@"""cut \ud83d""", "cut \ufffd")]
    [TestCase(@"""\udc00 and \ud83d\ude00""", "\ufffd and \ud83d\ude00")]
    [TestCase(@"""\ud83d\ud83d\ude00""", "\ufffd\ud83d\ude00")]
    [TestCase(@"""a \\ud83d b""", @"a \ud83d b")]
    public void Half_a_character_spoils_nothing_else(string text, string expected)
    {
        using var document = System.Text.Json.JsonDocument.Parse("{\"a\":{\"text\":" + text + "}}");
        Assert.That(document.RootElement.TextAt("a", "text"), Is.EqualTo(expected));
    }

    [TestCase("agent -p {prompt}", null)]
    [TestCase("agent -p \"{prompt}\"", null)]
    [TestCase("agent --say='{prompt}' --quiet", null)]
    [TestCase("agent 'a b' \"c\" {prompt-file}", null)]
    [TestCase("agent -p \"Fix this: {prompt}\"", "within quotes")]
    [TestCase("agent -p 'Fix: {prompt}'", "within quotes")]
    [TestCase("agent -p `echo {prompt}`", "within quotes")]
    [TestCase("agent -p \"it's {prompt} here\"", "within quotes")]
    [TestCase("cat <<END | agent\n{prompt}\nEND", "here-document")]
    public void No_shell_reads_the_prompt_as_its_own_text(string command, string? expected) =>
        Assert.That(AgentCommandLine.Misplaced(command), expected is null ? Is.Null : Does.Contain(expected));
}
