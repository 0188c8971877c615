using System.Globalization;
using System.Text.RegularExpressions;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>How near a finding is to the root of a failure; smaller is nearer, and shown first.</summary>
internal enum FindingCause
{
    /// <summary>A project that cannot be restored or evaluated, a test host that crashed: nothing else counts until it is mended.</summary>
    Project,

    /// <summary>A file that does not parse: what the compiler says of its meaning is a guess.</summary>
    Syntax,

    /// <summary>A name that is not known; every use of it is an error of its own.</summary>
    MissingName,

    /// <summary>Any other.</summary>
    Other,

    /// <summary>It only repeats that something else failed.</summary>
    Echo,

    /// <summary>It only says that there are more than are listed.</summary>
    Note,
}

/// <summary>Tells causes by the codes of the compiler, MSBuild and NuGet.</summary>
internal static partial class FindingCauses
{
    private static readonly string[] MissingNames = ["CS0246", "CS0234", "CS0103", "CS0400"];

    // A referenced project that was not built; a task that failed and said why elsewhere.
    private static readonly string[] Echoes = ["CS0006", "MSB4181"];

    private static readonly string[] Endings = [".g.cs", ".g.i.cs", ".generated.cs", ".designer.cs"];

    /// <summary>The cause.</summary>
    /// <param name="finding">The finding.</param>
    public static FindingCause Of(Finding finding) => finding switch
    {
        { Code: null, File: null, Test: null, Kind: FindingKind.Build or FindingKind.Test or FindingKind.Lint } when MoreNote().IsMatch(finding.Message) => FindingCause.Note,
        { Kind: FindingKind.Test, Test: null } => FindingCause.Project,
        { Code: { } code, Kind: FindingKind.Build } => OfCode(code),
        _ => FindingCause.Other,
    };

    /// <summary>What a finding is about besides its place, so that a thousand uses of one missing type are one thing to mend.</summary>
    /// <param name="finding">The finding.</param>
    public static string Subject(Finding finding) => finding.Code is { } code && MissingNames.Contains(code) && QuotedName().Match(finding.Message) is { Success: true } name
        ? $"missing {name.Groups["name"].Value}"
        : $"{finding.Code}\u0001{finding.Message}";

    /// <summary>Whether the finding is in a file that a tool writes: what is to be mended is elsewhere.</summary>
    /// <param name="finding">The finding.</param>
    public static bool IsGenerated(Finding finding) => finding.File is { } file
        && (file.Split('/', '\\').SkipLast(1).Any(FolderWalk.IsOutput) || Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

    private static FindingCause OfCode(string code)
    {
        if (MissingNames.Contains(code))
        {
            return FindingCause.MissingName;
        }

        if (Echoes.Contains(code))
        {
            return FindingCause.Echo;
        }

        return code.StartsWith("NU", StringComparison.Ordinal) || code.StartsWith("NETSDK", StringComparison.Ordinal) || code.StartsWith("MSB4", StringComparison.Ordinal)
            ? FindingCause.Project
            : IsSyntax(code) ? FindingCause.Syntax : FindingCause.Other;
    }

    // Those of Roslyn's ErrorCode.cs that its lexer and parser report; CS15xx and CS10xx hold others, such as CS1503 and CS1061.
    private static bool IsSyntax(string code) => code.StartsWith("CS", StringComparison.Ordinal)
        && int.TryParse(code.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is (>= 1001 and <= 1057) or 1073 or (>= 1513 and <= 1536) or 1552 or 1553 or 1585 or 1597 or 1646 or 1733 or 8180 or 8635 or (>= 8997 and <= 9000);

    [GeneratedRegex(@"'(?<name>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"^(… and )?[0-9]+ more\b", RegexOptions.CultureInvariant)]
    private static partial Regex MoreNote();
}
