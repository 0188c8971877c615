using System.Diagnostics;
using System.Globalization;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification.Compilation;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary>
/// The MSBuild task that finds a clause's verdict out. It hands the verdict to the engine in memory, where one runs it, and writes it to
/// <c>{Results}/{Stem}.verdict.json</c> for whoever runs <c>dotnet msbuild</c> by hand; the engine never reads that file. It succeeds only when the
/// clause holds: otherwise it logs <c>GOAL4001</c> or <c>GOAL4002</c> at the clause's own place in the goal file.
/// </summary>
/// <remarks>
/// A derived task overrides <see cref="VerifyAsync"/>, adds public properties for its parameters, and makes its verdict with
/// <see cref="Holds"/>, <see cref="Fails"/> or <see cref="Unknown"/>. It must stop, with its whole process tree, when it is cancelled. A thrown
/// exception is the verdict <c>unknown</c>; so is a timeout. Files that it keeps are named <c>{Stem}.*</c> and go into <see cref="Results"/>.
/// </remarks>
public abstract class ClauseTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    /// <summary>Messages of this subcategory are progress: the engine passes them to whoever watches.</summary>
    public const string ProgressSubcategory = "goal-progress";

    /// <summary>The reason of a clause whose project does not build; the engine puts the compiler's findings in its place.</summary>
    public const string DoesNotBuild = "It does not build.";

    /// <summary>No timer of .NET runs for longer than 49 days; a limit beyond is none.</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly CancellationTokenSource _cancelled = new();

    /// <summary>The clause's name.</summary>
    [Required]
    public string Clause { get; set; } = "";

    /// <summary>Absolute path of the goal file.</summary>
    [Required]
    public string GoalFile { get; set; } = "";

    /// <summary>The clause's line in the goal file, from 1.</summary>
    public int Line { get; set; }

    /// <summary>The clause's column in the goal file, from 1.</summary>
    public int Column { get; set; }

    /// <summary>Absolute path of the workspace's root.</summary>
    [Required]
    public string Workspace { get; set; } = "";

    /// <summary>Absolute path of the folder for verdicts and evidence; it is made when missing.</summary>
    [Required]
    public string Results { get; set; } = "";

    /// <summary>What the names of this clause's files start with.</summary>
    [Required]
    public string Stem { get; set; } = "";

    /// <summary>The most time that it may take, in .NET's constant format <c>hh:mm:ss</c>.</summary>
    public string Timeout { get; set; } = "00:10:00";

    /// <summary>Environment variables of the clause's environment, each <c>NAME=value</c>, as <see cref="MSBuildText.List"/> writes them.</summary>
    public string[] Variables { get; set; } = [];

    /// <summary>The image of the container that the clause runs in; empty for this machine.</summary>
    public string Image { get; set; } = "";

    /// <summary>Whether that container reaches the network.</summary>
    public bool ImageNetwork { get; set; }

    /// <summary>Names of environment variables that hold the goal's keys; nothing that the clause starts gets them. As <see cref="MSBuildText.List"/> writes them.</summary>
    public string[] Secrets { get; set; } = [];

    /// <summary>The environment that this is one of several verdicts for; empty where it is the clause's only one.</summary>
    public string InEnvironment { get; set; } = "";

    /// <summary>The verdict as JSON, for <see cref="VerifyEnvironments"/>.</summary>
    [Output]
    public string VerdictAsJson { get; private set; } = "";

    /// <summary>The goal's folder, absolute.</summary>
    protected string GoalDirectory => Path.GetDirectoryName(GoalFile)!;

    /// <summary>Finds the verdict out.</summary>
    /// <param name="cancellation">Ends the work: the build was cancelled, or time ran out.</param>
    protected abstract Task<Verdict> VerifyAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        Processes.Secrets.Declare([.. MSBuildText.Elements(Secrets)]);
        var clock = Stopwatch.StartNew();
        Verdict verdict;
        using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(_cancelled.Token))
        {
            var limit = TimeSpan.Parse(Timeout, CultureInfo.InvariantCulture);
            if (limit < LongestTimer)
            {
                timeout.CancelAfter(limit);
            }

            var engine = BuildEngine as IBuildEngine3;
            try
            {
                // Most clauses wait for a process of their own; meanwhile this node can build something else.
                engine?.Yield();
                verdict = VerifyAsync(timeout.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException) when (_cancelled.IsCancellationRequested)
            {
                // No verdict: nothing was found out, and whoever cancelled does not ask.
                return false;
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                verdict = Unknown(TookTooLong(limit));
            }
#pragma warning disable CA1031 // Whatever went wrong, the clause could not be evaluated, and the verdict has to say so.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.LogMessage(MessageImportance.Low, exception.ToString());
                verdict = Unknown($"Evaluating the clause failed: {exception.Message}");
            }
            finally
            {
                engine?.Reacquire();
            }
        }

        verdict = verdict with { Duration = clock.Elapsed, At = TimeProvider.System.GetUtcNow() };
        var json = VerdictJson.Write(verdict);
        VerdictAsJson = json;
        if (InEnvironment.Length == 0)
        {
            FromEngine<IProgress<string>>()?.Report(json);
        }

        StateFolder.EnsureFor(Results);
        File.WriteAllText(Path.Combine(Results, Stem + ".verdict.json"), json);
        if (verdict.Status == VerdictStatus.Holds || InEnvironment.Length > 0)
        {
            // Of several environments, the task that comes last speaks for all.
            return true;
        }

        var descriptor = verdict.Status == VerdictStatus.Fails ? DiagnosticCatalogue.ClauseFails : DiagnosticCatalogue.ClauseUnknown;
        Log.LogError(null, descriptor.Code, null, GoalFile, Line, Column, 0, 0, "{0}: {1}", Clause, verdict.ReasonWithFirstTest(finding => finding.File is null ? "" : finding.Line is null ? finding.File : string.Create(CultureInfo.InvariantCulture, $"{finding.File}({finding.Line})")));
        return false;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancelled.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the task holds.</summary>
    /// <param name="disposing">Whether it was asked for.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cancelled.Dispose();
        }
    }

    /// <summary>What the engine gives to this task alone, or null where <c>dotnet msbuild</c> runs it by hand.</summary>
    /// <typeparam name="T">What is wanted; a type of .NET.</typeparam>
    private protected T? FromEngine<T>()
        where T : class => (HostObject as IServiceProvider)?.GetService(typeof(T)) as T;

    /// <summary>The clause holds.</summary>
    /// <param name="reason">One line with the figure that decided.</param>
    protected Verdict Holds(string reason) => new(Clause, VerdictStatus.Holds, reason);

    /// <summary>The clause does not hold.</summary>
    /// <param name="reason">One line with the figure that decided.</param>
    /// <param name="findings">The details.</param>
    protected Verdict Fails(string reason, params IEnumerable<Finding> findings) =>
        new(Clause, VerdictStatus.Fails, reason) { Findings = [.. findings] };

    /// <summary>The clause does not hold because its project does not build; the engine adds the findings.</summary>
    protected Verdict BuildFailed() => Fails(DoesNotBuild);

    /// <summary>It could not be found out.</summary>
    /// <param name="reason">What is missing, and what to do.</param>
    protected Verdict Unknown(string reason) => new(Clause, VerdictStatus.Unknown, reason);

    /// <summary>Says what goes on.</summary>
    /// <param name="message">One line.</param>
    protected void Progress(string message) =>
        Log.LogMessage(ProgressSubcategory, null, null, null, 0, 0, 0, 0, MessageImportance.Normal, "{0}", InEnvironment.Length == 0 ? message : $"in {InEnvironment}: {message}");

    /// <summary>Absolute path of a file of this clause's in <see cref="Results"/>; its folder exists.</summary>
    /// <param name="suffix">What follows the stem, such as <c>.trx</c>.</param>
    protected string ArtifactPath(string suffix)
    {
        StateFolder.EnsureFor(Results);
        return Path.Combine(Results, Stem + suffix);
    }

    /// <summary>The environment variables of the clause's environment.</summary>
    protected IReadOnlyDictionary<string, string?> EnvironmentVariables => MSBuildText.Elements(Variables)
        .Select(variable => variable.Split('=', 2))
        .ToDictionary(parts => parts[0], parts => (string?)parts[1], StringComparer.Ordinal);

    /// <summary>A path as findings show it: relative to the workspace where it lies in it, with <c>/</c>; else as it is.</summary>
    /// <param name="path">An absolute path.</param>
    protected string DisplayPath(string path) => FindingPath.Of(Workspace, path);

    internal static string TookTooLong(TimeSpan limit) =>
        $"It took longer than {Words.Of(limit)} and was stopped. Give it more time with 'timeout', or make it faster.";
}
