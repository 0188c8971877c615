using System.Text.Json;
using GoalBuild.Agent.Drafting;
using GoalBuild.ModelScripts;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Commands;

/// <summary><c>new</c>, <c>import</c> and <c>draft</c>: from a repository, from notes and from a model to a goal.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AuthoringTests : IDisposable
{
    private const string Project = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="NUnit" /></ItemGroup></Project>""";

    private const string Proposal = """
        Here it is:
        ```goal
        goal "cancel" {
          objective "Orders can be cancelled."
          require "cancelling works" { test "App.csproj" filter "FullyQualifiedName~Cancel" }
          constrain { keep tests }
        }
        ```
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task New_writes_a_goal_that_checks_clean_and_says_what_comes_next()
    {
        _folder.Write("App.csproj", Project);
        var (code, output, error) = await RunAsync("new", "Order Cancelling");
        Assert.That((code, error), Is.EqualTo((ExitCode.Met, "")));
        Assert.That(output, Does.StartWith("order-cancelling.goal: written. It checks App.csproj, 1 test project.").And.Contain("dotnet goal verify order-cancelling.goal"));
        (code, output, error) = await RunAsync("check", "order-cancelling.goal");
        Assert.That((code, error), Is.EqualTo((ExitCode.Met, "")));
        Assert.That(output, Does.Contain("no error in 1 goal with 2 clauses"));
        Assert.That((await RunAsync("fmt", "--check", "order-cancelling.goal")).Code, Is.EqualTo(ExitCode.Met));
    }

    [TestCase("new", "auth")]
    [TestCase("import", "notes.md", "-o", "auth.goal")]
    public async Task A_file_is_overwritten_only_by_force(params string[] args)
    {
        _folder.Write("App.csproj", Project);
        _folder.Write("notes.md", "Objective: It works.");
        var path = _folder.Write("auth.goal", "mine");
        var (code, _, error) = await RunAsync(args);
        Assert.That((code, await File.ReadAllTextAsync(path)), Is.EqualTo((ExitCode.Usage, "mine")));
        Assert.That(error, Does.Contain("auth.goal").And.Contain("GOAL0060").And.Contain("--force"));
        Assert.That((await RunAsync([.. args, "--force"])).Code, Is.EqualTo(ExitCode.Met));
        Assert.That(await File.ReadAllTextAsync(path), Does.Contain("goal \""));
    }

    [Test]
    public async Task An_empty_folder_has_nothing_to_check()
    {
        var (code, _, error) = await RunAsync("new");
        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain("GOAL0061").And.Contain("dotnet new nunit"));
        Assert.That(Directory.GetFiles(_folder.Path), Is.Empty);
    }

    [Test]
    public async Task Import_tells_at_its_line_what_nothing_checks()
    {
        _folder.Write("App.csproj", Project);
        _folder.Write("notes.md", "# Fast search\n\nRequirements:\n- results are ordered\n\nVerification:\n- all tests pass\n\nConstraints:\n- do not modify src/Old\n");
        var (code, output, error) = await RunAsync("import", "notes.md");
        Assert.That(code, Is.EqualTo(ExitCode.Met));
        Assert.That(error, Does.Contain("notes.md(4,3): warning GOAL3010"));
        Assert.That(output, Does.StartWith("fast-search.goal: written, with 1 clause, 1 constraint and 1 requirement; 1 line of the notes is checked by nothing, or in part."));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "fast-search.goal")), Does.Contain("test \"App.csproj\"").And.Contain("protect \"src/Old/**\""));
    }

    [Test]
    public async Task Import_is_a_filter_from_standard_input_to_standard_output()
    {
        _folder.Write("App.csproj", Project);
        var host = new TestHost(_folder.Path, input: "Objective: It works.\nVerification: all tests pass\n");
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "import", "-", "-o", "-"), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Out.ToString(), Does.StartWith("goal \"imported\" {").And.Contain("test \"App.csproj\""));
        Assert.That(Directory.GetFiles(_folder.Path), Has.Length.EqualTo(1));
    }

    [TestCase("missing.md", null, "no such file")]
    [TestCase("notes.md", "", "say nothing")]
    [TestCase("notes.md", "a\0b", "no text")]
    public async Task Notes_that_cannot_be_used_are_named(string file, string? text, string said)
    {
        if (text is not null)
        {
            _folder.Write(file, text);
        }

        var (code, _, error) = await RunAsync("import", file);
        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain(file).And.Contain("GOAL0062").And.Contain(said));
    }

    [Test]
    public async Task A_draft_is_shown_and_without_a_terminal_not_written()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Proposal)));
        var (code, output, _) = await DraftAsync(server.Url);
        Assert.That(code, Is.EqualTo(ExitCode.NotMet));
        Assert.That(output, Does.Contain("+ goal \"cancel\" {").And.Contain("100 tokens in, 20 out").And.Contain("'--yes' writes it"));
        Assert.That(Directory.GetFiles(_folder.Path, "*.goal"), Is.Empty);
        Assert.That(server.Requests.Single().Text, Does.Contain("Orders can be cancelled.").And.Contain("App.csproj is a test project (NUnit, VSTest)"));
    }

    [Test]
    public async Task With_yes_it_is_written_in_the_one_form()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Proposal)));
        var (code, output, _) = await DraftAsync(server.Url, "--yes", "-o", "x.goal");
        Assert.That(code, Is.EqualTo(ExitCode.Met));
        Assert.That(output, Does.Contain("x.goal: written."));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "x.goal")), Does.StartWith("goal \"cancel\" {\n    objective"));
    }

    [TestCase("y\n", ExitCode.Met)]
    [TestCase("\n", ExitCode.NotMet)]
    [TestCase("", ExitCode.NotMet)]
    public async Task At_a_terminal_the_person_decides(string typed, int expected)
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Proposal)));
        _folder.Write("App.csproj", Project);
        var host = new TestHost(_folder.Path, input: typed);
        var code = await CommandLine.RunAsync(["draft", "Orders can be cancelled.", "--model", "m", "--at", server.Url], host.Host with { IsInteractive = true }, ScriptedRooms.Create());
        Assert.That((code, Directory.GetFiles(_folder.Path, "*.goal").Length), Is.EqualTo((expected, expected == ExitCode.Met ? 1 : 0)));
        Assert.That(host.Out.ToString(), Does.Contain("Write orders-can-be-cancelled.goal? [y/N]"));
    }

    [Test]
    public async Task Faults_are_sent_back_and_the_corrected_goal_is_taken()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say("goal \"cancel\" { objective }"), Reply.Say(Proposal.Replace("App.csproj", "Gone.csproj", StringComparison.Ordinal)), Reply.Say(Proposal)));
        var (code, output, _) = await DraftAsync(server.Url, "--yes");
        Assert.That((code, server.Requests.Count), Is.EqualTo((ExitCode.Met, 3)));
        Assert.That(server.Requests[1].Text, Does.Contain("GOAL1"));
        Assert.That(server.Requests[2].Text, Does.Contain("Gone.csproj").And.Contain("GOAL2"));
        Assert.That(output, Does.Contain("300 tokens in, 60 out"));
    }

    [Test]
    public async Task A_model_that_does_not_learn_is_asked_a_bounded_number_of_times()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder([.. Enumerable.Repeat(Reply.Say("no goal"), GoalDrafter.MostAsked + 2)]));
        var (code, _, error) = await DraftAsync(server.Url, "--yes");
        Assert.That((code, server.Requests.Count), Is.EqualTo((ExitCode.Stalled, GoalDrafter.MostAsked)));
        Assert.That(error, Does.Contain("GOAL0063"));
        Assert.That(Directory.GetFiles(_folder.Path, "*.goal"), Is.Empty);
    }

    [Test]
    public async Task A_goal_that_is_there_is_revised_and_its_difference_shown()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Proposal)));
        _folder.Write("x.goal", "goal \"old\" {\n    objective \"Orders can be cancelled.\"\n}\n");
        var (code, output, _) = await DraftAsync(server.Url, "-o", "x.goal");
        Assert.That(code, Is.EqualTo(ExitCode.NotMet));
        Assert.That(output, Does.Contain("- goal \"old\" {").And.Contain("+ goal \"cancel\" {").And.Contain("    objective"));
        Assert.That(server.Requests.Single().Text, Does.Contain("old"));
    }

    [Test]
    public async Task Programs_get_the_proposal_as_an_event()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(Reply.Say(Proposal)));
        var (_, output, _) = await DraftAsync(server.Url, "--json");
        var draft = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Single(line => line.GetProperty("event").GetString() == "goal-draft");
        Assert.That((draft.GetProperty("status").GetString(), draft.GetProperty("tokensIn").GetInt64()), Is.EqualTo(("proposed", 100L)));
        Assert.That(draft.GetProperty("output").GetString(), Does.Contain("goal \"cancel\""));
    }

    [TestCase("draft", "", "--yes")]
    [TestCase("new", "!!!")]
    [TestCase("new", "--fource")]
    [TestCase("import")]
    public async Task A_wrong_command_line_is_said_to_be(params string[] args)
    {
        _folder.Write("App.csproj", Project);
        var (code, _, error) = await RunAsync(args);
        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error, Does.Contain("GOAL0030"));
    }

    private Task<(int Code, string Output, string Error)> DraftAsync(string url, params string[] options)
    {
        _folder.Write("App.csproj", Project);
        return RunAsync(["draft", "Orders can be cancelled.", "--model", "test-model", "--at", url, .. options]);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var host = new TestHost(_folder.Path, width: 200);
        var code = await host.RunAsync(ScriptedRooms.Create(), args);
        return (code, host.Out.ToString(), host.Error.ToString());
    }
}
