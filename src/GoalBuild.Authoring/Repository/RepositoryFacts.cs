namespace GoalBuild.Authoring.Repository;

/// <summary>What a scan found in a repository. All paths are relative to the goal's folder, with <c>/</c>.</summary>
public sealed record RepositoryFacts
{
    /// <summary>What the repository is called.</summary>
    public required string Name { get; init; }

    /// <summary>The files.</summary>
    public required RepositoryTree Tree { get; init; }

    /// <summary>What stands for the whole .NET part: its solutions, or where there is none the projects that no other project refers to.</summary>
    public IReadOnlyList<string> Builds { get; init; } = [];

    /// <summary>Solutions and projects that these do not hold: examples, fixtures, tools.</summary>
    public IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>The projects that <see cref="Builds"/> hold.</summary>
    public IReadOnlyList<ProjectFacts> Projects { get; init; } = [];

    /// <summary>Packages of Node.js with scripts that check something.</summary>
    public IReadOnlyList<NodePackage> NodePackages { get; init; } = [];

    /// <summary>Commands that check what is neither .NET nor Node.js.</summary>
    public IReadOnlyList<OtherCheck> Others { get; init; } = [];

    /// <summary>Definitions of continuous integration, with the commands in them.</summary>
    public IReadOnlyList<Workflow> Workflows { get; init; } = [];

    /// <summary>The nearest <c>.editorconfig</c>, or null.</summary>
    public string? EditorConfig { get; init; }

    /// <summary>The SDK that <c>global.json</c> asks for, or null.</summary>
    public string? Sdk { get; init; }

    /// <summary>What Stryker.NET is configured with, or null.</summary>
    public StrykerFacts? Stryker { get; init; }

    /// <summary>The test projects among <see cref="Projects"/>.</summary>
    public IEnumerable<ProjectFacts> TestProjects => Projects.Where(project => project.IsTest);

    /// <summary>Whether continuous integration runs <c>dotnet format</c>.</summary>
    public bool FormatsInCi => Workflows.Any(workflow => workflow.Commands.Any(command => command.StartsWith("dotnet format", StringComparison.Ordinal)));

    /// <summary>Whether there is nothing that a goal could check.</summary>
    public bool IsEmpty => Builds.Count + NodePackages.Count + Others.Count == 0;

    /// <summary>Nothing is known of the repository.</summary>
    public static RepositoryFacts Unknown { get; } = new() { Name = "", Tree = RepositoryTree.Unknown };
}

/// <summary>A project, as far as its own file and those that it shares say it; nothing is evaluated.</summary>
/// <param name="Path">Its file.</param>
public sealed record ProjectFacts(string Path)
{
    /// <summary>Its name.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Its folder; empty for the goal's own.</summary>
    public string Folder => Path.LastIndexOf('/') is var end and > 0 ? Path[..end] : "";

    /// <summary>Whether it holds tests.</summary>
    public bool IsTest { get; init; }

    /// <summary>The test framework by its name, or null.</summary>
    public string? TestFramework { get; init; }

    /// <summary>Whether its tests run on Microsoft.Testing.Platform, and not on VSTest.</summary>
    public bool UsesTestingPlatform { get; init; }

    /// <summary>The package that measures coverage, or null.</summary>
    public string? Collector { get; init; }

    /// <summary>The share of covered lines that the project asks for itself, in percent; or null.</summary>
    public decimal? CoverageThreshold { get; init; }

    /// <summary>Whether it is a web application.</summary>
    public bool IsWeb { get; init; }

    /// <summary>Whether it says that it is packed for others to use.</summary>
    public bool IsPackage { get; init; }

    /// <summary>Whether its warnings are errors.</summary>
    public bool WarningsAreErrors { get; init; }

    /// <summary>The packages that it names.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>The files of the projects that it refers to.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}

/// <summary>A package of Node.js.</summary>
/// <param name="Folder">Its folder; empty for the goal's own.</param>
/// <param name="Manager">The program that runs its scripts: <c>npm</c>, <c>pnpm</c>, <c>yarn</c> or <c>bun</c>.</param>
/// <param name="Scripts">The scripts that end by themselves and check something, by name.</param>
/// <param name="HasTypeScript">Whether it has a <c>tsconfig.json</c>.</param>
public sealed record NodePackage(string Folder, string Manager, IReadOnlyList<string> Scripts, bool HasTypeScript)
{
    /// <summary>The command that checks the types without writing anything; or null without TypeScript.</summary>
    public string? TypeCheck => Scripts.FirstOrDefault(script => script is "typecheck" or "type-check" or "tsc" or "check-types") is { } script ? Command(script)
        : HasTypeScript ? "npx --no-install tsc --noEmit" : null;

    /// <summary>The command that runs a script.</summary>
    /// <param name="script">Its name.</param>
    public string Command(string script) => $"{Manager} run {script}";
}

/// <summary>A command that checks something.</summary>
/// <param name="Command">The command line.</param>
/// <param name="Folder">Where it runs; empty for the goal's own folder.</param>
/// <param name="Source">The file that says so.</param>
public sealed record OtherCheck(string Command, string Folder, string Source);

/// <summary>A definition of continuous integration.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Commands">The commands in it, one line each, in order, each once.</param>
public sealed record Workflow(string Path, IReadOnlyList<string> Commands);

/// <summary>What Stryker.NET is configured with.</summary>
/// <param name="Source">The file that says so.</param>
/// <param name="Break">The score below which it fails, in percent; or null.</param>
public sealed record StrykerFacts(string Source, decimal? Break);
