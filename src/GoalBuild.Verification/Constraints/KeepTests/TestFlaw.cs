using GoalBuild.Language.Diagnostics;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>What a change did to a test that was there.</summary>
/// <param name="Path">The file to look at: the one as it is now where the test is still there, else the one that had it.</param>
/// <param name="Line">The line there, from 1; 0 where there is none.</param>
/// <param name="Descriptor">The entry of the catalogue.</param>
/// <param name="Subject">The test and the flaw, said so that it stays the same while other lines come and go.</param>
/// <param name="What">What happened, as the rest of a sentence that begins with the place.</param>
internal sealed record TestFlaw(string Path, int Line, DiagnosticDescriptor Descriptor, string Subject, string What);
