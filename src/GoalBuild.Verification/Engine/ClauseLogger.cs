using GoalBuild.Verification.Clauses;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// Gives each event of a build to its project, and progress to its clause. Diagnostics go by project and its global properties, because a project that two
/// clauses need is built once and says nothing to the second: what a clause is told of is what the projects that it asks for reach.
/// </summary>
internal sealed class ClauseLogger(ProjectLog log, Func<string, bool> isOutsideCode, Action<string> started, Action<string, string> progress) : INodeLogger
{
    private static readonly HashSet<string> FileItems = new(StringComparer.OrdinalIgnoreCase)
    {
        "Compile", "EmbeddedResource", "Content", "None", "AdditionalFiles", "EditorConfigFiles", "GlobalAnalyzerConfigFiles", "Resource", "Page", "Goal",
    };

    /// <summary>Properties that name one file that a build reads.</summary>
    private static readonly string[] FileProperties =
        ["RunSettingsFilePath", "VSTestSetting", "AssemblyOriginatorKeyFile", "KeyOriginatorFile", "ApplicationIcon", "ApplicationManifest", "Win32Resource", "Win32Manifest", "CodeAnalysisRuleSet", "PackageIcon", "PackageReadmeFile"];

    /// <summary>Properties that name a folder that a build writes.</summary>
    private static readonly string[] OutputProperties = ["BaseIntermediateOutputPath", "IntermediateOutputPath", "MSBuildProjectExtensionsPath", "BaseOutputPath", "OutputPath", "OutDir"];

    /// <summary>A global property of what NuGet evaluates while it restores.</summary>
    private const string RestoreProperty = "MSBuildRestoreSessionId";

    private readonly Dictionary<int, ProjectVariant> _projectOfContext = [];
    private readonly Dictionary<int, string> _clauseOfContext = [];
    private readonly Dictionary<int, string> _projectOfEvaluation = [];

    public LoggerVerbosity Verbosity { get; set; } = LoggerVerbosity.Normal;

    public string? Parameters { get; set; }

    public void Initialize(IEventSource eventSource, int nodeCount) => Initialize(eventSource);

    public void Initialize(IEventSource eventSource)
    {
        (eventSource as IEventSource3)?.IncludeEvaluationMetaprojects();
        (eventSource as IEventSource4)?.IncludeEvaluationPropertiesAndItems();
        eventSource.ProjectStarted += (_, e) => OnProjectStarted(e);
        eventSource.ErrorRaised += (_, e) => OnDiagnostic(e, e.Code, e.File, e.LineNumber, e.ColumnNumber, e.ProjectFile, isError: true);
        eventSource.WarningRaised += (_, e) => OnDiagnostic(e, e.Code, e.File, e.LineNumber, e.ColumnNumber, e.ProjectFile, isError: false);
        eventSource.MessageRaised += (_, e) => OnMessage(e);
        eventSource.StatusEventRaised += (_, e) =>
        {
            if (e is ProjectEvaluationStartedEventArgs { ProjectFile: not null, BuildEventContext: { } evaluation } evaluating)
            {
                _projectOfEvaluation[evaluation.EvaluationId] = RealPath(evaluating.ProjectFile);
            }
            else if (e is ProjectEvaluationFinishedEventArgs { ProjectFile: not null } evaluated)
            {
                OnEvaluated(evaluated);
            }
        };
    }

    public void Shutdown()
    {
    }

    private void OnProjectStarted(ProjectStartedEventArgs e)
    {
        if (e.BuildEventContext is not { } context || e.ProjectFile is null)
        {
            return;
        }

        var project = new ProjectVariant(RealPath(e.ProjectFile), string.Join('\n', (e.GlobalProperties ?? new Dictionary<string, string>())
            .Select(property => $"{property.Key}={property.Value}").Order(StringComparer.OrdinalIgnoreCase)));
        _projectOfContext[context.ProjectContextId] = project;
        string? clause = null;
        if (e.GlobalProperties?.TryGetValue("GoalClause", out clause) == true && clause is not null)
        {
            clause = Microsoft.Build.Evaluation.ProjectCollection.Unescape(clause);
            _clauseOfContext[context.ProjectContextId] = clause;
            started(clause);
            return;
        }

        if (e.ParentProjectBuildEventContext is not { } parent || !_projectOfContext.TryGetValue(parent.ProjectContextId, out var parentProject))
        {
            return;
        }

        if (parentProject.Path != project.Path)
        {
            log.Update(parentProject.Path, facts => facts.References.Add(project.Path));
        }

        log.AddReference(parentProject, project);
        if (_clauseOfContext.TryGetValue(parent.ProjectContextId, out clause))
        {
            if (parentProject.Properties.Contains("GoalClause=", StringComparison.Ordinal))
            {
                log.AddRequest(clause, project);
            }

            _clauseOfContext[context.ProjectContextId] = clause;
            progress(clause, $"building {Path.GetFileName(project.Path)}");
        }
    }

    private void OnDiagnostic(BuildEventArgs e, string? code, string? file, int line, int column, string? projectFile, bool isError)
    {
        // The tasks of clauses say in the log what their verdicts say.
        if (code is "GOAL4001" or "GOAL4002")
        {
            return;
        }

        ProjectVariant? variant = e.BuildEventContext is { } context && _projectOfContext.TryGetValue(context.ProjectContextId, out var started) ? started : null;
        var project = projectFile is { Length: > 0 } ? RealPath(projectFile)
            : variant is { } known ? known.Path
            : e.BuildEventContext is { } evaluation && _projectOfEvaluation.TryGetValue(evaluation.EvaluationId, out var evaluated) ? evaluated
            : file is { Length: > 0 } ? RealPath(file) : "";
        if (project.Length == 0)
        {
            return;
        }

        // What a restore says is about every variant, and names projects that it was not asked for.
        var isOfVariant = variant is { } one && one.Path == project && !one.Properties.Contains(RestoreProperty, StringComparison.OrdinalIgnoreCase);
        log.Add(project, isOfVariant ? variant : null, new Finding(FindingKind.Build, e.Message ?? "")
        {
            Code = string.IsNullOrEmpty(code) ? null : code,
            IsError = isError,
            File = string.IsNullOrEmpty(file) || !file.Contains('.', StringComparison.Ordinal) ? null : file,
            Line = line > 0 ? line : null,
            Column = column > 0 ? column : null,
        });
    }

    private void OnMessage(BuildMessageEventArgs e)
    {
        if (e is ProjectImportedEventArgs { ImportedProjectFile: { } imported, BuildEventContext: { } importing })
        {
            if (_projectOfEvaluation.TryGetValue(importing.EvaluationId, out var project) && !isOutsideCode(imported))
            {
                log.Update(project, facts => facts.Imports.Add(Path.GetFullPath(imported)));
            }
        }
        else if (e.Subcategory == ClauseTask.ProgressSubcategory
            && e.BuildEventContext is { } context && _clauseOfContext.TryGetValue(context.ProjectContextId, out var clause))
        {
            progress(clause, e.Message ?? "");
        }
    }

    private void OnEvaluated(ProjectEvaluationFinishedEventArgs e)
    {
        var project = RealPath(e.ProjectFile!);
        var folder = Path.GetDirectoryName(project)! + Path.DirectorySeparatorChar;
        var references = new List<string>();
        var files = new List<string>();
        foreach (var (type, include, hint) in EvaluationContent.Items(e))
        {
            if (include.Length > 0 && type == "ProjectReference")
            {
                references.Add(FullPath(include));
            }
            else if (include.Length > 0 && (FileItems.Contains(type) || File.Exists(FullPath(include))))
            {
                // Packages and targets have items of their own for what they read: whatever is there counts.
                files.Add(FullPath(include));
            }

            if (hint.Length > 0)
            {
                files.Add(FullPath(hint));
            }
        }

        files.AddRange(FileProperties.Select(name => EvaluationContent.Property(e, name)).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => FullPath(value!)));
        var outputs = OutputProperties.Select(name => EvaluationContent.Property(e, name)).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => FullPath(value!)).ToList();
        var assets = EvaluationContent.Property(e, "ProjectAssetsFile");
        log.Update(project, facts =>
        {
            facts.Evaluated = true;
            if (!string.IsNullOrEmpty(assets))
            {
                facts.Restored.Add(FullPath(assets));
            }

            facts.References.UnionWith(references);
            facts.Outputs.UnionWith(outputs);
            facts.OutsideItems.UnionWith(files.Where(file => !FindingPath.IsBelow(folder, file) && !isOutsideCode(file)));
        });

        string FullPath(string path) => Path.GetFullPath(path.Replace('\\', '/').Replace("\0", "", StringComparison.Ordinal), folder);
    }

    /// <summary>A solution is built as <c>X.sln.metaproj</c>, and each project in it may be as well.</summary>
    private static string RealPath(string path) =>
        Path.GetFullPath(path.EndsWith(".metaproj", StringComparison.OrdinalIgnoreCase) ? path[..^".metaproj".Length] : path);
}
