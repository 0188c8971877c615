namespace GoalBuild.Verification.Constraints.Built;

/// <summary>One side of <c>forbid reference STRING from STRING</c>: a namespace with all below it, and the assemblies of a project of that name.</summary>
/// <param name="Name">As it stands in the goal.</param>
/// <param name="Assemblies">Names of the assemblies of the project that it names; empty where it names none.</param>
internal sealed record ReferenceScope(string Name, IReadOnlySet<string> Assemblies)
{
    /// <summary>Whether a type belongs to it.</summary>
    /// <param name="type">The type.</param>
    public bool Contains(TypeName type) =>
        type.Namespace == Name || type.Namespace.StartsWith($"{Name}.", StringComparison.Ordinal) || Assemblies.Contains(type.Assembly);

    /// <summary>The project that a side names: by its path, its folder or its name; null where it is a namespace only.</summary>
    /// <param name="name">As it stands in the goal.</param>
    /// <param name="fullPath">The absolute path that it would mean.</param>
    /// <param name="projects">Absolute paths of all projects.</param>
    public static string? ProjectOf(string name, string fullPath, IReadOnlyList<string> projects) =>
        projects.FirstOrDefault(project => project == fullPath)
        ?? (projects.Where(project => Path.GetDirectoryName(project) == Path.TrimEndingDirectorySeparator(fullPath)).ToList() is [var only] ? only : null)
        ?? projects.FirstOrDefault(project => Path.GetFileNameWithoutExtension(project) == name);
}
