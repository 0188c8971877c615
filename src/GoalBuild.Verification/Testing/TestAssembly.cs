namespace GoalBuild.Verification.Testing;

/// <summary>A built test project for one target framework, and what its project says about how it is run.</summary>
/// <param name="Path">Absolute path of the assembly.</param>
/// <param name="Project">Absolute path of its project file.</param>
public sealed record TestAssembly(string Path, string Project)
{
    /// <summary>The target framework, such as <c>net10.0</c>; empty where it is not known.</summary>
    public string Framework { get; init; } = "";

    /// <summary>Whether it is an application of Microsoft.Testing.Platform, which runs its own tests; VSTest runs the others.</summary>
    public bool IsTestingPlatformApplication { get; init; }

    /// <summary>Absolute path of the run settings that the project names, or null.</summary>
    public string? Settings { get; init; }

    /// <summary>Absolute path of the restore's <c>project.assets.json</c>, or null.</summary>
    public string? AssetsFile { get; init; }

    /// <summary>The project as messages call it.</summary>
    public string DisplayName => System.IO.Path.GetFileNameWithoutExtension(Project);
}
