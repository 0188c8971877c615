using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>A test as a file declares it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line of its name, from 1.</param>
/// <param name="Class">Its class with namespace and outer classes.</param>
/// <param name="Name">Its name.</param>
internal sealed record TestMethod(string Path, int Line, string Class, string Name)
{
    /// <summary>What keeps it from running: attributes, preprocessor conditions, its own or its class's form. Empty where it runs.</summary>
    public required IReadOnlyList<string> Stops { get; init; }

    /// <summary>Its instances: one for each case, or one alone.</summary>
    public required IReadOnlyList<TestInstance> Instances { get; init; }

    /// <summary>What gives cases that cannot be told apart here, such as <c>[Values(1, 2)] a</c> or a computed source.</summary>
    public required IReadOnlyList<string> OpenCases { get; init; }

    /// <summary>The body's tokens, with the text of its cases.</summary>
    public required string Body { get; init; }

    /// <summary>The names of what its body calls and makes.</summary>
    public required IReadOnlySet<string> Calls { get; init; }

    /// <summary>Its name without namespaces.</summary>
    public string Shown => $"{Class[(Class.LastIndexOf('.') + 1)..]}.{Name}";

    /// <summary>Its declaration.</summary>
    public required MethodDeclarationSyntax Syntax { get; init; }
}

/// <summary>A test with one set of arguments.</summary>
/// <param name="Arguments">The arguments as text; empty for a test without.</param>
/// <param name="Claims">What it asserts.</param>
internal sealed record TestInstance(IReadOnlyList<string> Arguments, IReadOnlyList<Claim> Claims)
{
    /// <summary>As it is shown in messages.</summary>
    public string Shown => $"({string.Join(", ", Arguments)})";
}

/// <summary>A method of a test file that is no test but asserts: a helper, or what runs before and after tests.</summary>
/// <param name="Path">The file.</param>
/// <param name="Class">Its class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stops">What keeps its calls out of the compilation.</param>
/// <param name="Claims">What it asserts.</param>
internal sealed record AssertingMethod(string Path, string Class, string Name, IReadOnlyList<string> Stops, IReadOnlyList<Claim> Claims);

/// <summary>A type that a test file declares.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Bases">What it derives from.</param>
/// <param name="IsAbstract">Whether it is abstract.</param>
/// <param name="Names">All names in it.</param>
internal sealed record DeclaredType(string Path, string Name, IReadOnlyList<string> Bases, bool IsAbstract, IReadOnlySet<string> Names);
