namespace GoalBuild.Language.Diagnostics;

public static partial class DiagnosticCatalogue
{
    /// <summary>A file outside 'only' was changed.</summary>
    public static readonly DiagnosticDescriptor OutsideOnly = new(
        "GOAL5001",
        DiagnosticSeverity.Error,
        "A file outside 'only' was changed",
        "A turn changed a file that no glob of 'only' names; the turn was undone.",
        "Widen 'only' if the file has to change.");

    /// <summary>A protected file was changed.</summary>
    public static readonly DiagnosticDescriptor ProtectedChanged = new(
        "GOAL5002",
        DiagnosticSeverity.Error,
        "A protected file was changed",
        "A turn changed a file that 'protect' names; the turn was undone.",
        "Take the file out of 'protect' if it has to change.");

    /// <summary>A file that is always protected was changed.</summary>
    public static readonly DiagnosticDescriptor AlwaysProtectedChanged = new(
        "GOAL5003",
        DiagnosticSeverity.Error,
        "A file that is always protected was changed",
        "Goal files, CI definitions and the configuration of build, lint and tests decide what the clauses mean; a turn changed one, and was undone.",
        "Name the file in 'allow change' if the goal is about it.");

    /// <summary>A test that ran at the start does not run at the end.</summary>
    public static readonly DiagnosticDescriptor TestLost = new(
        "GOAL5020",
        DiagnosticSeverity.Error,
        "A test that ran at the start no longer runs",
        "The results of the last proof lack a test, or cases of one, that the results of the first verification have, or have it as skipped; 'keep tests' is on by default.",
        "Let it run again: look for a filter, a condition, a project that left its solution. Where the test is to go, name its file in 'allow test removal'.");

    /// <summary>The result holds only where it was worked on.</summary>
    public static readonly DiagnosticDescriptor ProofDiffers = new(
        "GOAL5021",
        DiagnosticSeverity.Error,
        "A clause holds in the working tree and not in a clean checkout",
        "The last proof verifies a clean checkout of the result, with protected files as they were; a clause that held in the working tree does not hold there. It depends on ignored files, on outputs of earlier builds, on files in folders above the repository, on something that was put back, or on chance.",
        "Read the findings: bring into the tree what the clause needs and git ignores or a fresh clone elsewhere would lack, or let a command of the goal make it.");

    /// <summary>A package is resolved that may not be.</summary>
    public static readonly DiagnosticDescriptor PackageForbidden = new(
        "GOAL5031",
        DiagnosticSeverity.Error,
        "A package is resolved that may not be",
        "A project of the tree was restored with a package that 'forbid package' names, or asks for one that 'allow packages' does not name; the message says by which way it comes in.",
        "Take the package out, or use another one in place of what brings it; change the constraint if the package is wanted.");

    /// <summary>A reference is compiled that is forbidden.</summary>
    public static readonly DiagnosticDescriptor ReferenceForbidden = new(
        "GOAL5032",
        DiagnosticSeverity.Error,
        "A type uses what it may not use",
        "In the compiled assemblies, a type of the second namespace or project of 'forbid reference' uses one of the first.",
        "Take the use out, or let both depend on something of their own, such as an interface.");

    /// <summary>The public API breaks.</summary>
    public static readonly DiagnosticDescriptor ApiBroken = new(
        "GOAL5033",
        DiagnosticSeverity.Error,
        "The public API breaks against the baseline",
        "Microsoft.DotNet.ApiCompat found that what was built against the project as it was at the baseline no longer fits the project as it is.",
        "Bring back what is gone beside what is new, or take 'keep api' out if the break is wanted.");

    /// <summary>A test is gone.</summary>
    public static readonly DiagnosticDescriptor TestGone = new(
        "GOAL5101",
        DiagnosticSeverity.Error,
        "A test is gone",
        "A test that existed when the run began is deleted, renamed or moved so that none of the tests that came instead asserts what it asserted; the turn was undone.",
        "Put the test back, or name its file in 'allow test removal' if the goal is about it.");

    /// <summary>A test no longer runs.</summary>
    public static readonly DiagnosticDescriptor TestNotRun = new(
        "GOAL5102",
        DiagnosticSeverity.Error,
        "A test no longer runs",
        "A test that existed when the run began is now ignored, skipped, explicit, bound to a condition, or written so that its framework passes over it; the turn was undone.",
        "Make the code pass the test, or name its file in 'allow test removal' if the goal is about it.");

    /// <summary>A test proves less.</summary>
    public static readonly DiagnosticDescriptor TestWeakened = new(
        "GOAL5103",
        DiagnosticSeverity.Error,
        "A test proves less",
        "A test that existed when the run began lost assertions, asserts less or something else, expects another value, or can pass without reaching its assertions; the turn was undone.",
        "Put the assertion back and mend the code instead, or name the test's file in 'allow test removal' if the goal is about it.");

    /// <summary>Cases of a test are gone.</summary>
    public static readonly DiagnosticDescriptor TestCasesGone = new(
        "GOAL5104",
        DiagnosticSeverity.Error,
        "Cases of a test are gone",
        "A parameterised test lost cases that it had when the run began, and nothing else covers them; the turn was undone.",
        "Put the cases back, or name the test's file in 'allow test removal' if the goal is about it.");

    /// <summary>Tests no longer reach the code under test.</summary>
    public static readonly DiagnosticDescriptor SubjectReplaced = new(
        "GOAL5105",
        DiagnosticSeverity.Error,
        "Tests no longer reach the code under test",
        "A test now works on a stand-in that the tests declare themselves, where it worked on the code under test when the run began; the turn was undone.",
        "Let the test use the code itself, or name the test's file in 'allow test removal' if the goal is about it.");

    /// <summary>Code asks whether it is being tested.</summary>
    public static readonly DiagnosticDescriptor TestAware = new(
        "GOAL5106",
        DiagnosticSeverity.Error,
        "Code asks whether it is being tested",
        "An added line outside the tests looks for a test host, a test framework or a variable that only tests set, so that it can do something else for them; the turn was undone.",
        "Write code that behaves the same under test, or name its file in 'allow test removal' if the goal is about it.");

    /// <summary>A suppression was added.</summary>
    public static readonly DiagnosticDescriptor SuppressionAdded = new(
        "GOAL5111",
        DiagnosticSeverity.Error,
        "A suppression was added",
        "A change silences a warning, lowers a severity, turns a check off or leaves a file out; the turn was undone.",
        "Mend what the warning is about. If the goal is about the file that holds the setting, name it in 'allow change'.");

    /// <summary>Forbidden text was added.</summary>
    public static readonly DiagnosticDescriptor ForbiddenText = new(
        "GOAL5121",
        DiagnosticSeverity.Error,
        "Forbidden text was added",
        "A line that a change adds matches the pattern of 'forbid text'; the turn was undone.",
        "Write it without, or correct the pattern.");

    /// <summary>The change is too large.</summary>
    public static readonly DiagnosticDescriptor LimitExceeded = new(
        "GOAL5131",
        DiagnosticSeverity.Error,
        "The change is too large",
        "The whole difference from the start of the run has more files or lines than 'limit' allows; the turn was undone.",
        "Change less, or raise the limit.");
}
