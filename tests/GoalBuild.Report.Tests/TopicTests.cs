using GoalBuild.Report.Serving;

namespace GoalBuild.Report.Tests;

public sealed class TopicTests
{
    [Test]
    public void A_viewer_that_is_slow_finds_the_newest_state_and_nothing_in_between()
    {
        var topic = new Topic();
        var (none, next) = topic.Current;
        Assert.That((none, next.IsCompleted), Is.EqualTo(((byte[]?)null, false)));
        topic.Show([1]);
        topic.Show([2]);
        Assert.That(next.IsCompleted, Is.True);
        Assert.That(topic.Current.State, Is.EqualTo(new byte[] { 2 }));
    }

    [Test]
    public void The_same_state_is_no_news_and_a_heartbeat_is()
    {
        var topic = new Topic();
        topic.Show([1]);
        var (_, next) = topic.Current;
        topic.Show([1]);
        Assert.That(next.IsCompleted, Is.False);
        topic.Beat();
        Assert.That(next.IsCompleted, Is.True);
        Assert.That(topic.Current.State, Is.EqualTo(new byte[] { 1 }));
    }

    [Test]
    public void What_the_last_viewer_leaves_is_forgotten_and_what_another_still_looks_at_is_not()
    {
        var topic = new Topic();
        topic.Enter();
        topic.Enter();
        topic.Show([1]);
        topic.Leave();
        Assert.That(topic.Current.State, Is.EqualTo(new byte[] { 1 }));

        topic.Leave();
        Assert.That((topic.Current.State, topic.Viewers), Is.EqualTo(((byte[]?)null, 0)), "the next viewer would be shown what is long past");
        var (_, next) = topic.Current;
        topic.Enter();
        topic.Show([1]);
        Assert.That((next.IsCompleted, topic.Current.State?[0]), Is.EqualTo((true, (byte?)1)), "the same is news again");
    }
}
