using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Compares two assemblies with the task of Microsoft.DotNet.ApiCompat that the SDK brings for its package validation.</summary>
/// <param name="dotnet">Starts MSBuild, in a process of its own.</param>
/// <param name="project">Absolute path of the project that is written for it.</param>
internal sealed partial class ApiComparison(DotnetHost dotnet, string project)
{
    private const string Task = "Microsoft.DotNet.ApiCompat.Task.ValidateAssembliesTask";

    private string Tools => Path.Combine(dotnet.SdkDirectory, "Sdks", "Microsoft.NET.Sdk", "tools");

    /// <summary>Compares them.</summary>
    /// <param name="then">As it was.</param>
    /// <param name="now">As it is.</param>
    /// <param name="cancellation">Kills the process.</param>
    /// <returns>What breaks; or why nothing can be said.</returns>
    public async Task<(IReadOnlyList<Finding> Breaks, string? Failure)> RunAsync(ApiAssembly then, ApiAssembly now, CancellationToken cancellation)
    {
        var assembly = Directory.Exists(Tools) ? Directory.EnumerateFiles(Tools, "Microsoft.DotNet.ApiCompat.Task.dll", SearchOption.AllDirectories).FirstOrDefault(path => !path.Contains("net4", StringComparison.Ordinal)) : null;
        if (assembly is null)
        {
            return ([], $"the SDK '{dotnet.SdkDirectory}' has no Microsoft.DotNet.ApiCompat.Task.dll. Install the SDK of .NET 8 or newer.");
        }

        await File.WriteAllTextAsync(project, ProjectOf(assembly, then, now).ToString(), cancellation).ConfigureAwait(false);
        var result = await dotnet.RunAsync(["msbuild", project, "-t:Compare", "-nologo", "-noAutoResponse", "-v:q", "-nodeReuse:false", "-tl:off"], Path.GetDirectoryName(project)!, cancellation, Path.ChangeExtension(project, ".txt")).ConfigureAwait(false);
        var lines = await File.ReadAllLinesAsync(Path.ChangeExtension(project, ".txt"), cancellation).ConfigureAwait(false);
        var breaks = lines.Select(line => Break().Match(line)).Where(match => match.Success)
            .Select(match => new Finding(FindingKind.Build, match.Groups["text"].Value.Trim().Replace(then.Path, "the baseline", StringComparison.Ordinal).Replace(now.Path, Path.GetFileName(now.Path), StringComparison.Ordinal)) { Code = match.Groups["code"].Value })
            .Distinct().ToList();
        return result.ExitCode == 0 || breaks.Count > 0 ? (breaks, null) : ([], result.Output.Split('\n')[0]);
    }

    // "…: error CP0002: Member 'int Lib.Greeting.Count()' exists on left but not on right"
    [GeneratedRegex(@"\berror (?<code>CP\d{4}): (?<text>.+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Break();

    // Left is the older one. Nothing of the tree is read: no file of suppressions, no list of rules to leave out, no switches that lie above the evidence.
    private XDocument ProjectOf(string assembly, ApiAssembly then, ApiAssembly now) => new(new XElement(
        "Project",
        new XElement("UsingTask", new XAttribute("TaskName", Task), new XAttribute("AssemblyFile", MSBuildText.Escape(assembly))),
        new XElement(
            "Target",
            new XAttribute("Name", "Compare"),
            new XElement(
                Task,
                new XAttribute("RoslynAssembliesPath", MSBuildText.Escape(Path.Combine(dotnet.SdkDirectory, "Roslyn", "bincore"))),
                new XAttribute("LeftAssemblies", MSBuildText.Escape(then.Path)),
                new XAttribute("RightAssemblies", MSBuildText.Escape(now.Path)),
                new XAttribute("LeftAssembliesReferences", string.Join(';', then.References.Select(MSBuildText.Escape))),
                new XAttribute("RightAssembliesReferences", string.Join(';', now.References.Select(MSBuildText.Escape))),
                new XAttribute("PermitUnnecessarySuppressions", "true")))));
}
