using GoalBuild.Agent.Loop;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Serving;

/// <summary>
/// The verifications that left evidence: <c>dotnet goal verify</c> writes no row of the ledger. Each bundle is read once for as long as it stays as it is;
/// all else is names and times of files. For one caller at a time.
/// </summary>
/// <param name="workspace">The tree.</param>
internal sealed class VerificationBoard(Workspace workspace)
{
    private readonly Dictionary<string, (DateTime Written, VerificationRow? Row)> _read = new(StringComparer.Ordinal);

    private string Runs => Path.Combine(workspace.StateDirectory, "runs");

    /// <summary>Something that is another when a verification has come or gone, or was written anew.</summary>
    public int Stamp()
    {
        var stamp = new HashCode();
        foreach (var (folder, written) in Folders())
        {
            stamp.Add(folder, StringComparer.Ordinal);
            stamp.Add(written);
        }

        return stamp.ToHashCode();
    }

    /// <summary>The newest ones, newest first.</summary>
    /// <param name="most">How many at most; no more bundles than that are read.</param>
    public IReadOnlyList<VerificationRow> Newest(int most)
    {
        // Names of folders begin with the time.
        var folders = Folders().OrderByDescending(folder => Path.GetFileName(folder.Path), StringComparer.Ordinal).Take(most).ToList();
        foreach (var gone in _read.Keys.Except(folders.Select(folder => folder.Path), StringComparer.Ordinal).ToList())
        {
            _read.Remove(gone);
        }

        return [.. folders.Select(folder => RowOf(folder.Path, folder.Written)).OfType<VerificationRow>()];
    }

    /// <summary>One verification; null where there is none, or it cannot be read.</summary>
    /// <param name="key">Its goal, as <see cref="RunLock.KeyOf"/> names it.</param>
    /// <param name="id">Its name.</param>
    public VerificationRow? Find(string key, string id) =>
        Folders().Where(folder => Path.GetFileName(folder.Path) == id).Select(folder => RowOf(folder.Path, folder.Written)).FirstOrDefault(row => row?.Key == key);

    private VerificationRow? RowOf(string folder, DateTime written)
    {
        if (!_read.TryGetValue(folder, out var known) || known.Written != written)
        {
            _read[folder] = known = (written, Read(folder));
        }

        return known.Row;
    }

    // One that is damaged, of another version, or just being removed is not worth the whole history.
    private static VerificationRow? Read(string folder)
    {
        try
        {
            return EvidenceOutline.Read(folder) is { } bundle
                ? new VerificationRow(Path.GetFileName(folder), new GoalKey(bundle.GoalFile, bundle.Goal), bundle.Started, bundle.Outcome)
                {
                    Message = bundle.Summary,
                    Holding = bundle.Clauses.Count(clause => clause.Status == "holds"),
                    Clauses = bundle.Clauses.Count,
                }
                : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private List<(string Path, DateTime Written)> Folders()
    {
        try
        {
            return Directory.Exists(Runs)
                ? [.. from goal in Directory.EnumerateDirectories(Runs)
                      from folder in Directory.EnumerateDirectories(goal, "*" + RunFolders.VerifySuffix)
                      let bundle = new FileInfo(Path.Combine(folder, EvidenceWriter.JsonFile))
                      where bundle.Exists
                      select (folder, bundle.LastWriteTimeUtc)]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that goes away while it is listed; the next look sees what is left.
            return [];
        }
    }
}

/// <summary>A verification in the history.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Goal">The goal.</param>
/// <param name="StartedAt">When it began, in UTC.</param>
/// <param name="Outcome">In the words of the evidence.</param>
internal sealed record VerificationRow(string Id, GoalKey Goal, DateTimeOffset StartedAt, string Outcome)
{
    /// <summary>Why it ended so.</summary>
    public string Message { get; init; } = "";

    /// <summary>How many clauses held.</summary>
    public int Holding { get; init; }

    /// <summary>How many there were.</summary>
    public int Clauses { get; init; }

    /// <summary>The goal, in an address.</summary>
    public string Key => RunLock.KeyOf(Goal);
}
