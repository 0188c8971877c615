using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Constraints;

/// <summary>A constraint that says which files may be added, changed or deleted. One file for each kind.</summary>
public interface IChangeRule
{
    /// <summary>What is broken when a file is changed, or null.</summary>
    /// <param name="path">Relative to the workspace's root, with <c>/</c> between its parts.</param>
    BrokenRule? Check(string path);
}

/// <summary>A constraint that a change breaks.</summary>
/// <param name="Path">The file, relative to the workspace's root.</param>
/// <param name="Descriptor">The entry of the catalogue.</param>
/// <param name="Message">What was changed, which constraint forbids it and what to do; one line.</param>
public sealed record BrokenRule(string Path, DiagnosticDescriptor Descriptor, string Message)
{
    /// <summary>The constraints, as <see cref="Constraint.Description"/> has them; several <c>only</c> of one scope are one rule.</summary>
    public required ValueList<string> Constraints { get; init; }

    /// <summary>The lines of the goal file where they are written, from 1; empty for a rule that no goal writes down, or where the text is not known.</summary>
    public ValueList<int> Lines { get; init; } = [];

    /// <summary>What in the file is broken, such as a test or a line, said so that it stays the same while other lines come and go; empty for a file as a whole.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whether another finding is the same one, seen at another time.</summary>
    /// <param name="other">The other finding.</param>
    public bool IsSameAs(BrokenRule other) => Path == other.Path && Descriptor == other.Descriptor && Subject == other.Subject && Constraints.Equals(other.Constraints);
}
