namespace GoalBuild.Verification.Constraints.Built;

/// <summary>A package that a project was restored with.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, as NuGet normalizes it.</param>
/// <param name="Framework">The target framework that it was resolved for, as the assets file names it.</param>
/// <param name="Way">How the project comes to it: names of projects and packages, the last one its own. One name only where the project asks for it itself.</param>
internal sealed record ResolvedPackage(string Name, string Version, string Framework, IReadOnlyList<string> Way)
{
    /// <summary>Whether the SDK asks for it and not the project file.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Whether a project on the way brings it, which is named itself.</summary>
    public bool IsOfOtherProject { get; init; }

    /// <summary>The way for people: <c>App → Serilog → Newtonsoft.Json 13.0.3</c>.</summary>
    /// <param name="project">The project's name.</param>
    public string WayFrom(string project) => $"{string.Join(" → ", Way.Prepend(project))} {Version}";
}
