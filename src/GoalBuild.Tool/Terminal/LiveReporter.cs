using System.Text;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Terminal;

/// <summary>
/// A terminal: the lines of <see cref="TextReporter"/> scroll, and below them a region shows what runs now and for how long. The
/// region is rubbed out before a line is written, and drawn again behind it, in one write each time, so that nothing flickers.
/// </summary>
internal sealed class LiveReporter : Reporter
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";

    /// <summary>Terminals that know it show what comes between these two at once.</summary>
    private const string BeginUpdate = "\e[?2026h", EndUpdate = "\e[?2026l";

    /// <summary>What scrolls above the region has a third of the window, unless the window is small.</summary>
    private const int FewestRows = 8;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(120);

    private readonly Lock _gate = new();
    private readonly ToolHost _host;
    private readonly TextReporter _text;
    private readonly LiveState _state;
    private readonly LivePanel _panel;
    private ITimer? _timer;
    private int _drawn;
    private GoalView? _goal;
    private bool _isPausing;
    private int _reading;

    /// <summary>Makes the reporter; the region appears with the first goal.</summary>
    /// <param name="host">A terminal.</param>
    /// <param name="options">Verbosity and colour.</param>
    public LiveReporter(ToolHost host, OutputOptions options)
    {
        _host = host;
        _state = new LiveState(host.Clock);
        _panel = new LivePanel(options.Color, host.IsUnicode ? Glyphs.Unicode : Glyphs.Ascii);

        // Both streams are the same terminal: a line beside the region would tear it.
        _text = new TextReporter(host, options, Write, WriteError) { HasPanel = true };
    }

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source) => _text.Diagnostics(source);

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault)
    {
        End();
        _text.Fault(fault);
    }

    /// <inheritdoc/>
    public override void Checked(GoalSource source) => _text.Checked(source);

    /// <inheritdoc/>
    public override void Say(string line) => _text.Say(line);

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => _text.Status(status);

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal)
    {
        _text.GoalStarted(goal);
        lock (_gate)
        {
            (_goal, _isPausing) = (goal, false);
            _state.Begin(goal);
            _timer ??= _host.Clock.CreateTimer(_ => Redraw(), null, TimeSpan.Zero, Refresh);
        }
    }

    /// <inheritdoc/>
    public override void On(RunEvent news)
    {
        _state.On(news);
        _text.On(news);
    }

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary)
    {
        _state.Clear();
        _text.GoalFinished(summary);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        End();
        base.Dispose();
    }

    private void End()
    {
        _state.Clear();
        lock (_gate)
        {
            if (_timer is not null)
            {
                _timer.Dispose();
                _timer = null;
                Update("");
                _host.Out.Write(ShowCursor);
                _host.Out.Flush();
            }
        }
    }

    private void Redraw()
    {
        // On a busy machine two ticks can come at once: the second would wait for a key that the first has taken.
        if (Interlocked.Exchange(ref _reading, 1) == 0)
        {
            try
            {
                while (_host.PressedKey() is { } key)
                {
                    Pressed(key);
                }
            }
            finally
            {
                Volatile.Write(ref _reading, 0);
            }
        }

        lock (_gate)
        {
            if (_timer is not null)
            {
                Update("");
            }
        }
    }

    // What a key asks for can take a moment, as the disk does: not under the lock, which the run's own news wait for.
    private void Pressed(char key)
    {
        switch (char.ToLowerInvariant(key))
        {
            case 'p' when _goal?.Pause is { } pause && !_isPausing:
                _isPausing = true;
                pause();
                break;
            case 'd':
                _text.ShowsDetails = !_text.ShowsDetails;
                break;
            case 'q':
                _host.Interrupt();
                break;
        }
    }

    private string Keys() => !_host.HasKeys ? "" : string.Join("   ", new[]
    {
        _goal?.Pause is null ? "" : _isPausing ? "pausing" : "p pause",
        _text.ShowsDetails ? "d fewer details" : "d details",
        "q quit",
    }.Where(key => key.Length > 0));

    private void Write(string line)
    {
        lock (_gate)
        {
            Update(line + "\n");
        }
    }

    // The streams may lead to different places: only the region is on the output.
    private void WriteError(string line)
    {
        lock (_gate)
        {
            var (drawn, erase) = (_drawn, Erase());
            if (drawn > 0)
            {
                _host.Out.Write(erase);
                _host.Out.Flush();
            }

            _host.Error.WriteLine(line);
            Update("");
        }
    }

    private void Update(string text)
    {
        var (width, height) = _host.Size();
        var lines = _panel.Lines(_state.Now(), Keys(), width, Math.Max(1, Math.Min(height - 2, Math.Max(FewestRows, height * 2 / 3))));
        if (text.Length == 0 && lines.Count == 0 && _drawn == 0)
        {
            return;
        }

        var update = new StringBuilder();
        update.Append(BeginUpdate).Append(Erase()).Append(text).Append(lines.Count > 0 ? HideCursor : "");
        foreach (var line in lines)
        {
            update.Append(line).Append('\n');
        }

        update.Append(EndUpdate);
        _drawn = lines.Count;
        _host.Out.Write(update);
        _host.Out.Flush();
    }

    private string Erase()
    {
        var drawn = _drawn;
        _drawn = 0;
        return drawn == 0 ? "" : $"\r\e[{drawn}A\e[J";
    }
}
