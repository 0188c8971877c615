using System.Globalization;
using System.Text;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Ci;

/// <summary>Hands everything to another reporter, and at the end writes the files of <c>--write</c> and what a CI host reads from files: the job's summary and outputs.</summary>
/// <param name="inner">Tells.</param>
/// <param name="host">The surroundings.</param>
/// <param name="options">What is to be written, and who reads.</param>
internal sealed class CiReporter(Reporter inner, ToolHost host, OutputOptions options) : Reporter
{
    private readonly Lock _gate = new();
    private readonly List<GoalSummary> _summaries = [];
    private readonly List<GoalResult> _results = [];
    private readonly List<FileDiagnostic> _diagnostics = [];
    private bool _faulted;

    /// <inheritdoc/>
    public override void Diagnostics(GoalSource source)
    {
        inner.Diagnostics(source);
        foreach (var diagnostic in source.Parsed.Diagnostics)
        {
            var (line, column) = source.Parsed.Source.PositionOf(Math.Min(diagnostic.Span.Start, source.Parsed.Source.Text.Length));
            _diagnostics.Add(new FileDiagnostic(source.Workspace.RelativePath(source.Path), line, column, diagnostic.Code, diagnostic.Severity == DiagnosticSeverity.Error, diagnostic.Message));
        }
    }

    /// <inheritdoc/>
    public override void Fault(GoalFaultException fault)
    {
        inner.Fault(fault);
        _faulted = true;
    }

    /// <inheritdoc/>
    public override void Checked(GoalSource source) => inner.Checked(source);

    /// <inheritdoc/>
    public override void GoalStarted(GoalView goal) => inner.GoalStarted(goal);

    /// <inheritdoc/>
    public override void On(RunEvent news) => inner.On(news);

    /// <inheritdoc/>
    public override void GoalFinished(GoalSummary summary)
    {
        inner.GoalFinished(summary);
        lock (_gate)
        {
            _summaries.Add(summary);
            _results.Add(GoalResult.Of(summary, host.Clock.GetUtcNow()));
        }
    }

    /// <inheritdoc/>
    public override void Status(GoalStatus status) => inner.Status(status);

    /// <inheritdoc/>
    public override void Say(string line) => inner.Say(line);

    /// <inheritdoc/>
    public override void Tell(JsonEvent news) => inner.Tell(news);

    /// <inheritdoc/>
    public override void Dispose()
    {
        inner.Dispose();
        base.Dispose();
    }

    /// <summary>Writes the files.</summary>
    /// <param name="exitCode">What the process ends with.</param>
    /// <exception cref="GoalFaultException">GOAL0009: a file cannot be written.</exception>
    public void Finish(int exitCode)
    {
        WriteTarget.Write(options.Writes, host, _results, _diagnostics, !_faulted && exitCode is not (ExitCode.Usage or ExitCode.Cancelled));
        if (options.Format == OutputFormat.GitHub && _summaries.Count > 0)
        {
            Append("GITHUB_STEP_SUMMARY", JobSummary.Render(_results, _diagnostics));
            Append("GITHUB_OUTPUT", Outputs(exitCode));
        }
    }

    /// <summary>The outputs of the step: those of the goal that decided the exit code.</summary>
    private string Outputs(int exitCode)
    {
        var decisive = _summaries.FirstOrDefault(summary => summary.ExitCode == exitCode) ?? _summaries[^1];
        var text = new StringBuilder();
        Output("outcome", decisive.Outcome);
        Output("report", decisive.EvidenceDirectory is { } folder && Path.Combine(folder, EvidenceWriter.MarkdownFile) is var report && File.Exists(report) ? report : "");
        Output("evidence", decisive.EvidenceDirectory ?? "");
        Output("patch", decisive.PatchFile ?? "");
        return text.ToString();

        // A path may hold anything, also a line that looks like another output: a delimiter that nobody can guess ends it.
        void Output(string name, string value)
        {
            var end = $"end_{Guid.NewGuid():N}";
            text.Append(CultureInfo.InvariantCulture, $"{name}<<{end}\n{value}\n{end}\n");
        }
    }

    private void Append(string variable, string text)
    {
        if (host.Variable(variable) is not { Length: > 0 } path)
        {
            return;
        }

        try
        {
            File.AppendAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The file that {variable} names cannot be written: {error.Message.ReplaceLineEndings(" ")}", error) { File = path };
        }
    }
}
