using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Ci;

/// <summary>Finds out which CI host the tool runs on.</summary>
internal static class CiHost
{
    /// <summary>The format that the host shows best: by the variables that GitHub Actions and Azure Pipelines document for this. GitLab shows plain text, and takes files.</summary>
    /// <param name="host">The surroundings.</param>
    public static OutputFormat FormatOf(ToolHost host) =>
        host.Variable("GITHUB_ACTIONS") == "true" ? OutputFormat.GitHub
        : string.Equals(host.Variable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase) ? OutputFormat.Azure
        : OutputFormat.Text;
}
