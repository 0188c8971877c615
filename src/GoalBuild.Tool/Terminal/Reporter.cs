using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>Tells what goes on, in one of the formats. Its members may be called from any thread.</summary>
internal abstract class Reporter : IDisposable
{
    /// <summary>What is wrong with a goal file.</summary>
    /// <param name="source">The file; nothing is told where it has no diagnostic.</param>
    public abstract void Diagnostics(GoalSource source);

    /// <summary>An expected fault that ends what was asked for.</summary>
    /// <param name="fault">The fault.</param>
    public abstract void Fault(GoalFaultException fault);

    /// <summary>A goal file was checked.</summary>
    /// <param name="source">The file.</param>
    public virtual void Checked(GoalSource source)
    {
    }

    /// <summary>Work on a goal begins.</summary>
    /// <param name="goal">The goal.</param>
    public virtual void GoalStarted(GoalView goal)
    {
    }

    /// <summary>News of a run, or of a verification, which uses the same events.</summary>
    /// <param name="news">The event.</param>
    public virtual void On(RunEvent news)
    {
    }

    /// <summary>A goal came out.</summary>
    /// <param name="summary">How.</param>
    public virtual void GoalFinished(GoalSummary summary)
    {
    }

    /// <summary>Where a goal stands.</summary>
    /// <param name="status">Where.</param>
    public virtual void Status(GoalStatus status)
    {
    }

    /// <summary>A line of a result, for people; the format for programs leaves it out, and is told by <see cref="Tell"/>.</summary>
    /// <param name="line">The line.</param>
    public virtual void Say(string line)
    {
    }

    /// <summary>The same for programs; the formats for people leave it out.</summary>
    /// <param name="news">The event.</param>
    public virtual void Tell(JsonEvent news)
    {
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
