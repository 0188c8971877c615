using System.Globalization;

namespace GoalBuild.Agent.Code.References;

/// <summary>A place in a file that refers to something, or may.</summary>
/// <param name="Path">The file; relative to the workspace's root where it lies in it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">The line's text, trimmed.</param>
/// <param name="Use">What it is.</param>
internal sealed record Reference(string Path, int Line, int Column, string Text, ReferenceUse Use)
{
    /// <summary>The place as an answer names it.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Path}:{Line}:{Column}");
}

/// <summary>What a place is to a symbol.</summary>
internal enum ReferenceUse
{
    /// <summary>It declares it.</summary>
    Declaration,

    /// <summary>It overrides or implements it.</summary>
    Implementation,

    /// <summary>It refers to it.</summary>
    Use,

    /// <summary>It has its name; what it means is not known.</summary>
    Name,
}

/// <summary>What was found.</summary>
/// <param name="References">The places, in the order of path, line and column.</param>
internal sealed record FoundReferences(IReadOnlyList<Reference> References)
{
    /// <summary>Why places were found by their name alone, some or all of them; null where all were found by meaning.</summary>
    public string? ByNameBecause { get; init; }
}

/// <summary>What is asked for: a name, or a place of one.</summary>
/// <param name="Name">The identifier alone.</param>
/// <param name="Declarations">The declarations that it names; empty where it is a place, or nothing of the tree.</param>
/// <param name="Place">The place that was given, or null.</param>
internal sealed record ReferenceQuery(string Name, IReadOnlyList<FoundSymbol> Declarations, (string Path, int Line, int Column)? Place);
