using GoalBuild.Agent.Conversation;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Conversation;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class GoalPageTests : IDisposable
{
    /// <summary>A file of two goals; the second is the one that is read.</summary>
    internal const string Sample = """
        goal "other" { verify { file "x.txt" exists } }

        goal "auth" {
            objective "Users sign in — safely."
            blocked when "the sandbox account is locked"
            verify {
                file "a.txt" contains "one"
            }
            constrain {
                protect "db/**"
                network off
            }
        }
        """;

    private readonly TempFolder _folder = new TempFolder().With("goals/auth.goal", Sample);

    public void Dispose() => _folder.Dispose();

    private GoalPage Page(string name = "auth") => new(new Workspace(_folder.Path, _folder.State), new SourceText(_folder["goals/auth.goal"], Sample), name);

    [Test]
    public void The_goal_comes_word_for_word_with_its_constraints_lines()
    {
        var text = Page().Read();
        Assert.That(text.Text, Is.EqualTo(Sample[Sample.IndexOf("goal \"auth\"", StringComparison.Ordinal)..]));
        Assert.That(text.BlockedWhen, Is.EqualTo(new[] { "the sandbox account is locked" }));
        Assert.That(text.Constraints, Is.EqualTo(new[] { new WrittenConstraint("protect \"db/**\"", 10), new WrittenConstraint("network off", 11) }));
        Assert.That(text.Render(), Does.StartWith("The goal, from goals/auth.goal:\ngoal \"auth\" {").And.Contain("- protect \"db/**\" (auth.goal:10)\n").And.EndWith("report_blocked when one of these holds:\n- the sandbox account is locked\n"));
    }

    [Test]
    public void It_is_read_anew_each_time_and_the_last_good_text_stands_while_it_cannot_be()
    {
        var page = Page();
        _folder.With("goals/auth.goal", Sample.Replace("safely", "quickly"));
        Assert.That(page.Read().Text, Does.Contain("quickly"));
        _folder.With("goals/auth.goal", "goal \"auth\" {");
        Assert.That(page.Read().Text, Does.Contain("quickly"));
        File.Delete(_folder["goals/auth.goal"]);
        Assert.That(page.Read().Text, Does.Contain("quickly"));
    }

    [Test]
    public void A_file_that_was_never_readable_leaves_the_text_of_the_start()
    {
        File.Delete(_folder["goals/auth.goal"]);
        Assert.That(Page().Read().Text, Does.Contain("safely"));
        Assert.That(() => Page("none").Read(), Throws.InvalidOperationException);
    }
}
