using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Repository;

/// <summary>Reads the commands in definitions of continuous integration. It knows lines, not YAML: what is left out is not told, and nothing is made up.</summary>
internal static partial class WorkflowReader
{
    private const int MostCommands = 40;

    /// <summary>The definitions of GitHub Actions, Azure Pipelines and GitLab.</summary>
    /// <param name="tree">The files.</param>
    public static IReadOnlyList<Workflow> Read(RepositoryTree tree) =>
        [.. tree.Files.Where(IsWorkflow).Select(file => new Workflow(file, Commands(tree.Read(file)))).Where(workflow => workflow.Commands.Count > 0)];

    /// <summary>The commands in a text.</summary>
    /// <param name="text">A definition.</param>
    internal static IReadOnlyList<string> Commands(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => Command().Match(line)).Where(match => match.Success).Select(match => match.Groups["command"].Value.Trim().Trim('"', '\'')).Distinct(StringComparer.Ordinal).Take(MostCommands)];

    private static bool IsWorkflow(string file) =>
        (file.Contains(".github/workflows/", StringComparison.Ordinal) && Path.GetExtension(file) is ".yml" or ".yaml") || Path.GetFileName(file) is "azure-pipelines.yml" or ".gitlab-ci.yml";

    [GeneratedRegex(@"^\s*(?:-\s+)?(?:(?:run|script|bash|pwsh|powershell):\s*)?(?<command>[""']?(?:dotnet (?!--)|npm (?:run |test)|npx |pnpm |yarn |make\b|\./|pwsh |bash |python |cargo |go )\S.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();
}
