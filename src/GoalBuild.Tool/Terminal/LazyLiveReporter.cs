using System.Runtime.CompilerServices;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>A terminal: plain lines until the first goal starts, then the live display, which the verbs that only look never need.</summary>
/// <param name="host">A terminal.</param>
/// <param name="options">Verbosity and colour.</param>
internal sealed class LazyLiveReporter(ToolHost host, OutputOptions options) : Reporter
{
    private Reporter _inner = new TextReporter(host, options);
    private bool _live;

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source) => _inner.Diagnostics(source);

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault) => _inner.Fault(fault);

    /// <inheritdoc/>
    public override void Checked(GoalSource source) => _inner.Checked(source);

    /// <inheritdoc/>
    public override void Say(string line) => _inner.Say(line);

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => _inner.Status(status);

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal)
    {
        if (!_live)
        {
            _live = true;
            _inner = Live();
        }

        _inner.GoalStarted(goal);
    }

    /// <inheritdoc/>
    public override void On(RunEvent news) => _inner.On(news);

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary) => _inner.GoalFinished(summary);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _inner.Dispose();
        base.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private LiveReporter Live() => new(host, options);
}
