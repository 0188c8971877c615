using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Authoring.Notes;

/// <summary>A goal that was made of notes.</summary>
/// <param name="Notes">The notes; the spans of <see cref="Warnings"/> point into them.</param>
/// <param name="Name">The goal's name.</param>
/// <param name="Text">The goal file's text, in the one form; empty where the notes say nothing.</param>
/// <param name="Warnings">What nothing checks, what was guessed, and what stands nowhere in the goal; in the order of the notes.</param>
public sealed record ImportResult(SourceText Notes, string Name, string Text, IReadOnlyList<Diagnostic> Warnings)
{
    /// <summary>How many clauses prove it.</summary>
    public required int Clauses { get; init; }

    /// <summary>How many constraints it has, those that are only advice left out.</summary>
    public required int Constraints { get; init; }

    /// <summary>How many requirements it has.</summary>
    public required int Requirements { get; init; }

    /// <summary>How many things the notes say that no clause or constraint checks.</summary>
    public int Unchecked => Warnings.Count(warning => warning.Code == DiagnosticCatalogue.NoteUnchecked.Code);
}
