using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary><c>explain</c>: says what a diagnostic means, and what to do.</summary>
internal static class ExplainCommand
{
    private const string Prefix = "GOAL";

    /// <summary>Explains the diagnostics, or lists all.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="codes">Codes such as <c>GOAL2003</c>, or their numbers alone; none for a list of all.</param>
    /// <exception cref="GoalFaultException">GOAL0030: there is no such code.</exception>
    public static int Run(CommandContext context, IReadOnlyList<string> codes)
    {
        var found = codes.Select(Find).ToList();
        if (codes.Count == 0)
        {
            foreach (var descriptor in DiagnosticCatalogue.All)
            {
                context.Reporter.Say($"{descriptor.Code}  {Severity(descriptor),-7}  {descriptor.Title}");
                Tell(context, descriptor);
            }
        }

        foreach (var descriptor in found)
        {
            context.Reporter.Say($"{descriptor.Code}, {Severity(descriptor)}: {descriptor.Title}");
            foreach (var line in Phrasing.Wrap(descriptor.Cause, context.Host.Width - 2).Append("").Concat(Phrasing.Wrap(descriptor.Cure, context.Host.Width - 2)))
            {
                context.Reporter.Say(line.Length == 0 ? "" : "  " + line);
            }

            Tell(context, descriptor);
        }

        return ExitCode.Met;
    }

    private static void Tell(CommandContext context, DiagnosticDescriptor descriptor) => context.Reporter.Tell(new JsonEvent("explanation")
    {
        Code = descriptor.Code,
        Severity = Severity(descriptor),
        Title = descriptor.Title,
        Message = descriptor.Cause,
        Cure = descriptor.Cure,
    });

    private static DiagnosticDescriptor Find(string code)
    {
        var full = code.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? code.ToUpperInvariant() : Prefix + code;
        if (DiagnosticCatalogue.All.FirstOrDefault(descriptor => descriptor.Code == full) is { } found)
        {
            return found;
        }

        var near = Suggestion.For(full, DiagnosticCatalogue.All.Select(descriptor => descriptor.Code));
        throw new GoalFaultException(DiagnosticCatalogue.CommandLineWrong, $"There is no diagnostic '{code}'{(near is null ? ". " : $"; did you mean '{near}'? ")}'dotnet goal explain' lists all.");
    }

    private static string Severity(DiagnosticDescriptor descriptor) => descriptor.Severity == DiagnosticSeverity.Error ? "error" : "warning";
}
