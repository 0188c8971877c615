using System.Collections;
using System.Xml.Linq;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Auditing;

/// <summary>
/// A restore with NuGet's audit of direct and transitive packages, whatever projects say of it. It writes into a folder of its own: what lies in the projects'
/// <c>obj</c>, which builds and other verdicts depend on, stays as it is.
/// </summary>
/// <param name="sdk">Absolute path of the SDK.</param>
/// <param name="variables">Environment variables to set.</param>
/// <param name="folder">Absolute path of a folder for what the restore writes; it is made anew.</param>
internal sealed class AuditRestore(string sdk, IReadOnlyDictionary<string, string?> variables, string folder)
{
    // Projects cannot change what is given on the command line. A warning that a project makes an error, or silences, is a warning here.
    private static readonly string[] Properties =
        ["NuGetAudit=true", "NuGetAuditMode=all", "NuGetAuditLevel=low", "TreatWarningsAsErrors=false", "WarningsAsErrors=", "NoWarn="];

    /// <summary>Restores.</summary>
    /// <param name="project">Absolute path of the project or solution.</param>
    /// <param name="outputPath">Absolute path of a file that gets what it prints.</param>
    /// <param name="cancellation">Ends it with its whole process tree, then throws.</param>
    public async Task<(DotnetResult Result, IReadOnlyList<AuditedProject> Projects)> RunAsync(string project, string outputPath, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var props = Path.Combine(folder, "audit.props");
        new XDocument(new XElement("Project", new XElement("PropertyGroup", new XElement(
            "MSBuildProjectExtensionsPath",
            MSBuildText.Escape(folder) + "/$(MSBuildProjectName)-$([MSBuild]::StableStringHash('$(MSBuildProjectFullPath)'))/")))).Save(props);
        var result = await Host().RunAsync(
            [
                "exec", Path.Combine(sdk, "dotnet.dll"), "restore", project, "--force", "--verbosity", "minimal",
                .. Properties.Select(property => $"-p:{property}"),
                $"-p:CustomAfterDirectoryBuildProps={MSBuildText.Escape(props)}",
            ],
            Path.GetDirectoryName(project)!,
            cancellation,
            outputPath).ConfigureAwait(false);
        return (result, [.. Directory.EnumerateFiles(folder, "project.assets.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(AuditedProject.Read)]);
    }

    /// <summary>What NuGet's configuration says for a project, as the SDK prints it.</summary>
    /// <param name="project">Absolute path of the project or solution.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string> ConfigurationAsync(string project, CancellationToken cancellation) =>
        (await Host().RunAsync(["exec", Path.Combine(sdk, "dotnet.dll"), "nuget", "config", "get", "all"], Path.GetDirectoryName(project)!, cancellation).ConfigureAwait(false)).Output;

    private DotnetHost Host()
    {
        var all = new Dictionary<string, string?>(variables);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            // As for the engine's own restores: without them a private feed would not answer.
            if (Secrets.IsFeed((string)variable.Key))
            {
                all.TryAdd((string)variable.Key, (string?)variable.Value);
            }
        }

        return new DotnetHost(sdk, all);
    }
}
