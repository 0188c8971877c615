using System.Text;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Fingerprints;

/// <summary>Finds verdicts of earlier verifications that still stand, and keeps new ones. Nothing here loads MSBuild.</summary>
internal sealed class VerdictReuser
{
    private static readonly HashSet<string> RestoreExtensions = new(StringComparer.OrdinalIgnoreCase) { ".csproj", ".fsproj", ".vbproj", ".proj", ".props", ".targets", ".sln", ".slnx", ".config", ".rsp" };
    private static readonly HashSet<string> RestoreFiles = new(StringComparer.OrdinalIgnoreCase) { "global.json", "packages.lock.json", "project.assets.json" };

    /// <summary>The name under which it is kept what was restored; no clause has it.</summary>
    private const string RestoreEntry = "\0restore";

    // As many as one edit touches; it decides about speed alone.
    private const int FewFiles = 8;

    private readonly VerificationRequest _request;
    private readonly VerdictCache _cache;
    private readonly TimeProvider _time;
    private DateTimeOffset _start;
    private readonly Dictionary<string, string> _fingerprintsBefore = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _tracked;
    private readonly TreeState _before;
    private TreeState? _after;
    private readonly IReadOnlySet<string>? _changes;
    private readonly IReadOnlyList<CompiledClause> _all;
    private readonly string _environment;

    /// <summary>Opens the cache of the goal.</summary>
    /// <param name="request">What is verified.</param>
    /// <param name="compiled">The goal, compiled.</param>
    /// <param name="changes">What changed since the baseline, or null where there is none or no clause asks.</param>
    /// <param name="environment">What <see cref="HostFingerprint.Environment"/> gave.</param>
    /// <param name="tracked">What <see cref="GitFiles.TrackedOutputsAsync"/> gave.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up looking at the tree.</param>
    public VerdictReuser(VerificationRequest request, CompiledGoal compiled, IReadOnlySet<string>? changes, string environment, IReadOnlyList<string> tracked, TimeProvider time, CancellationToken cancellation)
    {
        _tracked = tracked;
        _environment = environment;
        _request = request;
        _all = compiled.Clauses;
        _changes = changes;
        _time = time;
        _start = time.GetUtcNow();
        _cache = VerdictCache.Open(request.Workspace, Path.GetFullPath(request.Source.Path), request.Environment is null ? request.Goal.Name.Value : $"{request.Goal.Name.Value} in {request.Environment}", time);
        _before = new TreeState(request.Workspace.Root, tracked, _cache.Hashes, cancellation);
        Tests = new TestRuns(_cache, _before, environment, request.Reuse != VerdictReuse.None);
        Held = request.Reuse == VerdictReuse.None ? new HashSet<string>()
            : _all.Select(clause => clause.Name).Where(name => _cache.Find(name)?.Status == VerdictStatus.Holds).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Names of the clauses that held when they were verified last, whatever changed since; none where nothing earlier is to count.</summary>
    public IReadOnlySet<string> Held { get; }

    /// <summary>Test runs that may stand where the verdicts of their clauses do not.</summary>
    public TestRuns Tests { get; }

    /// <summary>Whether few files changed since the last verification, as far as it was looked at them by now.</summary>
    public bool ChangesFew => _cache.Hashes.FilesChanged <= FewFiles;

    /// <summary>Verdicts that still stand, by the names of their clauses.</summary>
    /// <param name="clauses">The clauses that are asked for.</param>
    public Dictionary<string, Verdict> Find(IEnumerable<CompiledClause> clauses)
    {
        var found = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        if (_request.Reuse == VerdictReuse.None)
        {
            return found;
        }

        foreach (var clause in clauses)
        {
            var cached = _cache.Find(clause.Name);
            if (FingerprintBefore(clause) is { } now && cached is not null && cached.Fingerprint == now && MayStand(cached.Status) && cached.Parse() is { } verdict)
            {
                found[clause.Name] = verdict with { Fingerprint = now, Reused = true };
            }
        }

        return found;
    }

    /// <summary>Call it when the work begins that finds verdicts out. It looks at what they depend on, so that <see cref="Keep"/> sees what changed meanwhile, and waits
    /// until the clock of the file system has gone on, so that a file which was changed just before looks older than the work.</summary>
    /// <param name="clauses">The clauses that are verified.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task BeginAsync(IEnumerable<CompiledClause> clauses, CancellationToken cancellation)
    {
        foreach (var clause in clauses)
        {
            FingerprintBefore(clause);
            _ = clause.Reads switch
            {
                ClauseReads.Tree => _before.Hash,
                ClauseReads.Project => _before.Names,
                _ => (object?)null,
            };
        }

        await Task.Delay(2 * Fingerprint.ClockTick, _time, cancellation).ConfigureAwait(false);
        _start = _time.GetUtcNow();
    }

    /// <summary>Whether the projects of clauses are restored, and nothing that a restore depends on changed since.</summary>
    /// <param name="clauses">The clauses.</param>
    public bool IsRestored(IEnumerable<CompiledClause> clauses) =>
        RestoreFingerprint(clauses, _before) is { } now && _cache.Find(RestoreEntry)?.Fingerprint == now;

    /// <summary>Keeps a verdict, and gives it its fingerprint where everything that it depended on is known and stayed as it was while it was found out.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="projects">What the build showed that its projects read.</param>
    /// <param name="cancellation">Gives up.</param>
    public Verdict Keep(CompiledClause clause, Verdict verdict, ProjectInputs? projects, CancellationToken cancellation)
    {
        _after ??= new TreeState(_request.Workspace.Root, _tracked, _cache.Hashes, cancellation);
        var after = verdict.Status == VerdictStatus.Unknown ? null : Compute(clause, _after, projects);
        verdict = verdict with { Fingerprint = after is not null && Stood(clause, after, projects, _after) ? after.Value : "" };
        _cache.Set(clause.Name, new CachedVerdict(VerdictJson.Write(verdict), verdict.Status, verdict.Fingerprint, _request.EvidenceDirectory, projects));
        return verdict;
    }

    /// <summary>Writes everything down.</summary>
    /// <param name="restored">Clauses whose projects were restored, none where a restore failed.</param>
    public void Save(IReadOnlyCollection<CompiledClause> restored)
    {
        if (restored.Count > 0 && RestoreFingerprint(restored, _after!) is { } fingerprint)
        {
            _cache.Set(RestoreEntry, new CachedVerdict("", VerdictStatus.Unknown, fingerprint, "", null));
        }

        Tests.Save(_after!);
        _cache.Keep([RestoreEntry, .. _all.Select(clause => clause.Name)], TestRuns.Prefix);
        _cache.Save();
    }

    /// <summary>Writes hashes down that had to be made anew, so that the next look is faster.</summary>
    public void SaveHashes()
    {
        if (_cache.Hashes.FilesRead > 0)
        {
            _cache.Save();
        }
    }

    /// <summary>Copies what proved a verdict that still stands to the evidence of this verification.</summary>
    /// <param name="verdict">A reused verdict.</param>
    public Verdict CopyArtifacts(Verdict verdict)
    {
        var from = _cache.Find(verdict.Clause)?.EvidenceDirectory;
        var kept = new List<string>();
        foreach (var artifact in verdict.Artifacts)
        {
            var source = from is null ? null : Path.Combine(from, artifact);
            var target = Path.Combine(_request.EvidenceDirectory, artifact);
            if (File.Exists(source) && !File.Exists(target))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(source, target);
            }

            if (File.Exists(target))
            {
                kept.Add(artifact);
            }
        }

        return verdict with { Artifacts = [.. kept] };
    }

    // An unknown verdict is never kept for use: what was missing may be there now, and nothing here would show it.
    private bool MayStand(VerdictStatus status) => status switch
    {
        VerdictStatus.Holds => true,
        VerdictStatus.Fails => _request.Reuse == VerdictReuse.All,
        _ => false,
    };

    /// <summary>Whether what a verdict depends on was the same before and after it was found out.</summary>
    private bool Stood(CompiledClause clause, Fingerprint after, ProjectInputs? projects, TreeState now)
    {
        var before = _fingerprintsBefore.GetValueOrDefault(clause.Name);
        if (before == after.Value)
        {
            return true;
        }

        // Only a build tells what projects read, so that there may be nothing to compare with: then nothing may have changed, come or gone since.
        return clause.Reads switch
        {
            ClauseReads.Tree => !after.ChangedSinceStart && projects is not null && _before.Hash == now.Hash,
            ClauseReads.Project => !after.ChangedSinceStart && projects is not null
                && !_before.Names.Except(now.Names).Concat(now.Names.Except(_before.Names)).Any(projects.MayRead),
            _ => false,
        };
    }

    private string? FingerprintBefore(CompiledClause clause)
    {
        if (!_fingerprintsBefore.TryGetValue(clause.Name, out var before) && Compute(clause, _before, _cache.Find(clause.Name)?.Projects) is { Value: var now })
        {
            _fingerprintsBefore[clause.Name] = before = now;
        }

        return before;
    }

    private Fingerprint? Compute(CompiledClause clause, TreeState tree, ProjectInputs? projects) =>
        Fingerprint.Of(clause, tree, projects, _changes, _environment, _start);

    private string? RestoreFingerprint(IEnumerable<CompiledClause> clauses, TreeState tree)
    {
        var text = new StringBuilder();
        HostFingerprint.AddTool(text);
        HostFingerprint.AddSdks(text);
        text.Append(_environment);
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var clause in clauses)
        {
            text.AppendJoin('\n', clause.Projects).Append('\n').Append(clause.RestoreProperties).Append('\n');
            if (_cache.Find(clause.Name)?.Projects is not { } projects || !projects.Restored.All(File.Exists) || projects.FilesNow(tree) is not { } now)
            {
                return null;
            }

            files.UnionWith(now.Where(file => RestoreExtensions.Contains(Path.GetExtension(file)) || RestoreFiles.Contains(Path.GetFileName(file))));
        }

        foreach (var file in files)
        {
            text.Append(file).Append(' ').Append(tree.HashOf(file, out _)).Append('\n');
        }

        return FileHashes.Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
