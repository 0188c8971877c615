using System.Collections.Immutable;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;

/// <summary>How the build calls the compiler for one project and one framework.</summary>
/// <param name="Project">Absolute path of the project file.</param>
/// <param name="Framework">The framework where the project has several, else null.</param>
/// <param name="Arguments">The compiler's arguments, one by one.</param>
internal sealed record CompilerCall(string Project, string? Framework, ImmutableArray<string> Arguments)
{
    /// <summary>Absolute paths of what the project makes: its assembly, also as it lies in <c>obj</c>, and its reference assembly.</summary>
    public required ImmutableArray<string> Outputs { get; init; }

    /// <summary>Absolute paths of the assemblies of the projects that it references, with their aliases; they need not exist.</summary>
    public required ImmutableArray<ReferencedOutput> References { get; init; }

    /// <summary>Absolute paths of folders whose files the build makes.</summary>
    public required ImmutableArray<string> IntermediateFolders { get; init; }

    /// <summary>For people: the project file's name, with the framework where there are several.</summary>
    public string Name => Path.GetFileName(Project) + (Framework is null ? "" : $" ({Framework})");
}

/// <summary>What a project takes from another.</summary>
/// <param name="Path">Absolute path of the other's assembly.</param>
/// <param name="ReferenceAssembly">Absolute path of the other's reference assembly, or the same path again.</param>
/// <param name="Aliases">Names of the extern aliases, or empty for the global one.</param>
internal sealed record ReferencedOutput(string Path, string ReferenceAssembly, ImmutableArray<string> Aliases);

/// <summary>The compiler calls of some projects.</summary>
/// <param name="Calls">The calls, in no order.</param>
/// <param name="Problems">Why projects are missing from it.</param>
internal sealed record CompilerCalls(ImmutableArray<CompilerCall> Calls, ImmutableArray<string> Problems);
