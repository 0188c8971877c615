using System.Net;
using System.Xml;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Doctor;

/// <summary>Looks at what lies here: goals, their models, the state folder and the versions.</summary>
/// <param name="host">Gives the current folder and the environment.</param>
/// <param name="start">Runs a program.</param>
internal sealed class ProjectChecks(ToolHost host, Func<ProcessRequest, CancellationToken, Task<ProcessResult>> start)
{
    private const string DefaultUrl = "https://api.openai.com/v1";
    private const string DefaultKey = "OPENAI_API_KEY";
    private const string UrlVariable = "OPENAI_BASE_URL";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly EnumerationOptions Near = new() { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true };

    /// <summary>The keys that models need: whether they are set, and never what they are.</summary>
    /// <param name="goals">The goals.</param>
    public IEnumerable<DoctorFinding> Keys(IReadOnlyList<Goal> goals)
    {
        var steps = Models(goals);
        foreach (var group in steps.GroupBy(step => step.KeyVariable?.Value ?? DefaultKey, StringComparer.Ordinal))
        {
            // A server of one's own may need none.
            var needed = group.Any(step => step.KeyVariable is not null || (step.Url is null && string.IsNullOrEmpty(host.Variable(UrlVariable))));
            yield return IsSet(group.Key) ? DoctorFinding.Ok("key", $"{group.Key} is set")
                : needed ? DoctorFinding.Fault("key", $"{group.Key} is not set; {string.Join(", ", group.Select(step => step.Description).Distinct(StringComparer.Ordinal))} needs it.", $"Set {group.Key} in the environment.")
                : DoctorFinding.Ok("key", $"{group.Key} is not set; a server of your own may need none");
        }

        if (steps.Count == 0)
        {
            yield return DoctorFinding.Ok("key", IsSet(DefaultKey) ? $"{DefaultKey} is set" : $"{DefaultKey} is not set; only goals with models need it");
        }
    }

    /// <summary>Whether the models' endpoints answer. Only those on this machine are asked without being told to.</summary>
    /// <param name="goals">The goals.</param>
    /// <param name="online">Whether all are asked.</param>
    public async Task<IReadOnlyList<DoctorFinding>> EndpointsAsync(IReadOnlyList<Goal> goals, bool online)
    {
        var found = new List<DoctorFinding>();
        foreach (var url in Models(goals).Select(step => step.Url?.Value ?? (host.Variable(UrlVariable) is { Length: > 0 } own ? own : DefaultUrl)).Distinct(StringComparer.Ordinal))
        {
            found.Add(!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") ? DoctorFinding.Fault("endpoint", $"'{Phrasing.Cut(Phrasing.Line(url), 100)}' is no address.", "Correct it: http:// or https://, then the host.")
                : !online && !IsHere(address) ? DoctorFinding.Ok("endpoint", $"{Shown(address)} was not asked; '--online' asks it")
                : await AskAsync(address).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Whether the package in projects near here is of the tool's version.</summary>
    public IEnumerable<DoctorFinding> Versions()
    {
        yield return DoctorFinding.Ok("tool", $"dotnet-goal {ToolVersion.Value}");
        foreach (var file in Directory.EnumerateFiles(host.Directory, "*.*proj", Near).Concat(Directory.EnumerateFiles(host.Directory, "Directory.*.props", Near)).Take(1000).Order(StringComparer.Ordinal))
        {
            foreach (var version in PackageVersions(file).Distinct(StringComparer.Ordinal))
            {
                yield return version == ToolVersion.Value
                    ? DoctorFinding.Ok("package", $"GoalBuild {version} in {host.Show(file)}")
                    : DoctorFinding.Warning("package", $"GoalBuild is {version} in {host.Show(file)}, and the tool is {ToolVersion.Value}.", "Take the same version of both: builds and the command line then mean the same.");
            }
        }
    }

    /// <summary>Whether the state folder can be written, and whether git leaves it alone.</summary>
    public async Task<IReadOnlyList<DoctorFinding>> StateAsync()
    {
        var workspace = Workspace.ForGoalFile(Path.Combine(host.Directory, "a.goal"));
        var exists = Directory.Exists(workspace.StateDirectory);
        var shown = host.Show(workspace.StateDirectory);
        var found = new List<DoctorFinding> { Writable(exists ? workspace.StateDirectory : workspace.Root, shown) };
        if (exists)
        {
            try
            {
                var result = await start(new ProcessRequest("git", "check-ignore", "-q", Path.Combine(workspace.StateDirectory, "ledger")) { WorkingDirectory = workspace.Root }, host.Cancellation).ConfigureAwait(false);
                found.Add(result.ExitCode == 1
                    ? DoctorFinding.Warning("ignored", $"git does not ignore {shown}.", $"Write '*' into {shown}/.gitignore.")
                    : DoctorFinding.Ok("ignored", result.ExitCode == 0 ? $"git ignores {shown}" : "this is no repository of git"));
            }
            catch (CommandNotFoundException)
            {
                // That git is missing is told where git is looked at.
            }
        }

        return found;
    }

    private static DoctorFinding Writable(string folder, string shown)
    {
        var probe = Path.Combine(folder, $".goal-doctor-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }

            return DoctorFinding.Ok("state", $"{shown} can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return DoctorFinding.Fault("state", $"{shown} cannot be written: {Phrasing.Line(error.Message)}", "Give yourself permission to write there.");
        }
    }

    private async Task<DoctorFinding> AskAsync(Uri address)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            // No key goes along: that something answers is all that is asked.
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, host.Cancellation).ConfigureAwait(false);
            return DoctorFinding.Ok("endpoint", $"{Shown(address)} answers (HTTP {(int)answer.StatusCode})");
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !host.Cancellation.IsCancellationRequested))
        {
            var why = error is HttpRequestException ? Phrasing.Line(error.Message) : $"no answer within {Patience.TotalSeconds:0} seconds";
            return DoctorFinding.Fault("endpoint", $"{Shown(address)} does not answer: {why}", "Start the server, or correct the address ('at' in the goal, or OPENAI_BASE_URL).");
        }
    }

    // Without what a user may have put in front of the host or behind a question mark.
    private static string Shown(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static bool IsHere(Uri address) => address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private bool IsSet(string name) => !string.IsNullOrEmpty(host.Variable(name));

    private static List<ModelStep> Models(IReadOnlyList<Goal> goals) => [.. goals.SelectMany(goal => goal.Agent?.Steps.OfType<ModelStep>() ?? [])];

    private static List<string> PackageVersions(string file)
    {
        try
        {
            return [.. XDocument.Load(file).Descendants()
                .Where(element => element.Name.LocalName is "PackageReference" or "PackageVersion" && string.Equals((string?)element.Attribute("Include"), "GoalBuild", StringComparison.OrdinalIgnoreCase))
                .Select(element => (string?)element.Attribute("Version") ?? (string?)element.Attribute("VersionOverride") ?? element.Elements().FirstOrDefault(inner => inner.Name.LocalName == "Version")?.Value)
                .OfType<string>()];
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            // What is wrong with a project, its build says better.
            return [];
        }
    }
}
