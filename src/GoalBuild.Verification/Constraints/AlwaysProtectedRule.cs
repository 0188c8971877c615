using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary>
/// Files that decide what the clauses mean, and that no goal has to name: goal files, git's own, CI definitions, and the
/// configuration of build, lint and tests. <c>allow change GLOB</c> lifts the protection.
/// </summary>
/// <param name="allowed">The constraints that lift it.</param>
/// <param name="testProjects">Test projects, relative to the workspace's root, as <see cref="TestProjectFiles"/> finds them.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
internal sealed class AlwaysProtectedRule(IReadOnlyList<AllowChangeConstraint> allowed, IReadOnlySet<string> testProjects, string folder) : IChangeRule
{
    // Both paths are relative to the workspace's root; which folder that is makes no difference to the way between them.
    private static readonly string AnyRoot = Path.GetFullPath("/");

    /// <summary>The rule in words; no goal writes it down.</summary>
    public const string Description = "goal files, CI definitions and build, lint and test configuration are always protected";

    // The list is that of the language reference, "Always protected".
    private static readonly string[] Globs =
    [
        "**/*.goal",
        "**/.git/**/*", "**/.git", "**/.gitmodules",
        ".github/**/*", ".gitlab-ci.yml", ".gitlab/**/*", "**/azure-pipelines*.yml", "**/azure-pipelines*.yaml", ".azure-pipelines/**/*", ".azuredevops/**/*",
        ".circleci/**/*", "**/Jenkinsfile*", ".travis.yml", "appveyor.yml", ".appveyor.yml", "bitbucket-pipelines.yml", ".buildkite/**/*", ".drone.yml",
        ".woodpecker.yml", ".woodpecker/**/*", ".teamcity/**/*", ".ci/**/*", ".forgejo/**/*", ".gitea/**/*",
        "**/.editorconfig", "**/.globalconfig", "**/*.globalconfig", "**/*.ruleset", "**/stylecop.json", "**/global.json", "**/NuGet.Config",

        // What MSBuild takes in without being told: files of these names above or beside a project, and response files.
        "**/Directory.Build.*", "**/Directory.Packages.props", "**/Directory.Solution.*", "**/*proj.user", "**/before.*.sln.targets", "**/after.*.sln.targets", "**/*.rsp",
        "**/dotnet-tools.json",
        "**/*.runsettings", "**/*.testsettings", "**/*.playlist", "**/xunit.runner.json", "**/*.xunit.runner.json", "**/testconfig.json", "**/*.testconfig.json", "**/coverlet.json", "**/stryker-config*",
    ];

    // In any case: NuGet.Config has three spellings, and on Windows and macOS all files do.
    private readonly GlobSet _protected = new(Globs, "", ignoreCase: true);
    private readonly GlobSet? _allowed = allowed.Count == 0 ? null : GlobSet.Of(allowed.SelectMany(constraint => constraint.Globs).ToValueList(), folder);

    /// <inheritdoc/>
    public BrokenRule? Check(string path) => (_protected.Contains(path) || testProjects.Contains(path)) && _allowed?.Contains(path) != true
        ? new BrokenRule(path, DiagnosticCatalogue.AlwaysProtectedChanged, $"'{path}' is always protected, because it decides what the clauses mean; write 'allow change \"{FromGoal(folder, path)}\"' if the goal is about it.") { Constraints = [Description] }
        : null;

    /// <summary>A path as a goal has to write it: relative to its own folder.</summary>
    /// <param name="folder">The goal's folder, relative to the workspace's root.</param>
    /// <param name="path">The path, relative to the workspace's root.</param>
    public static string FromGoal(string folder, string path) => Path.GetRelativePath(Path.Combine(AnyRoot, folder), Path.Combine(AnyRoot, path)).Replace('\\', '/');
}
