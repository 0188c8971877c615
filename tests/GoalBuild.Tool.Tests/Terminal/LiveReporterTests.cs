using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Terminal;

public sealed class LiveReporterTests
{
    [Test]
    public void When_a_run_is_over_the_terminal_shows_what_a_file_would_and_the_cursor()
    {
        var live = new TestHost(Sample.Root, terminal: true);
        var plain = new TestHost(Sample.Root);
        var options = new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false);
        using (var reporter = new LiveReporter(live.Host, options))
        {
            Story.Tell(reporter, Sample.Stalled);
        }

        using (var reporter = new TextReporter(plain.Host, options))
        {
            Story.Tell(reporter, Sample.Stalled);
        }

        var raw = live.Out.ToString();
        Assert.That(Screen.Show(raw), Is.EqualTo(plain.Out.ToString()));
        Assert.That(live.Error.ToString(), Is.EqualTo(plain.Error.ToString()));
        Assert.That(raw, Does.Contain("\e[?25l").And.EndsWith("\e[?25h"));
    }

    [Test]
    public void While_a_run_goes_on_the_region_is_below_the_last_line()
    {
        var host = new TestHost(Sample.Root, terminal: true);
        using var reporter = new LiveReporter(host.Host, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false));
        reporter.GoalStarted(Sample.View);
        foreach (var news in Story.Verification(0, false, Sample.Verdicts).Take(5))
        {
            reporter.On(news);
        }

        reporter.Say("a line between");
        Assert.That(Screen.Show(host.Out.ToString()).TrimEnd('\n').Split('\n')[^3..], Is.EqualTo(new[]
        {
            "a line between",
            "  ⠋ build Shop.sln                                                        0.0 s",
            "  ⠋ verifying  0 of 5 clauses hold                                        0.0 s",
        }));
    }

    /// <summary>As much of a terminal as the live region uses; it throws at what it does not know.</summary>
    private static class Screen
    {
        public static string Show(string output)
        {
            var lines = new List<StringBuilder> { new() };
            var row = 0;
            for (var i = 0; i < output.Length; i++)
            {
                if (output[i] == '\n')
                {
                    row++;
                    if (row == lines.Count)
                    {
                        lines.Add(new StringBuilder());
                    }
                }
                else if (output[i] == '\e')
                {
                    var match = Regex.Match(output[i..], @"^\e\[(\?25[lh]|\?2026[lh]|(?<up>\d+)A|(?<below>J))");
                    Assert.That(match.Success, $"an unknown sequence: {output[i..Math.Min(output.Length, i + 8)]}");
                    if (match.Groups["up"].Success)
                    {
                        row -= int.Parse(match.Groups["up"].Value, CultureInfo.InvariantCulture);
                    }
                    else if (match.Groups["below"].Success)
                    {
                        lines.RemoveRange(row, lines.Count - row);
                        lines.Add(new StringBuilder());
                    }

                    i += match.Length - 1;
                }
                else if (output[i] != '\r')
                {
                    lines[row].Append(output[i]);
                }
            }

            return string.Join('\n', lines);
        }
    }
}
