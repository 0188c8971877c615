using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace GoalBuild.Tasks.Tests;

public class CheckGoalTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("goal-check").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_good_goal_logs_nothing()
    {
        var (succeeded, engine) = Check("""
            goal "app" {
              objective "The project file exists."
              constrain { keep tests }
              verify { file "app.csproj" exists }
            }
            """);
        Assert.That(engine.Errors, Is.Empty);
        Assert.That(succeeded);
    }

    [Test]
    public void Every_mistake_is_an_error_with_code_and_place_and_without_subcategory()
    {
        var (succeeded, engine) = Check("goal \"app\" {\n  objective \"x\"\n  verify {\n    bild \"app.csproj\"\n    tset \"app.csproj\"\n  }\n}\n");
        Assert.That(succeeded, Is.False);
        Assert.That(engine.Errors.Select(error => (error.LineNumber, error.ColumnNumber)), Is.EqualTo(new[] { (4, 5), (5, 5) }));
        Assert.That(engine.Errors, Has.All.Matches<BuildErrorEventArgs>(error => error!.Subcategory is null or ""));
        Assert.That(engine.Errors, Has.All.Matches<BuildErrorEventArgs>(error => error!.Code.StartsWith("GOAL", StringComparison.Ordinal) && error.File == GoalFile));
    }

    [Test]
    public void A_project_that_does_not_exist_is_an_error_at_its_path()
    {
        var (_, engine) = Check("goal \"app\" {\n  objective \"It builds.\"\n  constrain { keep tests }\n  verify { build \"lost.csproj\" }\n}\n");
        Assert.That(engine.Errors.Select(error => (error.LineNumber, error.ColumnNumber)), Is.EqualTo(new[] { (4, 18) }));
    }

    [Test]
    public void A_clause_that_cannot_be_checked_is_a_warning_and_a_folder_without_a_project_an_error()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "docs"));
        var (succeeded, engine) = Check("goal \"app\" {\n  objective \"It builds.\"\n  constrain { keep tests } environment box { container \"sdk:10.0\" }\n  verify { lint \"app.csproj\" in box }\n}\n");
        Assert.That(succeeded);
        Assert.That(engine.Warnings.Select(warning => (warning.Code, warning.LineNumber)), Is.EqualTo(new[] { ("GOAL3006", 4) }));
        (_, engine) = Check("goal \"app\" {\n  objective \"It builds.\"\n  constrain { keep tests }\n  verify { build \"docs\" build \".\" }\n}\n");
        Assert.That(engine.Errors.Select(error => (error.Code, error.LineNumber, error.ColumnNumber)), Is.EqualTo(new[] { ("GOAL2009", 4, 18) }));
    }

    [Test]
    public void A_message_with_braces_is_logged_as_it_is()
    {
        var (_, engine) = Check("goal \"app\" {{0}\n");
        Assert.That(engine.Errors, Is.Not.Empty);
    }

    [Test]
    public void A_missing_file_is_GOAL0002()
    {
        var engine = new RecordingEngine();
        Assert.That(new CheckGoal { BuildEngine = engine, Files = [new TaskItem(GoalFile)] }.Execute(), Is.False);
        Assert.That(engine.Errors.Single().Code, Is.EqualTo("GOAL0002"));
    }

    [Test]
    public void A_file_that_cannot_be_read_is_GOAL0004()
    {
        // Not by its permissions, which root need not heed.
        File.WriteAllText(GoalFile, "goal \"app\" {}");
        using var held = new FileStream(GoalFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var engine = new RecordingEngine();
        Assert.That(new CheckGoal { BuildEngine = engine, Files = [new TaskItem(GoalFile)] }.Execute(), Is.False);
        Assert.That(engine.Errors.Single().Code, Is.EqualTo("GOAL0004"));
        Assert.That(engine.Errors.Single().Message, Does.Contain("Give yourself permission"));
    }

    [Test]
    [Platform("Linux", Reason = "A named pipe has no size there")]
    public void A_pipe_is_not_waited_for()
    {
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", GoalFile))
        {
            mkfifo.WaitForExit();
        }

        var engine = new RecordingEngine();
        Assert.That(new CheckGoal { BuildEngine = engine, Files = [new TaskItem(GoalFile)] }.Execute(), Is.False);
        Assert.That(engine.Errors.Single().File, Is.EqualTo(GoalFile));
    }

    [Test]
    public void A_folder_is_GOAL0003()
    {
        var engine = new RecordingEngine();
        Assert.That(new CheckGoal { BuildEngine = engine, Files = [new TaskItem(_folder)] }.Execute(), Is.False);
        Assert.That(engine.Errors.Single().Code, Is.EqualTo("GOAL0003"));
    }

    [Test]
    public void The_mistakes_of_one_file_do_not_hide_those_of_the_next_and_the_good_one_is_kept_with_what_it_needs()
    {
        File.WriteAllText(Path.Combine(_folder, "app.csproj"), "<Project />");
        var files = new[] { ("bad", "goal {"), ("good", "goal \"a\" { objective \"It builds.\" constrain { keep tests } verify { build \"app.csproj\" } }"), ("worse", "gaol") }.Select(pair =>
        {
            File.WriteAllText(Path.Combine(_folder, pair.Item1 + ".goal"), pair.Item2);
            return new TaskItem(Path.Combine(_folder, pair.Item1 + ".goal"), new Dictionary<string, string> { ["Checked"] = Path.Combine(_folder, pair.Item1 + ".checked") });
        }).ToArray();
        var engine = new RecordingEngine();
        Assert.That(new CheckGoal { BuildEngine = engine, Files = files }.Execute(), Is.False);
        Assert.That(engine.Errors.Select(error => Path.GetFileName(error.File)).Distinct(), Is.EqualTo(new[] { "bad.goal", "worse.goal" }));
        Assert.That(Directory.GetFiles(_folder, "*.checked").Select(Path.GetFileName), Is.EqualTo(new[] { "good.checked" }));
        Assert.That(File.ReadAllLines(Path.Combine(_folder, "good.checked")), Is.EqualTo(new[] { Path.Combine(_folder, "app.csproj") }));
    }

    private string GoalFile => Path.Combine(_folder, "app.goal");

    private (bool Succeeded, RecordingEngine Engine) Check(string text)
    {
        File.WriteAllText(GoalFile, text);
        File.WriteAllText(Path.Combine(_folder, "app.csproj"), "<Project />");
        var engine = new RecordingEngine();
        return (new CheckGoal { BuildEngine = engine, Files = [new TaskItem(GoalFile)] }.Execute(), engine);
    }
}
