namespace GoalBuild.Language.Diagnostics;

/// <summary>An entry of the catalogue of diagnostics.</summary>
/// <param name="Code">The code, such as <c>GOAL1001</c>; never given to another meaning once it was released.</param>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Cause">Why it is reported.</param>
/// <param name="Cure">What to do.</param>
public sealed record DiagnosticDescriptor(string Code, DiagnosticSeverity Severity, string Title, string Cause, string Cure);
