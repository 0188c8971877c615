using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Commands;

/// <summary>Reads the <c>Goal</c> items of a project.</summary>
internal static partial class ProjectGoals
{
    private const string Item = "Goal";

    /// <summary>
    /// Absolute paths of the files that the project's <c>Goal</c> items name. Plain items are read from the XML; where MSBuild would
    /// have to evaluate something (a condition, a property, a wildcard, a removal, an imported file that names goals), MSBuild is asked.
    /// </summary>
    /// <param name="project">Absolute path of the project.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(string project, CancellationToken cancellation)
    {
        var text = await File.ReadAllTextAsync(project, cancellation).ConfigureAwait(false);
        var folder = Path.GetDirectoryName(project)!;
        if (ProjectImports.Of(project, text).Any(import => import is null || Mentions(File.ReadAllText(import))))
        {
            return await EvaluateAsync(project, folder, cancellation).ConfigureAwait(false);
        }

        if (!Mentions(text))
        {
            return [];
        }

        XDocument document;
        try
        {
            document = XDocument.Parse(text);
        }
        catch (XmlException error)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NoGoals, $"The project mentions goals, and is no well-formed XML: {error.Message} Correct it, or name a goal file.", error) { File = project };
        }

        var items = document.Descendants().Where(element => element.Name.LocalName == Item).ToList();
        return items.All(IsPlain)
            ? [.. items.SelectMany(item => item.Attribute("Include")!.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Select(path => Path.GetFullPath(path.Replace('\\', '/'), folder))]
            : await EvaluateAsync(project, folder, cancellation).ConfigureAwait(false);
    }

    // Not GoalMode, a property that projects without goals may have.
    private static bool Mentions(string text) => MentionOfItem().IsMatch(text);

    [GeneratedRegex(@"<Goal[\s/>]", RegexOptions.CultureInvariant)]
    private static partial Regex MentionOfItem();

    private static bool IsPlain(XElement item) =>
        item.Attribute("Include") is { } include
        && include.Value.AsSpan().IndexOfAny("$@%*?") < 0
        && item.Attribute("Exclude") is null
        && item.AncestorsAndSelf().All(element => element.Attribute("Condition") is null && element.Name.LocalName is not ("When" or "Otherwise" or "Target"));

    private static async Task<IReadOnlyList<string>> EvaluateAsync(string project, string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-getItem:" + Item, "-nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var secret in start.Environment.Keys.Where(ChildEnvironment.IsSecret).ToList())
        {
            start.Environment.Remove(secret);
        }

        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (process.ExitCode != 0)
            {
                var said = (output + await errors.ConfigureAwait(false)).Trim().ReplaceLineEndings(" ");
                throw new GoalFaultException(DiagnosticCatalogue.NoGoals, $"The project mentions goals, and MSBuild could not evaluate it: {said} Correct it, or name a goal file.") { File = project };
            }

            using var json = JsonDocument.Parse(output);
            return [.. json.RootElement.GetProperty("Items").GetProperty(Item).EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!)];
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
